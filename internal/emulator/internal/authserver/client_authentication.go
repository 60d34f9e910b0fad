package authserver

import (
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// authenticate finds the application that sends the request, and checks its secret or assertion if it must have one. A
// public application only names itself, and cannot use client_credentials.
func (c *call) authenticate() error {
	var err error
	c.client, err = c.whoAsks()
	return err
}

func (c *call) whoAsks() (object.Object, error) {
	if c.form.Get("client_assertion") != "" {
		return c.verifyAssertion()
	}
	id, secret := c.form.Get("client_id"), c.form.Get("client_secret")
	if c.basic != nil {
		id = c.basic.Username()
		secret, _ = c.basic.Password()
	}
	client := rules.ClientNamed(c.seen, id)
	traffic.Note(c.request).ClientID = object.Text(client, "client_id")
	if object.Text(client, "token_endpoint_auth_method") == "none" {
		if c.form.Get("grant_type") == "client_credentials" {
			return nil, answer.ErrGrantType
		}
		return client, nil
	}
	expected := object.Text(client, "client_secret")
	if expected == "" || expected != secret || client["client_authentication_methods"] != nil {
		return nil, answer.ErrAccessDenied
	}
	// Assumption: the application must use the method that it has; if it has none, both are accepted.
	method := object.Text(client, "token_endpoint_auth_method")
	if (method == "client_secret_basic" && c.basic == nil) || (method == "client_secret_post" && c.basic != nil) {
		return nil, answer.ErrAccessDenied
	}
	return client, nil
}

// AssertionType is the client_assertion_type of private_key_jwt.
const AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// assertionAlgorithms are the signature algorithms that Auth0 accepts for private_key_jwt.
var assertionAlgorithms = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.PS256}

// verifyAssertion checks a private_key_jwt assertion: its signature by a credential of the application, its issuer and
// subject, its audience and its expiry.
func (c *call) verifyAssertion() (object.Object, error) {
	parsed, err := jwt.ParseSigned(c.form.Get("client_assertion"), assertionAlgorithms)
	if err != nil || c.form.Get("client_assertion_type") != AssertionType {
		return nil, answer.ErrAccessDenied
	}
	var claimed jwt.Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&claimed); err != nil {
		return nil, answer.ErrAccessDenied
	}
	client, id := rules.ClientNamed(c.seen, claimed.Subject), c.form.Get("client_id")
	traffic.Note(c.request).ClientID = object.Text(client, "client_id")
	if client == nil || claimed.Issuer != claimed.Subject || (id != "" && id != claimed.Subject) {
		return nil, answer.ErrAccessDenied
	}
	for _, id := range rules.References(client) {
		credential := c.seen.Credentials.Get(id)
		key, _, err := rules.ParsePublicKey(object.Text(credential, rules.CredentialPEM))
		if err != nil || parsed.Headers[0].Algorithm != object.Text(credential, "alg") {
			continue
		}
		var claims jwt.Claims
		if parsed.Claims(key, &claims) == nil && claims.Expiry != nil && c.isForTenant(claims) &&
			!hasExpired(credential, c.now) {
			return client, nil
		}
	}
	return nil, answer.ErrAccessDenied
}

func (c *call) isForTenant(claims jwt.Claims) bool {
	issuer := Issuer(c.request)
	audiences := jwt.Audience{issuer, strings.TrimSuffix(issuer, "/"), issuer + "oauth/token"}
	return claims.ValidateWithLeeway(jwt.Expected{AnyAudience: audiences, Time: c.now}, 0) == nil
}

func hasExpired(credential object.Object, now time.Time) bool {
	at, err := time.Parse(time.RFC3339, object.Text(credential, "expires_at"))
	return err == nil && !now.Before(at)
}

// refuseGrant refuses a code or a refresh token.
//
// Assumption: the wording.
func refuseGrant(description string) error {
	return &answer.TokenError{Status: http.StatusForbidden, Code: "invalid_grant", Description: description}
}
