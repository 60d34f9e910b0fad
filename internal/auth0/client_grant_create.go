package auth0

import (
	"context"
	"errors"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// CreateClientGrantOnce makes a grant as [Client.CreateClientGrant] does, and finds out what happened if the answer
// was lost ([ErrUnknownOutcome]). Auth0 keeps at most one grant for an application (or default), API and subject type,
// which makes that decidable:
//
//   - A grant is there with exactly the members asked for: it is returned as the one that was made. Should somebody
//     else have made it, Terraform takes over what says word for word what its configuration says.
//   - None is there, or one that says something else: the request is sent again. That cannot make a second grant, and
//     the API itself answers 409 if the other is somebody else's. It also answers 409 if an earlier request was
//     merely late, or the listing is; then the grant is as asked for, and returned.
//   - Whatever else the repeated request is refused for says nothing of the first one. If no grant shows, the outcome
//     stays unknown.
//
// A 409 to the first request is never looked into: nothing of this call made that grant. A 404 says that the API does
// not know the application or the API to be granted, which may have been made seconds ago. It also says that nothing
// was done, so the request is sent again up to [LagLimit].
//
// An error with ErrUnknownOutcome in its chain leaves it open whether there is a grant; [Client.FindCreatedGrant]
// tells.
func (c *ClientGrants) CreateClientGrantOnce(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	grant, err := AwaitFound(ctx, func(ctx context.Context) (*ClientGrant, error) {
		return c.CreateClientGrant(ctx, fields)
	})
	var lost error
	for creations := 1; errors.Is(err, ErrUnknownOutcome); creations++ {
		lost = err
		made, lookupErr := c.FindCreatedGrant(ctx, fields)
		switch {
		case lookupErr != nil:
			return nil, &LookupError{lost, lookupErr}
		case made != nil:
			return made, nil
		case creations == maxCreations:
			return c.awaitCreatedGrant(ctx, fields, lost, nil)
		}
		grant, err = c.CreateClientGrant(ctx, fields)
	}
	if lost != nil && err != nil {
		return c.awaitCreatedGrant(ctx, fields, lost, err)
	}
	return grant, err
}

// FindCreatedGrant returns the grant at the natural key of fields if it says exactly what fields say, and otherwise
// nil. It is meant for a creation of which the outcome is unknown.
func (c *ClientGrants) FindCreatedGrant(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	grant, err := c.FindClientGrant(ctx, fields.key())
	if err != nil || grant == nil || !grant.says(fields) {
		return nil, err
	}
	return grant, nil
}

// awaitCreatedGrant looks for the grant that fields made until the listing shows what is at their natural key. lost is
// the error of a request without an answer, and refusal, which may be nil, that of its repetition. If the grant there
// is another one, the refusal holds.
func (c *ClientGrants) awaitCreatedGrant(
	ctx context.Context, fields ClientGrantFields, lost, refusal error,
) (*ClientGrant, error) {
	var grant *ClientGrant
	err := cache.AwaitLag(ctx, time.Now().Add(LagLimit), func() (bool, error) {
		var err error
		grant, err = c.FindClientGrant(ctx, fields.key())
		return grant != nil, err
	})
	switch {
	case err != nil:
		return nil, &LookupError{lost, err}
	case grant != nil && grant.says(fields):
		return grant, nil
	case refusal == nil:
		return nil, lost
	case grant == nil:
		return nil, &RepetitionError{lost, refusal}
	default:
		return nil, refusal
	}
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
