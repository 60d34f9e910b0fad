package emulator

import "slices"

var clientGrantKeys = keyOrder{
	"id", "client_id", "audience", "scope", "organization_usage", "allow_any_organization", "is_system", "subject_type",
	"authorization_details_types", "allow_all_scopes", "default_for",
}

func listClientGrants(c *call) (reply, error) {
	if c.given("client_id") && c.given("default_for") {
		// Assumption: the wording; that the two exclude each other is documented.
		return reply{}, badRequest("invalid_query_string", "default_for cannot be used together with client_id")
	}
	if c.given("subject_type") && !c.given("client_id", "audience", "default_for") {
		// Assumption: the wording.
		return reply{}, badRequest("invalid_query_string", "subject_type requires one of client_id, audience, default_for")
	}
	audience := c.tenant.canonicalAudience(text(c.query, "audience"), c.request.Host)
	rows := c.tenant.clientGrants.listed(c.filters()+audience, func() []*record {
		rows := c.tenant.clientGrants.where(func(grant object) bool {
			for _, key := range []string{"client_id", "subject_type", "default_for", "allow_any_organization"} {
				if c.given(key) && grant[key] != c.query[key] {
					return false
				}
			}
			return audience == "" || text(grant, "audience") == audience
		})
		slices.SortFunc(rows, byID)
		return rows
	})
	return c.page(listing{key: "client_grants", rows: rows, checkpoint: true, show: showClientGrant})
}

func createClientGrant(c *call) (reply, error) {
	grant := withoutNulls(clone(c.object()))
	if grant["scope"] == nil && !flag(grant, "allow_all_scopes") {
		return reply{}, invalidBody("Payload validation error: 'Missing required property: scope'.")
	}
	grant["audience"] = c.tenant.canonicalAudience(text(grant, "audience"), c.request.Host)
	applyClientGrantDefaults(grant)
	if err := c.replica.checkGrantReferences(grant); err != nil {
		return reply{}, err
	}
	if err := c.tenant.checkNewClientGrant(grant); err != nil {
		return reply{}, err
	}
	c.tenant.clientGrants.add(text(grant, "id"), grant, c.now)
	return created(showClientGrant(grant))
}

func getClientGrant(c *call) (reply, error) {
	grant := c.tenant.clientGrants.get(c.id("id"))
	if grant == nil {
		return reply{}, errClientGrantMissing
	}
	return ok(showClientGrant(grant))
}

func updateClientGrant(c *call) (reply, error) {
	grant := c.tenant.clientGrants.get(c.id("id"))
	if grant == nil {
		return reply{}, errClientGrantMissing
	}
	if flag(grant, "is_system") {
		return reply{}, errSystemGrant
	}
	next := clone(grant)
	merge(next, clone(c.object()), replaceWhole)
	if flag(grant, "allow_all_scopes") && flag(next, "allow_all_scopes") && c.object()["scope"] != nil {
		return reply{}, validationError("scope cannot be set while allow_all_scopes is true")
	}
	hideScopes(next)
	if err := c.tenant.checkClientGrant(next); err != nil {
		return reply{}, err
	}
	c.tenant.clientGrants.set(c.id("id"), next)
	return ok(showClientGrant(next))
}

func deleteClientGrant(c *call) (reply, error) {
	if flag(c.tenant.clientGrants.get(c.id("id")), "is_system") {
		return reply{}, errSystemGrant
	}
	c.tenant.removeGrant(c.id("id"))
	return noContent()
}

// listClientGrantOrganizations lists the organizations a grant is tied to. A grant that does not exist has none: the call
// documents no 404.
func listClientGrantOrganizations(c *call) (reply, error) {
	var rows []*record
	for _, link := range c.tenant.organizationGrants {
		if link.GrantID == c.id("id") {
			rows = append(rows, c.tenant.organizations.byID[link.OrganizationID])
		}
	}
	return c.page(listing{key: "organizations", rows: rows, checkpoint: true, totalsLast: true, show: showOrganization})
}

func showClientGrant(grant object) any { return clientGrantKeys.arrange(grant) }
