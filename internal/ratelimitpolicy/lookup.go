package ratelimitpolicy

import (
	"context"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// idOf returns the id of the policy in state. If its creation got no answer, the policy is looked for, and the error is
// that of a policy that does not exist if it was not made.
func (r *Resource) idOf(ctx context.Context, state model) (string, error) {
	if state.ID.ValueString() != "" {
		return state.ID.ValueString(), nil
	}
	policy, err := r.Client.FindCreatedRateLimitPolicy(ctx, state.selector(), state.action())
	switch {
	case err != nil:
		return "", err
	case policy == nil:
		return "", &auth0.Error{StatusCode: http.StatusNotFound, Method: http.MethodGet, Path: "/api/v2/rate-limit-policies"}
	}
	return policy.ID, nil
}

// findRemade returns the policy that somebody made in place of the one in state, which is gone: Auth0 keeps one at most
// for the same applications, and state is about that one whatever its id. If there is none, it returns gone.
func (r *Resource) findRemade(ctx context.Context, state model, gone error) (*auth0.RateLimitPolicy, error) {
	if state.ID.ValueString() == "" || state.selector() == "" {
		return nil, gone
	}
	policy, err := r.Client.FindRateLimitPolicy(ctx, state.selector())
	switch {
	case err != nil:
		return nil, err
	case policy == nil, policy.ID == state.ID.ValueString(): // a listing may be late to lose a policy
		return nil, gone
	}
	return policy, nil
}
