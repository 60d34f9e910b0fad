package faultmatrix

import (
	"maps"
	"slices"
)

// operation is something done by one terraform apply.
type operation struct {
	name  string       // resource/what
	given []configured // what an earlier apply has made
	// others is what other configurations have made, in so many copies. Applications thus have namesakes that are equal in
	// every member.
	others []configured
	copies int
	late   []configured // what others make in so many copies after given
	// isRepublished says that the publisher of a document changes it after given.
	isRepublished bool
	// variants are the tenant's variants that are not the default.
	variants []string
	// target returns the configuration to apply. The workspace is the one that made others, if any.
	target func(others *workspace) []configured
}

const (
	application = "auth0access_third_party_application.partner"
	grant       = "auth0access_client_grant.orders"
	defaults    = "auth0access_api_default_permissions.orders"
	promotion   = "auth0access_connection_domain_promotion.workforce"
	protection  = "auth0access_redirect_protection.partner"
)

func becomes(target ...configured) func(*workspace) []configured {
	return func(*workspace) []configured { return target }
}

// with returns the resource with other arguments; nil takes one away.
func (c configured) with(arguments map[string]any) configured {
	changed := maps.Clone(c.arguments)
	maps.Copy(changed, arguments)
	maps.DeleteFunc(changed, func(_ string, value any) bool { return value == nil })
	c.arguments = changed
	return c
}

// imported returns the resource with an import block.
func (c configured) imported(id string) configured {
	c.importID = id
	return c
}

func partner() configured {
	return configured{address: application, arguments: map[string]any{
		"name":                       "Partner",
		"description":                "Orders for its customers",
		"app_type":                   "regular_web",
		"callbacks":                  []any{"https://partner.example.com/callback"},
		"grant_types":                []any{"authorization_code", "refresh_token"},
		"token_endpoint_auth_method": "client_secret_post",
		"client_metadata":            map[string]any{"tier": "gold"},
	}}
}

// partnerWithKeys authenticates with the keys of the given names.
func partnerWithKeys(keys map[string]any) configured {
	return partner().with(map[string]any{
		"token_endpoint_auth_method":    nil,
		"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": keys}},
	})
}

func ownGrant() configured {
	return configured{address: grant, arguments: map[string]any{
		"client_id":    ref{application, "client_id"},
		"audience":     ordersAPI,
		"subject_type": "user",
		"scopes":       []any{"read:orders"},
	}}
}

func scopes(names ...any) map[string]any { return map[string]any{"scopes": names} }

func bothDefaults() configured {
	return configured{address: defaults, arguments: map[string]any{
		"audience":      ordersAPI,
		"user_access":   scopes("read:orders"),
		"client_access": map[string]any{"all_scopes": true},
	}}
}

func promoted() configured {
	return configured{address: promotion, arguments: map[string]any{"connection_id": workforceConnection}}
}

func unprotected() configured {
	return configured{address: protection, arguments: map[string]any{
		"client_id":              ref{application, "client_id"},
		"enabled":                false,
		"trusted_callback_hosts": []any{"partner.example.com"},
	}}
}

// hasEnded are arguments of access that is over.
func hasEnded() map[string]any { return map[string]any{"expires_at": "2026-01-01T00:00:00Z"} }

func operations() []operation {
	key := map[string]any{"first": map[string]any{"pem": publicKey(0)}}
	return append(slices.Concat(
		settingsOperations(), organizationOperations(), exclusiveOperations(), keyOperations(), policyOperations(), documentOperations(),
	), []operation{
		{name: "application/create", others: []configured{partner()}, copies: 2, target: becomes(partner())},
		{
			name: "application/update", given: []configured{partner()}, others: []configured{partner()}, copies: 1,
			target: becomes(partner().with(map[string]any{
				"name": "Partner & sons", "description": nil, "callbacks": []any{"https://partner.example.com/done"},
				"client_metadata": map[string]any{"level": "silver"},
			})),
		},
		{
			name: "application/replace", given: []configured{partner()}, others: []configured{partner()}, copies: 1,
			target: becomes(partner().with(map[string]any{"security_mode": "permissive"})),
		},
		{
			name: "application/rotate_secret", given: []configured{partner()},
			target: becomes(partner().with(map[string]any{"secret_rotation_trigger": "2026-11"})),
		},
		{name: "application/delete", given: []configured{partner()}, others: []configured{partner()}, copies: 1, target: becomes()},
		{
			name: "application/import", others: []configured{partnerWithKeys(key)}, copies: 1,
			target: func(others *workspace) []configured {
				return []configured{partnerWithKeys(key).imported(others.clientID())}
			},
		},

		{name: "client_grant/create", given: []configured{partner()}, others: []configured{partner(), ownGrant()}, copies: 1, target: becomes(partner(), ownGrant())},
		{
			name: "client_grant/update", given: []configured{partner(), ownGrant()},
			target: becomes(partner(), ownGrant().with(scopes("read:orders", "write:orders"))),
		},
		{
			name: "client_grant/replace", given: []configured{partner(), ownGrant()},
			target: becomes(partner(), ownGrant().with(map[string]any{"audience": filesAPI, "scopes": []any{"read:files"}})),
		},
		{
			name: "client_grant/end", given: []configured{partner(), ownGrant()},
			target: becomes(partner(), ownGrant().with(hasEnded())),
		},
		{
			name: "client_grant/renew", given: []configured{partner(), ownGrant().with(hasEnded())},
			target: becomes(partner(), ownGrant()),
		},
		{name: "client_grant/delete", given: []configured{partner(), ownGrant()}, target: becomes(partner())},
		{
			name: "client_grant/import", others: []configured{partner(), ownGrant()}, copies: 1,
			target: func(others *workspace) []configured {
				id := others.clientID()
				return []configured{ownGrant().with(map[string]any{"client_id": id}).imported(id + "|" + ordersAPI + "|user")}
			},
		},

		{name: "default_permissions/create", target: becomes(bothDefaults())},
		{
			name: "default_permissions/update", given: []configured{bothDefaults()},
			target: becomes(bothDefaults().with(map[string]any{
				"user_access": map[string]any{"all_scopes": true}, "client_access": scopes("read:orders"),
			})),
		},
		{
			name: "default_permissions/add_half", given: []configured{bothDefaults().with(map[string]any{"client_access": nil})},
			target: becomes(bothDefaults()),
		},
		{
			name: "default_permissions/remove_half", given: []configured{bothDefaults()},
			target: becomes(bothDefaults().with(map[string]any{"user_access": nil})),
		},
		{
			name: "default_permissions/end", given: []configured{bothDefaults()},
			target: becomes(bothDefaults().with(hasEnded())),
		},
		{name: "default_permissions/delete", given: []configured{bothDefaults()}, target: becomes()},
		{
			name: "default_permissions/import", others: []configured{bothDefaults()}, copies: 1,
			target: becomes(bothDefaults().imported(ordersAPI)),
		},

		{name: "connection_promotion/create", target: becomes(promoted())},
		{name: "connection_promotion/update", given: []configured{promoted()}, target: becomes(promoted().with(map[string]any{"promoted": false}))},
		{
			name: "connection_promotion/replace", given: []configured{promoted()},
			target: becomes(promoted().with(map[string]any{"connection_id": promotedConnection})),
		},
		{name: "connection_promotion/delete", given: []configured{promoted()}, target: becomes()},
		{
			name:   "connection_promotion/import",
			target: becomes(promoted().with(map[string]any{"connection_id": promotedConnection}).imported("name:promoted")),
		},

		{name: "redirect_protection/create", given: []configured{partner()}, target: becomes(partner(), unprotected())},
		{
			name: "redirect_protection/update", given: []configured{partner(), unprotected()},
			target: becomes(partner(), unprotected().with(map[string]any{"enabled": true})),
		},
		{name: "redirect_protection/delete", given: []configured{partner(), unprotected()}, target: becomes(partner())},
		{
			name: "redirect_protection/import", others: []configured{partner(), unprotected()}, copies: 1,
			target: func(others *workspace) []configured {
				id := others.clientID()
				return []configured{unprotected().with(map[string]any{"client_id": id}).imported(id)}
			},
		},

		{
			name: "everything/create", others: []configured{partner(), ownGrant()}, copies: 1,
			target: becomes(partner(), ownGrant(), bothDefaults(), promoted(), unprotected()),
		},
		{
			name: "everything/destroy", given: []configured{partner(), ownGrant(), bothDefaults(), promoted(), unprotected()},
			others: []configured{partner(), ownGrant()}, copies: 1, target: becomes(),
		},
	}...)
}
