package leastscope

// organizations are scenarios of what organizations have.
func organizations() []scenario {
	const grant = "auth0access_organization_client_grant"
	const byName, notStrict = "import by the organization's name", "a grant of an application whose `client_id` does not begin with `tpc_`"
	const strictGrant, permissiveGrant, given = "cgr_strict0000000001", "cgr_permissive000001", "cgr_permissive000002"
	pair := func(grantID string) object { return object{"organization_id": acme, "grant_id": grantID} }
	return []scenario{
		{object: grant, uses: []string{reading}, do: func(w world) []string {
			w.owner.Call(w, "POST", "/api/v2/organizations/"+acme+"/client-grants", object{"grant_id": strictGrant})
			return w.adopt(grant, acme+"/"+strictGrant)
		}},
		{object: grant, uses: []string{reading, byName, notStrict}, do: func(w world) []string { return w.adopt(grant, "name:acme/"+given) }},
		{object: grant, uses: []string{reading, changing}, do: func(w world) []string { return w.life(grant, pair(strictGrant)) }},
		{object: grant, uses: []string{reading, changing, notStrict}, do: func(w world) []string { return w.life(grant, pair(permissiveGrant)) }},
	}
}
