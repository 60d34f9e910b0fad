package faultmatrix

const (
	exclusiveGrants       = "auth0access_client_grants_exclusive.agent"
	exclusiveDefaults     = "auth0access_default_permissions_exclusive.this"
	exclusivePromotions   = "auth0access_connection_domain_promotions_exclusive.this"
	exclusiveRedirects    = "auth0access_redirect_protections_exclusive.this"
	exclusiveApplications = "auth0access_third_party_applications_exclusive.this"

	agent = "tpc_somebodysagent0000000000001"
)

// agentsGrant is a second grant of the agent. The first is in the seed.
func agentsGrant() configured {
	return configured{address: grant, arguments: map[string]any{
		"client_id": agent, "audience": filesAPI, "subject_type": "user", "scopes": []any{"read:files"},
	}}
}

// agentsGrants allows the agent its grants for the given APIs.
func agentsGrants(audiences ...string) configured {
	grants := []any{}
	for _, audience := range audiences {
		grants = append(grants, map[string]any{"audience": audience, "subject_type": "user"})
	}
	return configured{address: exclusiveGrants, arguments: map[string]any{"client_id": agent, "grants": grants}}
}

func onlyDefaultsOf(audiences ...any) configured {
	return configured{address: exclusiveDefaults, arguments: map[string]any{"audiences": append([]any{}, audiences...)}}
}

func onlyPromotionsOf(ids ...any) configured {
	return configured{address: exclusivePromotions, arguments: map[string]any{"connection_ids": append([]any{}, ids...)}}
}

func onlyRedirectsOf(ids ...any) configured {
	return configured{address: exclusiveRedirects, arguments: map[string]any{"client_ids": append([]any{}, ids...)}}
}

// exposedAgent is the agent without redirect protection.
func exposedAgent() configured {
	return configured{address: protection, arguments: map[string]any{"client_id": agent, "enabled": false}}
}

// onlyApplications allows the partners and agents with the given client ids, and the workspace's own.
func onlyApplications(clientIDs ...any) configured {
	return configured{address: exclusiveApplications, arguments: map[string]any{
		"client_ids": append([]any{}, clientIDs...), "include_self_registered": true, "delete_undeclared": true,
	}}
}

// atOnce lets the creation of an exclusive resource remove what is there.
func atOnce(c configured) configured { return c.with(map[string]any{"remove_on_create": true}) }

// exclusiveOperations are the operations on exclusive resources. Each removes two undeclared objects.
func exclusiveOperations() []operation {
	return []operation{
		{name: "client_grants_exclusive/create", others: []configured{agentsGrant()}, copies: 1, target: becomes(atOnce(agentsGrants()))},
		{
			name: "client_grants_exclusive/update", given: []configured{agentsGrants(ordersAPI, filesAPI)}, others: []configured{agentsGrant()}, copies: 1,
			target: becomes(agentsGrants()),
		},
		{name: "client_grants_exclusive/delete", given: []configured{agentsGrants(ordersAPI)}, target: becomes()},
		{name: "client_grants_exclusive/import", target: becomes(agentsGrants(ordersAPI).imported(agent))},

		{name: "default_permissions_exclusive/create", others: []configured{bothDefaults()}, copies: 1, target: becomes(atOnce(onlyDefaultsOf(filesAPI)))},
		{
			name: "default_permissions_exclusive/update", given: []configured{onlyDefaultsOf(ordersAPI, filesAPI)}, others: []configured{bothDefaults()}, copies: 1,
			target: becomes(onlyDefaultsOf(filesAPI)),
		},
		{name: "default_permissions_exclusive/delete", given: []configured{onlyDefaultsOf(filesAPI)}, target: becomes()},
		{name: "default_permissions_exclusive/import", target: becomes(onlyDefaultsOf(filesAPI).imported(address))},

		{name: "applications_exclusive/create", target: becomes(partner(), onlyApplications(agent, ref{application, "client_id"}))},
		{
			name: "applications_exclusive/update", given: []configured{onlyApplications(agent)}, late: []configured{partner()}, copies: 2,
			target: becomes(onlyApplications(agent)),
		},
		{name: "applications_exclusive/delete", given: []configured{onlyApplications(agent)}, others: []configured{partner()}, target: becomes()},
		{
			name: "applications_exclusive/import", others: []configured{partner()}, copies: 1,
			target: func(others *workspace) []configured {
				return []configured{onlyApplications(others.clientID()).with(map[string]any{"include_self_registered": nil, "delete_undeclared": nil}).imported(address)}
			},
		},

		{name: "promotions_exclusive/create", others: []configured{promoted()}, copies: 1, target: becomes(atOnce(onlyPromotionsOf()))},
		{
			name: "promotions_exclusive/update", given: []configured{onlyPromotionsOf(workforceConnection, promotedConnection)},
			others: []configured{promoted()}, copies: 1, target: becomes(onlyPromotionsOf()),
		},
		{name: "promotions_exclusive/delete", given: []configured{onlyPromotionsOf(promotedConnection)}, target: becomes()},
		{name: "promotions_exclusive/import", target: becomes(onlyPromotionsOf(promotedConnection).imported(address))},

		{name: "redirects_exclusive/create", others: []configured{exposedAgent()}, copies: 1, target: becomes(atOnce(onlyRedirectsOf()))},
		{
			name: "redirects_exclusive/update", given: []configured{onlyRedirectsOf(agent)}, others: []configured{exposedAgent()}, copies: 1,
			target: becomes(onlyRedirectsOf()),
		},
		{name: "redirects_exclusive/delete", given: []configured{onlyRedirectsOf(agent)}, target: becomes()},
		{name: "redirects_exclusive/import", target: becomes(onlyRedirectsOf().imported(address))},
	}
}
