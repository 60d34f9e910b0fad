package auth0

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Values of Organization.ThirdPartyClientAccess.
const (
	ThirdPartyAccessAllow = "allow"
	ThirdPartyAccessBlock = "block"
)

// Organization is a group of users, such as a customer, that users log in to. ThirdPartyClientAccess says whether
// third-party applications may log them in to it; empty means block. With IsAppEntitlementActive, an application that
// the organization lists for itself follows its own entry instead.
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

// Organizations are the calls of the collection of organizations.
type Organizations struct {
	*tenant
	memory  *cache.Collection[Organization]
	listing *cache.Listing[Organization]
	ofGrant func(grantID string) *cache.Listing[Organization]
}

// EachOrganization yields every organization.
//
// Scope: read:organizations.
func (c *Organizations) EachOrganization(ctx context.Context) iter.Seq2[Organization, error] {
	return call.Each[Organization](ctx, c.caller, call.PathTo("organizations"), "organizations", url.Values{})
}

// ListOrganizations returns every organization.
//
// Scope: read:organizations.
func (c *Organizations) ListOrganizations(ctx context.Context) ([]Organization, error) {
	return c.listing.All(ctx)
}

// ReadOrganization returns one organization.
//
// Scope: read:organizations.
func (c *Organizations) ReadOrganization(ctx context.Context, id string, how Freshness) (*Organization, error) {
	return c.memory.Read(ctx, id, how)
}

// FindOrganization returns the organization with the given name, or nil if there is none.
//
// Scope: read:organizations.
func (c *Organizations) FindOrganization(ctx context.Context, name string) (*Organization, error) {
	if name == "" {
		return nil, nil
	}
	r := call.Request{Method: http.MethodGet, Path: call.PathTo("organizations", "name", name)}
	organization, err := call.One(ctx, c.caller, r, func(o Organization) bool { return o.ID != "" })
	switch {
	case IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	case organization.Name != name: // names are compared exactly, whatever Auth0 does
		return nil, nil
	}
	return organization, nil
}

// ListGrantOrganizations returns every organization that has the client grant, for which tokens can therefore be had. A
// grant that is gone has none.
//
// Scope: read:organization_client_grants.
func (c *Organizations) ListGrantOrganizations(ctx context.Context, grantID string) ([]Organization, error) {
	return c.ofGrant(grantID).All(ctx)
}

// UpdateOrganization changes the given members of an organization and returns it whole.
//
// Scope: update:organizations.
func (c *Organizations) UpdateOrganization(
	ctx context.Context, id string, fields OrganizationFields,
) (*Organization, error) {
	return c.memory.Update(ctx, id, fields, func() (*Organization, error) {
		r := call.Request{Method: http.MethodPatch, Path: call.PathTo("organizations", id), Body: fields}
		return call.One(ctx, c.caller, r, call.HasKey[Organization](id))
	})
}

// listingOfGrant returns the listing of the organizations that have a grant.
func (t *tenant) listingOfGrant(grantID string) *cache.Listing[Organization] {
	path := call.PathTo("client-grants", grantID, "organizations")
	return cache.NewListing(t.store, path, func(ctx context.Context) ([]Organization, error) {
		items, err := call.List[Organization](ctx, t.caller, path, "organizations", url.Values{})
		if IsNotFound(err) {
			return nil, nil
		}
		return items, err
	})
}

// organizationSource reads organizations.
type organizationSource struct{ *tenant }

func (organizationSource) Collection() string                { return "organizations" }
func (organizationSource) Path(id string) string             { return call.PathTo("organizations", id) }
func (organizationSource) Key(o Organization) string         { return o.ID }
func (organizationSource) Parts(Organization) []cache.Object { return nil }

func (s organizationSource) Read(ctx context.Context, id string) (*Organization, error) {
	return call.One(ctx, s.caller, call.Request{Method: http.MethodGet, Path: s.Path(id)}, call.HasKey[Organization](id))
}

func (s organizationSource) Pages() cache.Pager[Organization] {
	return call.ByEither[Organization](
		s.caller, call.PathTo("organizations"), "organizations", func() url.Values { return url.Values{} },
	)
}
