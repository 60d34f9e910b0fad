package faultmatrix

const policy = "auth0access_rate_limit_policy.agents"

func agentsLimited() configured {
	return configured{address: policy, arguments: map[string]any{"applies_to": "cimd_clients", "action": "block", "limit": 100}}
}

// policyOperations are those on rate limit policies.
func policyOperations() []operation {
	off := map[string]any{"applies_to": nil, "client_id": agent, "action": "block", "limit": 0}
	return []operation{
		{
			name: "rate_limit_policy/create", others: []configured{agentsLimited().with(off)}, copies: 1,
			target: becomes(agentsLimited()),
		},
		{
			name: "rate_limit_policy/update", given: []configured{agentsLimited()},
			target: becomes(agentsLimited().with(map[string]any{"action": "redirect", "redirect_uri": "https://www.example.com/"})),
		},
		{name: "rate_limit_policy/replace", given: []configured{agentsLimited()}, target: becomes(agentsLimited().with(off))},
		{
			name: "rate_limit_policy/delete", given: []configured{agentsLimited().with(off)}, others: []configured{agentsLimited()},
			copies: 1, target: becomes(),
		},
		{
			name: "rate_limit_policy/import", others: []configured{agentsLimited()}, copies: 1,
			target: becomes(agentsLimited().imported("cimd_clients")),
		},
	}
}
