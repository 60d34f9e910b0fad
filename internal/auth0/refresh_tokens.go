package auth0

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// RefreshTokens are the calls of the collection of users' refresh tokens.
type RefreshTokens struct{ *tenant }

// RefreshTokensOf names refresh tokens: those that a user has let an application have, for one API if Audience is not
// empty.
type RefreshTokensOf struct {
	UserID   string `json:"user_id"`
	ClientID string `json:"client_id"`
	Audience string `json:"audience,omitempty"`
}

// RevokeRefreshTokens revokes refresh tokens for good. It is harmless to do so twice: one that is revoked stays so.
//
// Scope: delete:refresh_tokens.
func (c *RefreshTokens) RevokeRefreshTokens(ctx context.Context, of RefreshTokensOf) error {
	r := call.Request{
		Method: http.MethodPost, Path: call.PathTo("refresh-tokens", "revoke"), Body: of, Repeatable: true,
	}
	return c.caller.Do(ctx, r, nil)
}

// AreRefreshTokensGone reports whether the refresh tokens to be revoked are without effect, because the user, the
// application or the API is gone.
//
// Assumption: refresh-tokens-of-what-is-gone: no refresh token works of a user, an application or an API that is gone.
func AreRefreshTokensGone(err error) bool {
	return IsRevocationRefused(err) && slices.ContainsFunc([]string{"User", "Client", "Resource server"},
		func(what string) bool { return strings.HasPrefix(refusalOf(err).Message, what+" not found") })
}

// IsRevocationMissing reports whether the tenant does not revoke refresh tokens, which Auth0 offers some tenants.
//
// Assumption: revocation-not-enabled: the refusal of such a tenant is a 403 that says that something is not enabled.
func IsRevocationMissing(err error) bool {
	refusal := refusalOf(err)
	return refusal.StatusCode == http.StatusForbidden && strings.Contains(refusal.Message, "not enabled")
}

// IsRevocationRefused reports whether the API will never revoke the refresh tokens, because of what they are.
func IsRevocationRefused(err error) bool { return refusalOf(err).StatusCode == http.StatusBadRequest }

// refusalOf returns what the API has answered. Of another error, it is empty.
func refusalOf(err error) Error {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return *refusal
	}
	return Error{}
}
