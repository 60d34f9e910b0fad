package faultmatrix

import "slices"

const (
	organizationGrant = "auth0access_organization_client_grant.acme"
	association       = "auth0access_organization_application.acme"
)

func associated() configured {
	return configured{address: association, arguments: map[string]any{
		"organization_id": acmeOrganization, "client_id": ref{application, "client_id"}, "use_for_member_access": true,
	}}
}

// machine may act as itself.
func machine() configured {
	return partner().with(map[string]any{"grant_types": []any{"authorization_code", "client_credentials"}})
}

// inOrganizations logs users in to organizations.
func inOrganizations() configured {
	return partner().with(map[string]any{
		"organization_usage": "require", "organization_require_behavior": "pre_login_prompt", "organization_discovery_methods": []any{"email"},
	})
}

// machineGrant lets organizations have it.
func machineGrant() configured {
	return ownGrant().with(map[string]any{"subject_type": "client", "organization_usage": "allow"})
}

func givenToAcme() configured {
	return configured{address: organizationGrant, arguments: map[string]any{
		"organization_id": acmeOrganization, "grant_id": ref{grant, "id"},
	}}
}

// organizationOperations are those on what organizations have.
func organizationOperations() []operation {
	given := []configured{machine(), machineGrant()}
	withAcme := slices.Concat(given, []configured{givenToAcme()})
	withGlobex := slices.Concat(given, []configured{givenToAcme().with(map[string]any{"organization_id": globexOrganization})})
	both := []configured{partner(), associated()}
	return []operation{
		{name: "organization_application/create", given: both[:1], target: becomes(both...)},
		{
			name: "organization_application/update", given: both,
			target: becomes(partner(), associated().with(map[string]any{"use_for_member_access": false})),
		},
		{
			name: "organization_application/replace", given: both,
			target: becomes(partner(), associated().with(map[string]any{"organization_id": globexOrganization})),
		},
		{name: "organization_application/delete", given: both, target: becomes(partner())},
		{
			name: "organization_application/import", others: both, copies: 1,
			target: func(others *workspace) []configured {
				id := others.clientID()
				return []configured{associated().with(map[string]any{"client_id": id}).imported("name:acme/" + id)}
			},
		},
		{name: "application/organizations", given: []configured{partner()}, target: becomes(inOrganizations())},
		{name: "organization_grant/create", given: given, target: becomes(withAcme...)},
		{name: "organization_grant/create_with_grant", given: given[:1], target: becomes(withAcme...)},
		{
			name: "organization_grant/replace", given: withAcme,
			target: becomes(withGlobex...),
		},
		{
			name: "organization_grant/end", given: withAcme,
			target: becomes(machine(), machineGrant(), givenToAcme().with(hasEnded())),
		},
		{name: "organization_grant/delete", given: withAcme, target: becomes(given...)},
		{
			name: "organization_grant/import", others: withAcme, copies: 1,
			target: func(others *workspace) []configured {
				pair := givenToAcme().with(map[string]any{"grant_id": others.grantID()})
				return []configured{pair.imported("name:acme/" + others.clientID() + "|" + ordersAPI)}
			},
		},
	}
}

// grantID returns the id of the workspace's client grant.
func (w *workspace) grantID() string { return w.attribute(grant, "id") }
