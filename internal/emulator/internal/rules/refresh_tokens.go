package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// TokenHash is the member that replaces a refresh token's value.
const TokenHash = "token_hash"

// HashToken returns the hash of a token, which is stored instead of the token.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ApplyRefreshTokenDefaults adds what Auth0 adds to a refresh token, and replaces its value with the hash.
func ApplyRefreshTokenDefaults(token object.Object, now time.Time) {
	object.SetDefault(token, "id", tenant.NewRefreshTokenID())
	object.SetDefault(token, "created_at", now.UTC().Format(object.TimeFormat))
	object.SetDefault(token, "rotating", false)
	object.SetDefault(token, "resource_servers", []any{})
	if value, given := token["token"].(string); given {
		token[TokenHash] = HashToken(value)
		delete(token, "token")
	}
}

// RemoveUserGrant deletes a consent and, in tenants with that variant, its refresh tokens.
func RemoveUserGrant(t *tenant.Tenant, id string) {
	grant := t.UserGrants.Get(id)
	t.UserGrants.Remove(id)
	if grant == nil || !t.Variants[tenant.ConsentTakesRefreshTokens] {
		return
	}
	t.RefreshTokens.RemoveWhere(func(token object.Object) bool {
		return SameMembers(token, grant, "user_id", "organization_id") &&
			object.Text(token, "client_id") == object.Text(grant, "clientID") &&
			isForAPI(token, object.Text(grant, "audience"))
	})
}

func isForAPI(token object.Object, audience string) bool {
	for _, api := range object.Objects(token["resource_servers"]) {
		if object.Text(api, "audience") == audience {
			return true
		}
	}
	return false
}

// CheckRefreshTokensOffered refuses calls about refresh tokens in a tenant without this feature.
func CheckRefreshTokensOffered(t *tenant.Tenant) error {
	if t.Variants[tenant.RefreshTokensMissing] {
		return answer.Forbidden("feature_not_enabled", "This feature is not enabled for this tenant.")
	}
	return nil
}

// RevokeRefreshTokens revokes the refresh tokens that a request names by ids, or by user, application and API.
//
// Assumption: an id that is gone is no error.
func RevokeRefreshTokens(t *tenant.Tenant, request object.Object) error {
	ids, byID := request["ids"]
	userID, clientID, audience := object.Text(request, "user_id"), object.Text(request, "client_id"),
		object.Text(request, "audience")
	switch {
	case byID && len(request) > 1, !byID && userID == "", audience != "" && clientID == "":
		return answer.BadRequest("invalid_body", "Invalid combination of parameters.")
	case byID:
		for _, id := range object.List(object.Object{"ids": ids}, "ids") {
			t.RefreshTokens.Remove(id)
		}
		return nil
	case !IsUser(t, userID):
		return answer.BadRequest("invalid_body", "User not found.")
	case clientID != "" && t.Clients.Get(clientID) == nil:
		return answer.BadRequest("invalid_body", "Client not found.")
	case audience != "" && t.ResourceServerByIdentifier(audience) == nil:
		return answer.BadRequest("invalid_body", "Resource server not found.")
	}
	t.RefreshTokens.RemoveWhere(func(token object.Object) bool {
		return object.Text(token, "user_id") == userID &&
			(clientID == "" || object.Text(token, "client_id") == clientID) &&
			(audience == "" || isForAPI(token, audience))
	})
	return nil
}
