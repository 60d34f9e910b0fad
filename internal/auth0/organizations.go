package auth0

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Values of Organization.ThirdPartyClientAccess.
const (
	ThirdPartyAccessAllow = "allow"
	ThirdPartyAccessBlock = "block"
)

// Organization is a group of users, such as a customer, that users log in to. ThirdPartyClientAccess says whether
// third-party applications may log them in to it; empty means block. With IsAppEntitlementActive, an application that the
// organization lists for itself follows its own entry instead.
type Organization struct {
	ID                     string `json:"id"`
	Name                   string `json:"name"`
	ThirdPartyClientAccess string `json:"third_party_client_access"`
	IsAppEntitlementActive bool   `json:"is_app_entitlement_active"`
}

// Key returns what the organization is asked for by.
func (o Organization) Key() string { return o.ID }

// OrganizationFields is the body of an update. The API leaves members alone that are left out.
type OrganizationFields struct {
	ThirdPartyClientAccess Field[string] `json:"third_party_client_access,omitzero"`
}

// ReadOrganization returns one organization.
//
// Scope: read:organizations.
func (c *Client) ReadOrganization(ctx context.Context, id string, how Freshness) (*Organization, error) {
	return c.organizations.read(ctx, id, how)
}

// FindOrganization returns the organization with the given name, or nil where there is none. It reads the whole
// listing, which has no filter for names.
//
// Scope: read:organizations.
func (c *Client) FindOrganization(ctx context.Context, name string) (*Organization, error) {
	organizations, err := call.List[Organization](ctx, c.caller, call.PathTo("organizations"), "organizations", url.Values{})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(organizations, func(o Organization) bool { return o.Name == name })
	if i < 0 {
		return nil, nil
	}
	return &organizations[i], nil
}

// ListGrantOrganizations returns every organization that has the client grant, for which tokens can therefore be had. Of a
// grant that is gone there is none.
//
// Scope: read:organization_client_grants.
func (c *Client) ListGrantOrganizations(ctx context.Context, grantID string) ([]Organization, error) {
	return c.listings.organizationsOf(grantID).all(ctx)
}

// UpdateOrganization changes the given members of an organization and returns it whole.
//
// Scope: update:organizations.
func (c *Client) UpdateOrganization(ctx context.Context, id string, fields OrganizationFields) (*Organization, error) {
	return c.organizations.update(ctx, id, fields, func() (*Organization, error) {
		r := call.Request{Method: http.MethodPatch, Path: call.PathTo("organizations", id), Body: fields}
		return call.One(ctx, c.caller, r, call.HasKey[Organization](id))
	})
}

func organizationSource(c *Client) source[Organization] {
	return source[Organization]{
		collection: "organizations",
		path:       func(id string) string { return call.PathTo("organizations", id) },
		key:        func(organization Organization) string { return organization.ID },
		one: func(ctx context.Context, id string) (*Organization, error) {
			return call.One(ctx, c.caller, call.Request{Method: http.MethodGet, Path: call.PathTo("organizations", id)}, call.HasKey[Organization](id))
		},
		pages: func() call.Pager[Organization] {
			return call.ByEither[Organization](c.caller, call.PathTo("organizations"), "organizations", func() url.Values { return url.Values{} })
		},
	}
}
