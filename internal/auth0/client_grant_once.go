package auth0

import (
	"context"
	"errors"
	"slices"
)

// FindClientGrant returns the grant that the filter admits, or nil where there is none. The filter should name the
// grant's natural key, of which Auth0 keeps at most one: application (or default), API and subject type.
func (c *Client) FindClientGrant(ctx context.Context, key ClientGrantFilter) (*ClientGrant, error) {
	grants, err := c.ListClientGrants(ctx, key)
	if err != nil || len(grants) == 0 {
		return nil, err
	}
	return &grants[0], nil
}

// CreateClientGrantOnce makes a grant as [Client.CreateClientGrant] does, and finds out what happened where the
// answer was lost ([ErrUnknownOutcome]). Auth0 keeps at most one grant for an application (or default), API and
// subject type, which makes that decidable:
//
//   - A grant is there with exactly the members asked for: it is returned as the one that was made. Should somebody
//     else have made it, Terraform takes over what says word for word what its configuration says.
//   - None is there, or one that says something else: the request is sent once more. That cannot make a second
//     grant, and the API itself answers 409 where the other is somebody else's. It also answers 409 where the first
//     request was merely late; then the grant is as asked for, and returned.
//
// A 409 to the first request is never looked into: nothing of this call made that grant.
func (c *Client) CreateClientGrantOnce(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	grant, err := c.CreateClientGrant(ctx, fields)
	if !errors.Is(err, ErrUnknownOutcome) {
		return grant, err
	}
	made, lookupErr := c.findAsAskedFor(ctx, fields)
	if lookupErr != nil {
		return nil, errors.Join(err, lookupErr)
	}
	if made != nil {
		return made, nil
	}
	grant, err = c.CreateClientGrant(ctx, fields)
	if !errors.Is(err, ErrUnknownOutcome) && !IsConflict(err) {
		return grant, err
	}
	if made, lookupErr := c.findAsAskedFor(ctx, fields); lookupErr == nil && made != nil {
		return made, nil
	}
	return nil, err
}

// findAsAskedFor returns the grant at the natural key of fields if it says exactly what fields say, and otherwise nil.
func (c *Client) findAsAskedFor(ctx context.Context, fields ClientGrantFields) (*ClientGrant, error) {
	grant, err := c.FindClientGrant(ctx, fields.key())
	if err != nil || grant == nil || !grant.says(fields) {
		return nil, err
	}
	return grant, nil
}

// key returns the natural key of the grant that fields create.
func (f ClientGrantFields) key() ClientGrantFilter {
	return ClientGrantFilter{
		ClientID:    valueOrZero(f.ClientID),
		DefaultFor:  valueOrZero(f.DefaultFor),
		Audience:    valueOrZero(f.Audience),
		SubjectType: valueOrZero(f.SubjectType),
	}
}

// says reports whether the grant permits what fields ask for, no more and no less.
func (g ClientGrant) says(fields ClientGrantFields) bool {
	return !g.IsSystem &&
		g.AllowAllScopes == valueOrZero(fields.AllowAllScopes) &&
		sameElements(g.Scope, valueOrZero(fields.Scope)) &&
		g.OrganizationUsage == valueOrZero(fields.OrganizationUsage) &&
		g.AllowAnyOrganization == valueOrZero(fields.AllowAnyOrganization) &&
		sameElements(g.AuthorizationDetailsTypes, valueOrZero(fields.AuthorizationDetailsTypes))
}

func valueOrZero[T any](field Field[T]) T {
	value, _ := field.Value()
	return value
}

func sameElements(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
