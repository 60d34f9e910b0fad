package auth0

import (
	"context"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// OrganizationConnection is a connection that is enabled for an organization.
type OrganizationConnection struct {
	ConnectionID string `json:"connection_id"`
}

// Key returns what tells the connection apart from others of the organization.
func (c OrganizationConnection) Key() string { return c.ConnectionID }

// OrganizationConnections are the calls about connections that are enabled for organizations.
type OrganizationConnections struct {
	of func(organizationID string) *cache.Listing[OrganizationConnection]
}

func newOrganizationConnections(t *tenant) OrganizationConnections {
	return OrganizationConnections{cache.PerKey(func(id string) *cache.Listing[OrganizationConnection] {
		path := call.PathTo("organizations", id, "enabled_connections")
		return cache.NewListing(t.store, path, func(ctx context.Context) ([]OrganizationConnection, error) {
			return call.ListByNumber[OrganizationConnection](ctx, t.caller, path, "enabled_connections", url.Values{})
		})
	})}
}

// ListOrganizationConnections returns every connection that is enabled for an organization.
//
// Scope: read:organization_connections.
func (c *OrganizationConnections) ListOrganizationConnections(
	ctx context.Context, organizationID string,
) ([]OrganizationConnection, error) {
	return c.of(organizationID).All(ctx)
}
