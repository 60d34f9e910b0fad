package auth0

import (
	"context"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// CreateClientGrantOnce makes a grant as [Client.CreateClientGrant] does, and finds out what happened if the answer
// was lost ([ErrUnknownOutcome]): Auth0 keeps at most one grant for an application (or default), API and subject type.
//
// An error with ErrUnknownOutcome in its chain leaves it open whether there is a grant; [Client.FindCreatedGrant]
// tells.
func (c *ClientGrants) CreateClientGrantOnce(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	return creation[ClientGrant]{
		create: func(ctx context.Context) (*ClientGrant, error) { return c.CreateClientGrant(ctx, fields) },
		find:   func(ctx context.Context) (*ClientGrant, error) { return c.FindClientGrant(ctx, fields.key()) },
		isMade: func(grant *ClientGrant) bool { return grant.says(fields) },
	}.once(ctx)
}

// FindCreatedGrant returns the grant at the natural key of fields if it says exactly what fields say, and otherwise
// nil. It is for a creation whose outcome is unknown.
func (c *ClientGrants) FindCreatedGrant(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	grant, err := c.FindClientGrant(ctx, fields.key())
	if err != nil || grant == nil || !grant.says(fields) {
		return nil, err
	}
	return grant, nil
}

// says reports whether the grant permits what fields ask for, no more and no less.
func (g ClientGrant) says(fields ClientGrantFields) bool {
	return !g.IsSystem &&
		g.AllowAllScopes == valueOrZero(fields.AllowAllScopes) &&
		wire.SameElements(g.Scope, valueOrZero(fields.Scope)) &&
		g.OrganizationUsage == valueOrZero(fields.OrganizationUsage) &&
		g.AllowAnyOrganization == valueOrZero(fields.AllowAnyOrganization) &&
		wire.SameElements(g.AuthorizationDetailsTypes, valueOrZero(fields.AuthorizationDetailsTypes))
}
