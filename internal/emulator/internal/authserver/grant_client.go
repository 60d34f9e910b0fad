package authserver

import (
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

// clientCredentials makes an access token that is for no user.
func (c *call) clientCredentials() (object.Document, error) {
	granted, conditions := rules.CheckClientToken(c.seen, c.client, c.form, c.request.Host)
	if err := rules.FirstUnmet(conditions); err != nil {
		return nil, err
	}
	token, lifetime, err := c.accessToken(granted.API, granted.Scopes, AccessClaims{
		Audiences: []string{granted.Audience}, Subject: rules.PublicID(c.client) + "@clients",
		GrantType: "client-credentials", Organization: granted.Organization,
	})
	if err != nil {
		return nil, err
	}
	given := object.Document{}.With("access_token", token)
	if len(granted.Scopes) > 0 {
		given = given.With("scope", strings.Join(granted.Scopes, " "))
	}
	return given.With("expires_in", lifetime).With("token_type", c.tokenType()), nil
}
