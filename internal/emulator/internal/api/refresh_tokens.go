package api

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var refreshTokenMembers = []string{
	"id", "user_id", "created_at", "idle_expires_at", "expires_at", "client_id", "session_id", "rotating",
	"resource_servers", "last_exchanged_at",
}

// refreshTokenEndpoints are about the refresh tokens of users. No answer contains the token itself.
func refreshTokenEndpoints() []endpoint {
	none := schema.Queries["none"]
	endpoints := []endpoint{
		{
			http.MethodGet, "/refresh-tokens", one("read:refresh_tokens"), schema.Queries["refresh-tokens"], nil,
			listRefreshTokens,
		},
		{
			http.MethodPost, "/refresh-tokens/revoke", one("delete:refresh_tokens"), none, schema.RefreshTokensRevoked,
			revokeRefreshTokens,
		},
	}
	for i, e := range endpoints {
		endpoints[i].handle = func(c *call) (answer.Reply, error) {
			if err := rules.CheckRefreshTokensOffered(c.tenant); err != nil {
				return answer.Reply{}, err
			}
			return e.handle(c)
		}
	}
	return append(endpoints, endpoint{
		http.MethodGet, "/users/{user_id}/refresh-tokens", one("read:refresh_tokens"),
		schema.Queries["user-refresh-tokens"], nil, listUserRefreshTokens,
	})
}

// listRefreshTokens lists the refresh tokens of a user. The query must name the user.
//
// Assumption: the wording of the refusal.
func listRefreshTokens(c *call) (answer.Reply, error) {
	if !c.given("user_id") {
		return answer.Reply{}, answer.BadRequest("invalid_query_string", "Query validation error: 'Missing required "+
			"property: user_id'.")
	}
	return c.refreshTokensOf("refresh_tokens", object.Text(c.query, "user_id"))
}

func listUserRefreshTokens(c *call) (answer.Reply, error) {
	if !rules.IsUser(c.tenant, c.id("user_id")) {
		return answer.Reply{}, answer.ErrUserMissing
	}
	return c.refreshTokensOf("tokens", c.id("user_id"))
}

func (c *call) refreshTokensOf(key, userID string) (answer.Reply, error) {
	rows := c.tenant.RefreshTokens.Matching(func(token object.Object) bool {
		return object.Text(token, "user_id") == userID &&
			(!c.given("client_id") || token["client_id"] == c.query["client_id"])
	})
	return c.checkpointPage(listing{key: key, rows: rows, show: func(token object.Object) any {
		shown := object.Document{}
		for _, name := range refreshTokenMembers {
			if value, has := token[name]; has {
				shown = shown.With(name, value)
			}
		}
		return shown
	}})
}

func revokeRefreshTokens(c *call) (answer.Reply, error) {
	if err := rules.RevokeRefreshTokens(c.tenant, c.object()); err != nil {
		return answer.Reply{}, err
	}
	return answer.Reply{Status: http.StatusAccepted}, nil
}
