package authserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

// exchangeCode exchanges the code of a login, which works once, for tokens.
func (c *call) exchangeCode() (object.Document, error) {
	if !slices.Contains(object.List(c.client, "grant_types"), "authorization_code") {
		return nil, rules.RefuseGrantType("authorization_code")
	}
	given := c.form.Get("code")
	if given == "" {
		return nil, invalidRequest("Missing required parameter: code")
	}
	found, err := c.server.memory.takeCode(c.current, given, c.now)
	switch {
	case err != nil:
		return nil, err
	case found.clientID != object.Text(c.client, "client_id"):
		return nil, refuseGrant("Invalid authorization code")
	case found.redirectURI != c.form.Get("redirect_uri"):
		return nil, refuseGrant("The redirect URI is wrong: it is not the one of the authorization request")
	case !answersChallenge(found.challenge, c.form.Get("code_verifier")):
		return nil, refuseGrant("Failed to verify code verifier")
	case found.proofKey != "" && found.proofKey != c.proofKey:
		return nil, refuseProof("The key is not the one of dpop_jkt")
	}
	return c.tokensOf(&found.login)
}

// tokensOf makes the tokens of a completed login. It checks the application's access again.
func (c *call) tokensOf(l *login) (object.Document, error) {
	api, scopes, err := c.stillGranted(l.audience, l.scopes)
	if err != nil {
		return nil, err
	}
	tokens, err := c.tokensFor(l, api, scopes)
	if err != nil || !slices.Contains(scopes, rules.OfflineAccess) {
		return tokens, err
	}
	value, token := rules.NewRefreshToken(c.client, object.Object{
		"user_id": l.userID, "session_id": l.sessionID,
		"resource_servers": []any{object.Object{"audience": l.audience, "scopes": strings.Join(scopes, " ")}},
	}, c.now)
	if l.organizationID != "" {
		token["organization_id"] = l.organizationID
	}
	if rules.IsPublic(c.client) && c.proofKey != "" {
		token["jkt"] = c.proofKey
	}
	l.family = object.Text(token, "id")
	c.current.RefreshTokens.Add(l.family, token, c.now)
	return tokens.With("refresh_token", value), nil
}

// stillGranted limits the scopes of a login to those that the application has at the API now. It refuses the login if
// the application can no longer reach the API.
func (c *call) stillGranted(audience string, scopes []string) (object.Object, []string, error) {
	access, err := rules.AccessToAPI(c.seen, c.client, audience, scopes, c.request.Host)
	return access.API, access.Scopes, err
}

// answersChallenge reports whether a verifier matches a challenge; "" is no challenge.
func answersChallenge(challenge, verifier string) bool {
	if challenge == "" {
		return verifier == ""
	}
	sum := sha256.Sum256([]byte(verifier))
	got := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(got), []byte(challenge)) == 1
}
