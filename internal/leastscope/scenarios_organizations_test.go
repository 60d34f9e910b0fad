package leastscope

import "github.com/auth0access/terraform-provider-auth0access/internal/acctest"

// organizations are scenarios of what organizations have.
func organizations() []scenario {
	const grant = "auth0access_organization_client_grant"
	const byName, notStrict = "import by the organization's name", "a grant of an application whose `client_id` does not begin with `tpc_`"
	const strictGrant, permissiveGrant, given = "cgr_strict0000000001", "cgr_permissive000001", "cgr_permissive000002"
	pair := func(grantID string) object { return object{"organization_id": acme, "grant_id": grantID} }
	const association = "auth0access_organization_application"
	const notStrictApplication = "import of an application whose `client_id` does not begin with `tpc_`"
	word := func(clientID string, use bool) object {
		return object{"organization_id": acme, "client_id": clientID, "use_for_member_access": use}
	}
	associate := func(w world, clientID string) {
		if errors := acctest.NewLifecycle(w, w.owner, association).Apply(word(clientID, true)); len(errors) > 0 {
			w.Fatal(errors)
		}
	}
	return []scenario{
		{object: association, uses: []string{reading}, do: func(w world) []string {
			associate(w, strict)
			return w.adopt(association, acme+"/"+strict)
		}},
		{object: association, uses: []string{reading, byName, notStrictApplication}, do: func(w world) []string {
			associate(w, permissive)
			return w.adopt(association, "name:acme/"+permissive)
		}},
		{object: association, uses: []string{reading, changing}, do: func(w world) []string {
			return w.life(association, word(strict, true), word(strict, false))
		}},
		{object: grant, uses: []string{reading}, do: func(w world) []string {
			w.owner.Call(w, "POST", "/api/v2/organizations/"+acme+"/client-grants", object{"grant_id": strictGrant})
			return w.adopt(grant, acme+"/"+strictGrant)
		}},
		{object: grant, uses: []string{reading, byName, notStrict}, do: func(w world) []string { return w.adopt(grant, "name:acme/"+given) }},
		{object: grant, uses: []string{reading, changing}, do: func(w world) []string { return w.life(grant, pair(strictGrant)) }},
		{object: grant, uses: []string{reading, changing, notStrict}, do: func(w world) []string { return w.life(grant, pair(permissiveGrant)) }},
	}
}
