package authserver

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

// clientCredentials makes an access token of an application for itself.
func (c *call) clientCredentials() (object.Document, error) {
	if rules.NeverGetsTokensForItself(c.client) ||
		!slices.Contains(object.List(c.client, "grant_types"), "client_credentials") {
		return nil, answer.ErrGrantType
	}
	audience := cmp.Or(c.form.Get("audience"), object.Text(c.seen.Settings, "default_audience"))
	if audience == "" {
		return nil, denied("No audience parameter was provided, and no default audience has been configured")
	}
	api := c.seen.ResourceServerByIdentifier(c.seen.CanonicalAudience(audience, c.request.Host))
	if api == nil {
		return nil, denied("Service not found: " + audience)
	}
	access := rules.IndexGrants(c.seen).Access(c.client, object.Text(api, "identifier"), api, "client")
	if !access.Reason.Allows() {
		return nil, rules.RefuseWithoutGrant(c.seen, c.client, audience)
	}
	organization, err := rules.TokenOrganization(c.seen, c.client, access.Grant, c.form.Get("organization"))
	if err != nil {
		return nil, err
	}
	scopes, err := rules.TokenScopes(c.seen, access, c.form.Get("scope"))
	if err != nil {
		return nil, err
	}
	token, lifetime, err := c.accessToken(api, scopes, AccessClaims{
		Audiences: []string{audience}, Subject: rules.PublicID(c.client) + "@clients", GrantType: "client-credentials",
		Organization: organization,
	})
	if err != nil {
		return nil, err
	}
	given := object.Document{}.With("access_token", token)
	if len(scopes) > 0 {
		given = given.With("scope", strings.Join(scopes, " "))
	}
	return given.With("expires_in", lifetime).With("token_type", c.tokenType()), nil
}

func denied(description string) error {
	return &answer.TokenError{Status: http.StatusForbidden, Code: "access_denied", Description: description}
}
