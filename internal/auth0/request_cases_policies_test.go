package auth0_test

import (
	"context"
	"errors"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func policyRequestCases() map[string]requestCase {
	const policy = `{"id":"rlp_1","resource":"oauth_authentication_api","consumer":"client","consumer_selector":"default",` +
		`"configuration":{"action":"block","limit":0}}`
	const named = `{"resource":"oauth_authentication_api","consumer":"client","consumer_selector":`
	limit := func(limit int64) *int64 { return &limit }
	create := func(action auth0.RateLimitAction) func(context.Context, *auth0.Client) error {
		return func(ctx context.Context, c *auth0.Client) error {
			_, err := c.CreateRateLimitPolicy(ctx, auth0.SelectThirdParties, action)
			return err
		}
	}
	return map[string]requestCase{
		"ListConsents": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListConsents(ctx, auth0.ConsentFilter{ClientID: "tpc_1", UserID: "auth0|1", Audience: "https://a/"})
				return err
			},
			"GET", "/api/v2/grants?audience=https%3A%2F%2Fa%2F&client_id=tpc_1&include_totals=true&page=0&per_page=100&user_id=auth0%7C1", "",
			`{"grants":[],"start":0,"limit":100,"total":0}`,
		},
		"DeleteConsent": {
			func(ctx context.Context, c *auth0.Client) error { return c.DeleteConsent(ctx, "5f1") },
			"DELETE", "/api/v2/grants/5f1", "", "",
		},
		"RevokeRefreshTokens": {
			func(ctx context.Context, c *auth0.Client) error {
				return c.RevokeRefreshTokens(ctx, auth0.RefreshTokensOf{UserID: "auth0|1", ClientID: "tpc_1", Audience: "https://a/"})
			},
			"POST", "/api/v2/refresh-tokens/revoke", `{"user_id":"auth0|1","client_id":"tpc_1","audience":"https://a/"}`, "",
		},
		"HasConsents": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.HasConsents(ctx, "tpc_1")
				return err
			},
			"GET", "/api/v2/grants?client_id=tpc_1&include_totals=true&page=0&per_page=100", "", `{"grants":[],"start":0,"limit":100,"total":0}`,
		},
		"FindConsent": {
			func(ctx context.Context, c *auth0.Client) error {
				found, err := c.FindConsent(ctx, "tpc_1", "https://orders.example.com/", func(consent auth0.Consent) bool {
					return consent.OrganizationID == "org_1" && slices.Equal(consent.Scopes, []string{"read"})
				})
				if err == nil && found == nil {
					err = errors.New("the consent is not found")
				}
				return err
			},
			"GET", "/api/v2/grants?audience=https%3A%2F%2Forders.example.com%2F&client_id=tpc_1&include_totals=true&page=0&per_page=100", "",
			`{"grants":[{"id":"g1","clientID":"tpc_1","user_id":"auth0|1","audience":"https://orders.example.com/","scope":["read"],"organization_id":"org_1"}],` +
				`"start":0,"limit":100,"total":1}`,
		},
		"ApplicationsWithConsents": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ApplicationsWithConsents(ctx, []string{"tpc_1", "tpc_2"})
				return err
			},
			"GET", "/api/v2/grants?include_totals=true&page=0&per_page=100", "", `{"grants":[],"start":0,"limit":100,"total":0}`,
		},
		"ListNetworkACLs": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListNetworkACLs(ctx)
				return err
			},
			"GET", "/api/v2/network-acls?include_totals=true&page=0&per_page=100", "",
			`{"network_acls":[{"id":"acl_1","active":true,"rule":{"action":{"block":true},"scope":"dynamic_client_registration"}}],"start":0,"limit":100,"total":1}`,
		},
		"ListActiveRules": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListActiveRules(ctx)
				return err
			},
			"GET", "/api/v2/rules?enabled=true&fields=id%2Cname&include_fields=true&include_totals=true&page=0&per_page=100",
			"", `{"rules":[{"id":"rul_1","name":"Roles"}],"start":0,"limit":100,"total":1}`,
		},
		"ListActiveExchangeHooks": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListActiveExchangeHooks(ctx)
				return err
			},
			"GET", "/api/v2/hooks?enabled=true&fields=id%2Cname&include_totals=true&page=0&per_page=100&triggerId=credentials-exchange",
			"", `{"hooks":[],"start":0,"limit":100,"total":0}`,
		},
		"ListOrganizationConnections": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListOrganizationConnections(ctx, "org_1")
				return err
			},
			"GET", "/api/v2/organizations/org_1/enabled_connections?include_totals=true&page=0&per_page=100",
			"", `{"enabled_connections":[],"start":0,"limit":100,"total":0}`,
		},
		"EachRateLimitPolicy": {
			func(ctx context.Context, c *auth0.Client) error {
				for _, err := range c.EachRateLimitPolicy(ctx) {
					return err
				}
				return nil
			},
			"GET", "/api/v2/rate-limit-policies?take=100", "", `{"rate_limit_policies":[` + policy + `]}`,
		},
		"FindRateLimitPolicy": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.FindRateLimitPolicy(ctx, auth0.SelectorOfApplication("tpc_1"))
				return err
			},
			"GET", "/api/v2/rate-limit-policies?consumer=client&consumer_selector=client_id%3Atpc_1&resource=oauth_authentication_api&take=100",
			"", `{"rate_limit_policies":[]}`,
		},
		"ReadRateLimitPolicy": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadRateLimitPolicy(ctx, "rlp_1", auth0.Remembered)
				return err
			},
			"GET", "/api/v2/rate-limit-policies/rlp_1", "", policy,
		},
		"CreateRateLimitPolicy that blocks": {
			create(auth0.RateLimitAction{Action: auth0.RateLimitBlock, Limit: limit(0)}),
			"POST", "/api/v2/rate-limit-policies",
			named + `"third_party_clients","configuration":{"action":"block","limit":0}}`, policy,
		},
		"CreateRateLimitPolicy that allows": {
			create(auth0.RateLimitAction{Action: auth0.RateLimitAllow}),
			"POST", "/api/v2/rate-limit-policies", named + `"third_party_clients","configuration":{"action":"allow"}}`, policy,
		},
		"UpdateRateLimitPolicy": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateRateLimitPolicy(ctx, "rlp_1", auth0.RateLimitAction{
					Action: auth0.RateLimitRedirect, Limit: limit(5), RedirectURI: "https://example.com/",
				})
				return err
			},
			"PATCH", "/api/v2/rate-limit-policies/rlp_1",
			`{"configuration":{"action":"redirect","limit":5,"redirect_uri":"https://example.com/"}}`, policy,
		},
		"DeleteRateLimitPolicy": {
			func(ctx context.Context, c *auth0.Client) error { return c.DeleteRateLimitPolicy(ctx, "rlp_1") },
			"DELETE", "/api/v2/rate-limit-policies/rlp_1", "", "",
		},
	}
}
