package emulator

import "slices"

// organizationGrantLimit is how many client grants an organization may be tied to.
const organizationGrantLimit = 100

func listOrganizationClientGrants(c *call) (reply, error) {
	if _, err := c.organization(); err != nil {
		return reply{}, err
	}
	ids := list(c.query, "grant_ids")
	var rows []*record
	for _, link := range c.tenant.organizationGrants {
		grant := c.tenant.clientGrants.byID[link.GrantID]
		if link.OrganizationID == c.id("id") && (len(ids) == 0 || slices.Contains(ids, link.GrantID)) &&
			(!c.given("audience") || grant.data["audience"] == c.query["audience"]) &&
			(!c.given("client_id") || grant.data["client_id"] == c.query["client_id"]) {
			rows = append(rows, grant)
		}
	}
	return c.page(listing{key: "client_grants", rows: rows, totalsLast: true, show: func(grant object) any {
		return addGrantMembers(document{}.with("id", grant["id"]), grant, true)
	}})
}

// createOrganizationClientGrant ties a grant to an organization. The answer names the grant's id grant_id and has no
// subject_type, unlike the list.
//
// Assumption: the wording of refusals; the statuses are documented.
func createOrganizationClientGrant(c *call) (reply, error) {
	if _, err := c.organization(); err != nil {
		return reply{}, err
	}
	id := text(c.object(), "grant_id")
	grant := c.tenant.clientGrants.get(id)
	if grant == nil || c.replica.clientGrants.get(id) == nil {
		return reply{}, errClientGrantMissing
	}
	link := OrganizationClientGrant{c.id("id"), id}
	if slices.Contains(c.tenant.organizationGrants, link) {
		return reply{}, conflict("The client grant is already associated with the organization")
	}
	linked := 0
	for _, other := range c.tenant.organizationGrants {
		if other.OrganizationID == link.OrganizationID {
			linked++
		}
	}
	if linked >= organizationGrantLimit {
		return reply{}, conflict("The organization already has %d client grants", organizationGrantLimit)
	}
	c.tenant.setOrganizationGrants(append(slices.Clone(c.tenant.organizationGrants), link))
	return created(addGrantMembers(document{}.with("grant_id", id), grant, false))
}

func deleteOrganizationClientGrant(c *call) (reply, error) {
	if _, err := c.organization(); err != nil {
		return reply{}, err
	}
	link := OrganizationClientGrant{c.id("id"), c.id("grant_id")}
	c.tenant.unlink(func(other OrganizationClientGrant) bool { return other == link })
	return noContent()
}

// addGrantMembers adds the members of a grant that organizations show, in their order.
func addGrantMembers(out document, grant object, withSubject bool) document {
	keys := []string{"client_id", "audience", "scope", "organization_usage", "allow_any_organization"}
	if withSubject {
		keys = append(keys, "subject_type")
	}
	for _, key := range keys {
		if value, has := grant[key]; has {
			out = out.with(key, value)
		}
	}
	return out
}
