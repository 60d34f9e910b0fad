package clientgrant

import (
	"context"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// idOf returns the id of the grant in state. If its creation got no answer, the grant is looked for, and the error is
// that of a grant that does not exist if it was not made.
func (r *Resource) idOf(ctx context.Context, state model) (string, error) {
	if state.ID.ValueString() != "" {
		return state.ID.ValueString(), nil
	}
	grant, err := r.Client.FindCreatedGrant(ctx, state.newGrant())
	switch {
	case err != nil:
		return "", err
	case grant == nil:
		return "", &auth0.Error{StatusCode: http.StatusNotFound, Method: http.MethodGet, Path: "/api/v2/client-grants"}
	}
	return grant.ID, nil
}

// findRemade returns the grant that somebody made in place of the one in state, which is gone: Auth0 keeps one grant at
// most for an application, an API and a subject type, and state is about that one whatever its id. If there is none, it
// returns gone. What is not the tenant owner's to change takes nobody's place.
func (r *Resource) findRemade(ctx context.Context, state model, gone error) (*auth0.ClientGrant, error) {
	if state.ID.ValueString() == "" || state.ClientID.IsNull() {
		return nil, gone
	}
	grant, err := r.Client.FindClientGrant(ctx, state.key().filter())
	switch {
	case err != nil:
		return nil, err
	// a listing may be late to lose a grant
	case grant == nil, grant.ID == state.ID.ValueString(), checkOwnGrant(grant).HasError():
		return nil, gone
	}
	return grant, nil
}
