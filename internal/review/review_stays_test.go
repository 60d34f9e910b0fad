package review_test

import "testing"

// machine is a grant of Northwind for itself.
func machine(more ...any) m {
	return grant("tpc_northwind", orders, []any{"a"}, append([]any{"subject_type", "client"}, more...)...)
}

// Findings leave out what stays as it is, even if the resource changes.
func TestReviewOfWhatStays(t *testing.T) {
	t.Parallel()
	checkReviews(t, map[string]reviewed{
		"a permissive application": {resources: []resourceChange{{
			address: app, before: partner("Northwind", "security_mode", "permissive"), after: partner("Northwind", "security_mode", "permissive", "description", "x"),
		}}},
		"grant types that are known only after apply": {
			resources: []resourceChange{{
				address: app, before: partner("Northwind"), after: with(partner("Northwind"), "grant_types", nil), unknown: m{"grant_types": true},
			}},
			want: []string{`not-known: "grant_types" of "auth0access_third_party_application.partner" is known only after apply: which access it can use cannot be judged.`},
		},
		"a grant for any organization, and a type of authorization details": {
			resources: []resourceChange{partnerStays, {
				address: own, before: machine("organization_usage", "allow", "allow_any_organization", true, "authorization_details_types", []any{"payment"}),
				after: machine("organization_usage", "allow", "allow_any_organization", true, "authorization_details_types", []any{"payment", "transfer"}),
			}},
			want: []string{`authorization-details-gained: "Northwind" may ask for authorization details of the type "transfer" at the API "https://orders.example.com/".`},
		},
		"a grant for organizations alone": {
			resources: []resourceChange{partnerStays, {
				address: own, before: machine("organization_usage", "require"),
				after: machine("organization_usage", "require", "authorization_details_types", []any{"payment"}),
			}},
			want: []string{`authorization-details-gained: "Northwind" may ask for authorization details of the type "payment" at the API "https://orders.example.com/".`},
		},
		"a secret and how it is sent": {resources: []resourceChange{
			{
				address: app, before: partner("Northwind", "secret_rotation_trigger", "1"),
				after: partner("Northwind", "secret_rotation_trigger", "1", "token_endpoint_auth_method", "client_secret_basic"),
			},
			{
				address: app + "2", before: partner("Open", "token_endpoint_auth_method", "none"),
				after: partner("Open", "token_endpoint_auth_method", "none", "description", "x"),
			},
		}},
		"an access policy": {resources: []resourceChange{{
			address: "auth0access_api_access_policy.orders",
			before:  m{"audience": orders, "user_access": "allow_all"}, after: m{"audience": orders, "user_access": "allow_all", "client_access": nil, "a": 1},
		}}},
		"a limit": {resources: []resourceChange{{
			address: "auth0access_rate_limit_policy.a", before: m{"action": "block", "limit": 5}, after: m{"action": "redirect", "limit": 5, "redirect_uri": "https://a.example.com/"},
		}}},
		"redirect protection": {resources: []resourceChange{
			partnerStays, {address: "auth0access_redirect_protection.partner", after: m{"client_id": "tpc_northwind", "enabled": true}},
		}},
		"a public application, which gets no token as itself": {resources: []resourceChange{
			unchanged(app, partner("Northwind", "token_endpoint_auth_method", "none")), {address: own, after: machine()},
		}},
		"an agent, which gets no token as itself": {resources: []resourceChange{
			unchanged("auth0access_cimd_application.agent", agent("one")),
			{address: own, after: grant("tpc_agentone", orders, []any{"a"}, "subject_type", "client")},
		}},
		"an undeclared application": {
			resources: []resourceChange{{
				address: ofApplications, before: m{"undeclared": []any{m{"client_id": "tpc_a", "name": "A"}, m{"client_id": "tpc_b", "name": "B"}}},
				after: m{"undeclared": []any{m{"client_id": "tpc_b", "name": "B"}}},
			}},
			want: []string{`application-deleted: "A" is deleted, with its grants, refresh tokens and consents: nobody declared it.`},
		},
		"a mode of registration that is left out": {resources: []resourceChange{{
			address: anyone, before: m{"enabled": true, "domain": "x", "security_mode": "permissive"}, after: m{"enabled": true, "domain": "x", "security_mode": nil},
		}}},
		"the support of documents": {resources: []resourceChange{{
			address: "auth0access_authorization_server.this",
			before:  m{"client_id_metadata_document_supported": true, "a": 1}, after: m{"client_id_metadata_document_supported": true, "a": 2},
		}}},
		"the lack of support of documents": {resources: []resourceChange{{
			address: "auth0access_authorization_server.this",
			before:  m{"client_id_metadata_document_supported": false, "a": 1}, after: m{"client_id_metadata_document_supported": false, "a": 2},
		}}},
		"grants of a first-party application": {resources: []resourceChange{
			unchanged("auth0_client.shop", m{"client_id": "shop", "is_first_party": nil}),
			{address: own, after: grant("shop", orders, []any{"a"})},
		}},
	})
}

// Access begins, ends and is removed.
func TestReviewOfBeginningsAndEnds(t *testing.T) {
	t.Parallel()
	inOrganization := func(status string) m {
		return m{"organization_id": "org_1", "grant_id": "cgr_1", "audience": orders, "client_id": "tpc_northwind", "status": status, "expires_at": "2027-01-01T00:00:00Z"}
	}
	signing := func(alg string) m {
		return partner("Keyed", "client_authentication_methods", m{"private_key_jwt": m{"credentials": m{"main": m{"pem": "x", "alg": alg}}}})
	}
	required := machine("organization_usage", "require")
	block := m{"action": "block", "limit": 5}
	checkReviews(t, map[string]reviewed{
		"default permissions that end": {
			resources: []resourceChange{{
				address: byAll, before: with(defaults("a"), "status", "expired"), after: with(defaults("a"), "status", "ended"),
			}},
			want: []string{`everybody-loses: Every third-party application without a grant of its own loses "a" of the API "https://orders.example.com/" for its users, which the default permissions gave it.`},
		},
		"a grant of an organization that ends": {
			resources: []resourceChange{partnerStays, {
				address: "auth0access_organization_client_grant.acme", before: inOrganization("expired"), after: inOrganization("ended"),
			}},
			want: []string{`setting-closed: The organization "org_1" loses the client grant of "Northwind" at the API "https://orders.example.com/".`},
		},
		"a grant for organizations alone comes": {
			resources: []resourceChange{partnerStays, {address: own, after: required}},
			want: []string{
				`organizations-gained: The grant of "Northwind" at the API "https://orders.example.com/" is valid for organizations that have it.`,
				`perhaps access-gained: "Northwind" gains "a" of the API "https://orders.example.com/" as itself, by a grant of its own, for organizations that have the grant.`,
			},
		},
		"a grant for organizations alone goes": {
			resources: []resourceChange{partnerStays, {address: own, before: required}},
			want:      []string{`perhaps access-lost: "Northwind" loses "a" of the API "https://orders.example.com/" as itself, which a grant of its own gave it, for organizations that had the grant.`},
		},
		"a grant becomes one for organizations alone": {
			resources: []resourceChange{partnerStays, {
				address: own, before: grant("tpc_northwind", orders, []any{}, "subject_type", "client", "organization_usage", "allow"),
				after: grant("tpc_northwind", orders, []any{}, "subject_type", "client", "organization_usage", "require"),
			}},
			want: []string{`organization-required: The grant of "Northwind" at the API "https://orders.example.com/" is valid only for organizations that have it.`},
		},
		"grants with an end": {
			resources: []resourceChange{
				partnerStays, {address: own, after: ending("2027-01-01T00:00:00Z", "active", orders)},
				{address: own + "2", before: ending("2027-01-01T00:00:00Z", "active", files)},
				{address: own + "3", before: ending("2027-01-01T00:00:00Z", "active", "c"), after: ending(nil, "active", "c"), unknown: m{"expires_at": true}},
			},
			want: []string{
				`access-gained: "Northwind" gains "a" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
				`access-lost: "Northwind" loses "a" of the API "https://files.example.com/" for its users, which a grant of its own gave it.`,
				`not-known: Until when "` + own + `3" gives access is known only after apply.`,
			},
		},
		"an application that Terraform replaces for no argument": {
			resources: []resourceChange{{
				address: app, before: partner("Northwind"), after: with(partner("Northwind"), "client_id", nil),
				unknown: m{"client_id": true}, more: m{"actions": []any{"create", "delete"}},
			}},
			want: []string{
				`client-id-replaced: "Northwind" is replaced and gets a new client_id. Secrets, refresh tokens and consents of the old application are void.`,
			},
		},
		"an agent": {
			resources: []resourceChange{
				{
					address: "auth0access_cimd_application.agent", before: agent("one"), after: agent("two"),
					more: m{"actions": []any{"delete", "create"}, "replace_paths": []any{[]any{"metadata_url"}}},
				},
				unchanged("auth0access_cimd_application.other", agent("three")),
				{address: own, after: grant("tpc_agentthree", orders, []any{"a"})},
				{address: "auth0access_cimd_application.later", before: with(agent("four"), "grant_types", nil), after: with(agent("four"), "grant_types", nil), unknown: m{"grant_types": true}},
				{address: own + "2", after: grant("tpc_agentfour", files, []any{"a"})},
			},
			want: []string{
				`access-gained: "Agent (auth0access_cimd_application.other)" gains "a" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
				`client-id-replaced: "Agent" is replaced and gets a new client_id ("metadata_url" cannot be changed in place).`,
				`perhaps access-gained: "Agent (auth0access_cimd_application.later)" gains "a" of the API "https://files.example.com/" for its users, by a grant of its own, if the grant types and the authentication that it gets at apply allow it.`,
			},
		},
		"a way to authenticate that Auth0 decides": {
			resources: []resourceChange{
				{address: app, after: with(partner("Northwind"), "token_endpoint_auth_method", nil), unknown: m{"token_endpoint_auth_method": true}},
				{address: own, after: machine()},
				{address: app + "2", after: partner("Keyed", "client_id", "tpc_keyed", "token_endpoint_auth_method", nil, "client_authentication_methods", m{"private_key_jwt": m{}})},
				{address: own + "2", after: grant("tpc_keyed", files, []any{"a"}, "subject_type", "client")},
			},
			want: []string{
				`access-gained: "Keyed" gains "a" of the API "https://files.example.com/" as itself, by a grant of its own.`,
				`application-added: "Keyed" is a new third-party application. It gets the default permissions of every API, and logs in the users of every promoted connection.`,
				`application-added: "Northwind" is a new third-party application. It gets the default permissions of every API, and logs in the users of every promoted connection.`,
				`perhaps access-gained: "Northwind" gains "a" of the API "https://orders.example.com/" as itself, by a grant of its own, if the grant types and the authentication that it gets at apply allow it.`,
			},
		},
		"callbacks that are known only after apply": {
			resources: []resourceChange{{address: app, before: partner("Northwind"), after: with(partner("Northwind"), "callbacks", nil), unknown: m{"callbacks": true}}},
			want:      []string{`callbacks-added: "Northwind" gets callbacks that are known only after apply.`},
		},
		"grant types": {
			resources: []resourceChange{{
				address: app, before: partner("Northwind"), after: partner("Northwind", "grant_types", []any{"client_credentials", "refresh_token"}),
			}},
			want: []string{
				`grant-types-added: "Northwind" may use the grant type "refresh_token", with whatever it is or will be granted.`,
				`grant-types-removed: "Northwind" may no longer use the grant type "authorization_code".`,
			},
		},
		"exclusive resources": {
			resources: []resourceChange{
				{address: ofApplications, after: m{"undeclared": []any{}}},
				{address: ofGrants, before: m{"client_id": "tpc_northwind", "undeclared": []any{}}, after: m{"client_id": "tpc_northwind"}, unknown: m{"undeclared": true}},
			},
			want: []string{
				`not-known: "auth0access_client_grants_exclusive.partner" removes objects that are known only after apply.`,
				`safeguard-added: "auth0access_third_party_applications_exclusive.this" is new: additions to the third-party applications outside Terraform are shown and undone.`,
			},
		},
		"default permissions that are known only after apply": {
			resources: []resourceChange{{address: byAll, after: m{"audience": orders, "user_access": nil, "client_access": nil}, unknown: m{"user_access": true}}},
			want: []string{
				`perhaps everybody-gains: Every third-party application without a grant of its own may gain all scopes of the API "https://orders.example.com/" for its users, by the default permissions, depending on values that the plan does not show.`,
			},
		},
		"access policies that are stricter, or of another API": {
			resources: []resourceChange{
				{address: "auth0access_api_access_policy.orders", before: m{"audience": orders, "user_access": "allow_all"}, after: m{"audience": orders, "user_access": "require_client_grant"}},
				{address: "auth0access_api_access_policy.files", before: m{"audience": "a", "user_access": "allow_all"}, after: m{"audience": files, "user_access": "require_client_grant"}},
			},
			want: []string{
				`everybody-loses: Every permissive third-party application loses all scopes of the API "https://orders.example.com/" for its users, which the API's access policy gave it.`,
				`safeguard-added: The API "https://files.example.com/" now lets applications with a grant or default permissions get tokens for users.`,
				`safeguard-added: The API "https://orders.example.com/" now lets applications with a grant or default permissions get tokens for users.`,
			},
		},
		"a deposed object": {
			resources: []resourceChange{partnerStays, {
				address: app, before: partner("Northwind", "client_id", "tpc_old"), more: m{"deposed": "0a1b2c3d"},
			}, unchanged(own, grant("tpc_northwind", orders, []any{"a"})), unchanged(own+"2", grant("tpc_old", orders, []any{"a"}))},
			want: []string{
				`access-lost: "Northwind (auth0access_third_party_application.partner (deposed))" loses "a" of the API "https://orders.example.com/" for its users, which a grant of its own gave it.`,
				`application-deleted: "Northwind" is deleted, with its grants, refresh tokens and consents.`,
			},
		},
		"a limit comes and another one goes": {
			resources: []resourceChange{{address: "auth0access_rate_limit_policy.a", after: block}, {address: "auth0access_rate_limit_policy.b", before: block}},
			want: []string{
				`safeguard-added: "auth0access_rate_limit_policy.a" limits requests more than before.`,
				`safeguard-lifted: "auth0access_rate_limit_policy.b" limits requests less than before, or not at all.`,
			},
		},
		"an access policy that lets all in": {
			resources: []resourceChange{{address: "auth0access_api_access_policy.orders", after: m{"audience": orders, "user_access": "allow_all"}}},
			want: []string{
				`access-policy-opened: Every permissive third-party application gains all scopes of the API "https://orders.example.com/" for its users, by the API's access policy.`,
				`access-policy-opened: The API "https://orders.example.com/" now lets every permissive application get tokens, with all scopes for users.`,
			},
		},
		"removals that are known only after apply": {
			resources: []resourceChange{{
				address: ofGrants, after: m{"client_id": "tpc_northwind"}, unknown: m{"undeclared": true, "remove_on_create": true},
			}},
			want: []string{
				`not-known: "remove_on_create" of "auth0access_client_grants_exclusive.partner" removes what is undeclared at apply, and no plan shows what that is.`,
				`safeguard-added: "auth0access_client_grants_exclusive.partner" is new: additions to the grants of an application outside Terraform are shown and undone.`,
			},
		},
		"another algorithm of a key": {
			resources: []resourceChange{{address: app, before: signing("RS256"), after: signing("PS256")}},
			want:      []string{`keys-changed: "Keyed" authenticates with other keys, or in another way. Whoever has the new credentials has its access.`},
		},
	})
}

// Data sources tell who else is in the tenant, and what the applications and APIs are.
func TestReviewOfDataSources(t *testing.T) {
	t.Parallel()
	known := func(values m) m {
		var resources []any
		for name, of := range values {
			resources = append(resources, m{"address": "data." + name + ".this", "mode": "data", "type": name, "values": of})
		}
		return m{"prior_state": m{"values": m{"root_module": m{"resources": resources}}}}
	}
	listed := func(id, name, grantType string, more ...any) m {
		return with(m{
			"client_id": id, "name": name, "security_mode": "strict", "grant_types": []any{grantType}, "token_endpoint_auth_method": "client_secret_post",
		}, more...)
	}
	toItself := func(id, audience string) resourceChange {
		return resourceChange{address: "auth0access_client_grant." + id, after: grant(id, audience, []any{"a"}, "subject_type", "client")}
	}
	toUsers := func(id, audience string) resourceChange {
		return resourceChange{address: "auth0access_client_grant." + id, after: grant(id, audience, []any{"a"})}
	}
	entryOf := func(id, audience, subjectType, reason string, more ...any) m {
		return with(m{
			"client_id": id, "application_name": "Agent", "security_mode": "strict", "audience": audience, "api_name": "Orders",
			"subject_type": subjectType, "reason": reason,
		}, more...)
	}
	checkReviews(t, map[string]reviewed{
		"applications": {
			members: known(m{
				"auth0access_third_party_applications": m{"applications": []any{
					listed("tpc_logins", "Logins", "authorization_code"), listed("tpc_public", "Public", "client_credentials", "token_endpoint_auth_method", "none"),
					listed("tpc_registered", "Registered", "client_credentials", "dynamically_registered", true),
				}},
				"auth0access_third_party_application": listed("tpc_machine", "Machine", "client_credentials"),
			}),
			resources: []resourceChange{toItself("tpc_logins", orders), toItself("tpc_public", orders), toItself("tpc_registered", orders), toItself("tpc_machine", orders), toUsers("tpc_machine", files)},
			want: []string{
				`access-gained: "Machine" gains "a" of the API "https://orders.example.com/" as itself, by a grant of its own.`,
			},
		},
		"grants and APIs": {
			members: known(m{
				"auth0access_third_party_application": listed("tpc_agent", "Agent", "authorization_code"),
				"auth0access_client_grants": m{"grants": []any{
					m{"id": "cgr_1", "client_id": "tpc_agent", "audience": orders, "subject_type": "user", "scopes": []any{"a", "b"}, "default_permissions": false},
					m{"id": "cgr_2", "client_id": nil, "audience": files, "subject_type": "user", "scopes": []any{"read"}, "default_permissions": true},
				}},
				"auth0access_api": m{"audience": orders, "name": "Orders", "scopes": []any{"a", "b", "c"}, "user_access_policy": "require_client_grant", "client_access_policy": "deny_all"},
			}),
			resources: []resourceChange{
				{address: byAll, before: defaults("a"), after: with(defaults("a", "b"), "client_access", m{"scopes": []any{"a"}, "all_scopes": false})},
				{address: own, after: grant("tpc_agent", files, []any{})},
			},
			want: []string{
				`access-lost: "Agent" loses "read" of the API "https://files.example.com/" for its users, because a grant of its own now replaces the default permissions.`,
				`everybody-gains: Every third-party application without a grant of its own gains "b" of the API "Orders" for its users, by the default permissions.`,
			},
		},
		"who can reach what": {
			members: known(m{"auth0access_effective_access": m{"access": []any{
				entryOf("tpc_agent", orders, "client", "no_grant_type"), entryOf("tpc_agent", files, "user", "denied"),
				entryOf("tpc_agent", orders, "user", "own_grant", "all_scopes", true, "scopes", []any{"a", "b"}),
			}}}),
			resources: []resourceChange{
				toItself("tpc_agent", orders), {address: own, after: grant("tpc_agent", files, []any{"a"})},
				{address: own + "2", before: grant("tpc_agent", orders, nil, "all_scopes", true), after: grant("tpc_agent", orders, []any{"a"})},
			},
			want: []string{
				`access-lost: "Agent" loses all scopes ("b" and those to come) of the API "Orders" for its users, which a grant of its own gave it.`,
			},
		},
	})
}
