package faultmatrix

import "slices"

const organizationGrant = "auth0access_organization_client_grant.acme"

// machine may act as itself.
func machine() configured {
	return partner().with(map[string]any{"grant_types": []any{"authorization_code", "client_credentials"}})
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
	return []operation{
		{name: "organization_grant/create", given: given, target: becomes(withAcme...)},
		{name: "organization_grant/create_with_grant", given: given[:1], target: becomes(withAcme...)},
		{
			name: "organization_grant/replace", given: withAcme,
			target: becomes(withGlobex...),
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
