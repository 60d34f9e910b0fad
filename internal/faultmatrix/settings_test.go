package faultmatrix

const (
	registration       = "auth0access_dynamic_client_registration.this"
	organizationAccess = "auth0access_organization_third_party_access.acme"
	accessPolicy       = "auth0access_api_access_policy.orders"
	agentsServer       = "auth0access_authorization_server.this"

	acmeOrganization   = "org_acme000000000001"
	globexOrganization = "org_globex0000000001"
)

func registrationEnabled() configured {
	return configured{address: registration, arguments: map[string]any{"enabled": true, "security_mode": "strict"}}
}

func accessAllowed() configured {
	return configured{address: organizationAccess, arguments: map[string]any{"organization_id": acmeOrganization, "access": "allow"}}
}

func grantRequired() configured {
	return configured{address: accessPolicy, arguments: map[string]any{"audience": ordersAPI, "user_access": "require_client_grant"}}
}

func resourceTaken() configured {
	return configured{address: agentsServer, arguments: map[string]any{
		"resource_parameter_profile": "compatibility", "use_scope_descriptions_for_consent": true,
	}}
}

// settingsOperations are those on settings of things that were there before: the tenant and its organizations.
func settingsOperations() []operation {
	return []operation{
		{name: "registration/create", target: becomes(registrationEnabled())},
		{
			name: "registration/update", given: []configured{registrationEnabled()},
			target: becomes(registrationEnabled().with(map[string]any{"enabled": false, "security_mode": "permissive"})),
		},
		{name: "registration/delete", given: []configured{registrationEnabled()}, target: becomes()},
		{
			name: "registration/import", others: []configured{registrationEnabled()}, copies: 1,
			target: becomes(registrationEnabled().imported(address)),
		},

		{name: "organization_access/create", target: becomes(accessAllowed())},
		{name: "organization_access/update", given: []configured{accessAllowed()}, target: becomes(accessAllowed().with(map[string]any{"access": "block"}))},
		{
			name: "organization_access/replace", given: []configured{accessAllowed()},
			target: becomes(accessAllowed().with(map[string]any{"organization_id": globexOrganization})),
		},
		{name: "organization_access/delete", given: []configured{accessAllowed()}, target: becomes()},
		{
			name: "organization_access/import", others: []configured{accessAllowed()}, copies: 1,
			target: becomes(accessAllowed().imported("name:acme")),
		},

		{name: "authorization_server/create", target: becomes(resourceTaken())},
		{
			name: "authorization_server/update", given: []configured{resourceTaken()},
			target: becomes(resourceTaken().with(map[string]any{"resource_parameter_profile": "audience", "client_id_metadata_document_supported": true})),
		},
		{name: "authorization_server/delete", given: []configured{resourceTaken()}, target: becomes()},
		{
			name: "authorization_server/import", others: []configured{resourceTaken()}, copies: 1,
			target: becomes(resourceTaken().with(map[string]any{"client_id_metadata_document_supported": false}).imported(address)),
		},

		{name: "access_policy/create", target: becomes(grantRequired())},
		{
			name: "access_policy/update", given: []configured{grantRequired()},
			target: becomes(grantRequired().with(map[string]any{"user_access": "deny_all", "client_access": "deny_all"})),
		},
		{
			name: "access_policy/update_halves", given: []configured{grantRequired()}, variants: []string{"policy-merged"},
			target: becomes(grantRequired().with(map[string]any{"user_access": nil, "client_access": "deny_all"})),
		},
		{
			name: "access_policy/replace", given: []configured{grantRequired()},
			target: becomes(grantRequired().with(map[string]any{"audience": filesAPI})),
		},
		{name: "access_policy/delete", given: []configured{grantRequired()}, target: becomes()},
		{
			name: "access_policy/import", others: []configured{grantRequired()}, copies: 1,
			target: becomes(grantRequired().with(map[string]any{"client_access": "require_client_grant"}).imported(ordersAPI)),
		},
	}
}
