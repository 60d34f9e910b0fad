package authserver

import (
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

// refresh exchanges a refresh token for new tokens.
func (c *call) refresh() (object.Document, error) {
	if !slices.Contains(object.List(c.client, "grant_types"), "refresh_token") {
		return nil, rules.RefuseGrantType("refresh_token")
	}
	given := c.form.Get("refresh_token")
	if given == "" {
		return nil, invalidRequest("Missing required parameter: refresh_token")
	}
	family := rules.RefreshTokenNamed(c.current, given)
	switch {
	case family == nil || object.Text(family, "client_id") != object.Text(c.client, "client_id"):
		return nil, refuseGrant("Unknown or invalid refresh token.")
	case object.Text(family, "jkt") != "" && object.Text(family, "jkt") != c.proofKey:
		return nil, refuseProof("The key is not the one that the refresh token is bound to")
	}
	if err := rules.CheckRefreshToken(c.current, c.client, family, given, c.now); err != nil {
		return nil, err
	}
	audience, granted, err := rules.RefreshedAPI(c.seen, c.client, family, c.form)
	if err != nil {
		return nil, err
	}
	api, scopes, err := c.stillGranted(audience, narrowed(granted, c.form.Get("scope")))
	if err != nil {
		return nil, err
	}
	value := rules.ExchangeRefreshToken(c.current, c.client, family, given, c.now)
	tokens, err := c.tokensFor(&login{
		clientID: object.Text(c.client, "client_id"), userID: object.Text(family, "user_id"), at: c.now,
		organizationID: object.Text(family, "organization_id"), sessionID: object.Text(family, "session_id"),
	}, api, scopes)
	if err == nil && value != "" {
		tokens = tokens.With("refresh_token", value)
	}
	return tokens, err
}

// narrowed returns the scopes that were granted or, if the request names scopes, those of them that it names.
func narrowed(granted []string, asked string) []string {
	wanted := strings.Fields(asked)
	if len(wanted) == 0 {
		return granted
	}
	return slices.DeleteFunc(slices.Clone(granted), func(scope string) bool { return !slices.Contains(wanted, scope) })
}
