package faultmatrix

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// withConsents is a tenant with two users who gave the agent consents and refresh tokens. One of them also gave a
// consent to a first-party application.
func withConsents(t testing.TB) *emulator.Seed {
	t.Helper()
	made := seed(t)
	for id, userID := range map[string]string{"consent1": "auth0|ada", "consent2": "auth0|bob"} {
		made.Grants = append(made.Grants, object{"id": id, "clientID": agent, "user_id": userID, "audience": ordersAPI, "scope": []any{"read:orders"}})
		made.RefreshTokens = append(made.RefreshTokens, object{
			"id": "rt_" + id, "user_id": userID, "client_id": agent, "resource_servers": []any{object{"audience": ordersAPI, "scopes": "read:orders"}},
		})
	}
	made.Grants = append(made.Grants, object{
		"id": "consent3", "clientID": "firstPartyApplication00000000001", "user_id": "auth0|ada", "audience": ordersAPI, "scope": []any{},
	})
	return made
}

// TestRevokeMatrix lets every call of the action go wrong in every way. No refresh token is left behind without the
// consent by which the next invocation finds its user.
func TestRevokeMatrix(t *testing.T) {
	t.Parallel()
	deletion{
		action: "auth0access_revoke_access", arguments: map[string]any{"client_id": agent}, seed: withConsents(t),
		isDone: func(_, after *emulator.Seed) bool { return len(after.Grants) == 1 && len(after.RefreshTokens) == 0 },
	}.run(t)
}
