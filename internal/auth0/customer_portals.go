package auth0

import (
	"context"
	"net/url"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// CustomerPortal is an application in which a customer's admins manage their organization, by the My Organization API.
type CustomerPortal struct {
	ClientID       string `json:"client_id"`
	Name           string `json:"name"`
	MyOrganization struct {
		ThirdPartyClientAccess PortalChoice `json:"third_party_client_access"`
	} `json:"my_organization_configuration"`
}

// PortalChoice is what the admins may choose of Organization.ThirdPartyClientAccess, and what holds if they do not.
type PortalChoice struct {
	Default string   `json:"default_value"`
	Allowed []string `json:"allowed_values"`
}

// Key returns what the application is asked for by.
func (p CustomerPortal) Key() string { return p.ClientID }

// opensOrganizations reports whether an organization may become open to third-party applications by the portal.
//
// Assumption: portals-that-open: an organization can be opened if a portal's default value or an allowed one says so.
func (p CustomerPortal) opensOrganizations() bool {
	choice := p.MyOrganization.ThirdPartyClientAccess
	return choice.Default == ThirdPartyAccessAllow || slices.Contains(choice.Allowed, ThirdPartyAccessAllow)
}

// ListCustomerPortals returns the applications that may open organizations to third-party applications. They are the
// tenant owner's own, so that no other listing has them.
//
// Scope: read:clients.
func (c *Applications) ListCustomerPortals(ctx context.Context) ([]CustomerPortal, error) {
	query := url.Values{
		"fields": {"client_id,name,my_organization_configuration"}, "include_fields": {"true"},
		"is_first_party": {"true"},
	}
	listed, err := call.List[CustomerPortal](ctx, c.caller, call.PathTo("clients"), "clients", query)
	return slices.DeleteFunc(listed, func(portal CustomerPortal) bool { return !portal.opensOrganizations() }), err
}
