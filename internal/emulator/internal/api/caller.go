package api

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// caller is who sent a request, from its access token.
type caller struct {
	clientID string
	scopes   []string
}

func (c caller) has(scopes ...string) bool {
	return slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(c.scopes, s) })
}

// require refuses a caller that holds none of the scopes of some group.
func (c caller) require(groups ...anyOf) error {
	for _, group := range groups {
		if !c.has(group...) {
			return answer.InsufficientScope(group...)
		}
	}
	return nil
}

// accessClaims are the claims of an access token that name the caller and its scopes, in both dialects.
type accessClaims struct {
	Scope           string `json:"scope"`
	AuthorizedParty string `json:"azp"`
	ClientID        string `json:"client_id"`
}

// authenticate checks the bearer token of a Management API call: signature, expiry, audience.
func (a *API) authenticate(r *http.Request, now time.Time) (caller, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return caller{}, answer.Unauthorized("Missing authentication")
	}
	scheme, token, found := strings.Cut(header, " ")
	if !found || !strings.EqualFold(scheme, "Bearer") || token == "" || strings.Contains(token, " ") {
		return caller{}, answer.BadRequest("Bearer", "Bad HTTP authentication header format")
	}
	key, err := a.Keys.Private()
	if err != nil {
		return caller{}, err
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return caller{}, answer.Unauthorized("Invalid token")
	}
	var registered jwt.Claims
	var access accessClaims
	if err := parsed.Claims(key.Public(), &registered, &access); err != nil {
		return caller{}, answer.Unauthorized("Invalid signature received for JSON Web Token validation")
	}
	if registered.Expiry == nil || !now.Before(registered.Expiry.Time()) {
		return caller{}, answer.Unauthorized("Expired token received for JSON Web Token validation")
	}
	forManagement := func(audience string) bool {
		path, ok := a.Store.Current.SystemPath(audience, r.Host)
		return ok && path == tenant.ManagementPath
	}
	if !slices.ContainsFunc(registered.Audience, forManagement) {
		return caller{}, answer.Unauthorized("Bad audience: " + strings.Join(registered.Audience, ","))
	}
	return caller{clientID: access.AuthorizedParty + access.ClientID, scopes: strings.Fields(access.Scope)}, nil
}
