package api

import (
	"net/http"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

func organizationGrantEndpoints() []endpoint {
	return []endpoint{
		{
			http.MethodGet,
			"/organizations/{id}/client-grants",
			one("read:organization_client_grants"),
			schema.Queries["organization-client-grants"],
			nil,
			listOrganizationClientGrants,
		},
		{
			http.MethodPost,
			"/organizations/{id}/client-grants",
			one("create:organization_client_grants"),
			schema.Queries["none"],
			schema.OrganizationClientGrants,
			createOrganizationClientGrant,
		},
		{
			http.MethodDelete,
			"/organizations/{id}/client-grants/{grant_id}",
			one("delete:organization_client_grants"),
			schema.Queries["none"],
			nil,
			deleteOrganizationClientGrant,
		},
	}
}

func listOrganizationClientGrants(c *call) (answer.Reply, error) {
	if _, err := c.organization(); err != nil {
		return answer.Reply{}, err
	}
	ids := object.List(c.query, "grant_ids")
	var rows []*tenant.Record
	for _, link := range c.tenant.OrganizationGrants {
		grant := c.tenant.ClientGrants.ByID[link.GrantID]
		if link.OrganizationID == c.id("id") && (len(ids) == 0 || slices.Contains(ids, link.GrantID)) &&
			(!c.given("audience") || grant.Data["audience"] == c.query["audience"]) &&
			(!c.given("client_id") || grant.Data["client_id"] == c.query["client_id"]) {
			rows = append(rows, grant)
		}
	}
	return c.page(listing{key: "client_grants", rows: rows, totalsLast: true, show: func(grant object.Object) any {
		return addGrantMembers(object.Document{}.With("id", grant["id"]), grant, true)
	}})
}

// createOrganizationClientGrant ties a grant to an organization. The answer names the grant's id grant_id and has no
// subject_type, unlike the list.
//
// Assumption: the wording of refusals; the statuses are documented.
func createOrganizationClientGrant(c *call) (answer.Reply, error) {
	if _, err := c.organization(); err != nil {
		return answer.Reply{}, err
	}
	id := object.Text(c.object(), "grant_id")
	grant := c.tenant.ClientGrants.Get(id)
	if grant == nil || c.replica.ClientGrants.Get(id) == nil {
		return answer.Reply{}, answer.ErrClientGrantMissing
	}
	link := tenant.OrganizationClientGrant{OrganizationID: c.id("id"), GrantID: id}
	if slices.Contains(c.tenant.OrganizationGrants, link) {
		return answer.Reply{}, answer.Conflict("The client grant is already associated with the organization")
	}
	linked := 0
	for _, other := range c.tenant.OrganizationGrants {
		if other.OrganizationID == link.OrganizationID {
			linked++
		}
	}
	if linked >= rules.OrganizationGrantLimit {
		return answer.Reply{}, answer.Conflict("The organization already has %d client grants", rules.OrganizationGrantLimit)
	}
	c.tenant.SetOrganizationGrants(append(slices.Clone(c.tenant.OrganizationGrants), link))
	return answer.Created(addGrantMembers(object.Document{}.With("grant_id", id), grant, false))
}

func deleteOrganizationClientGrant(c *call) (answer.Reply, error) {
	if _, err := c.organization(); err != nil {
		return answer.Reply{}, err
	}
	link := tenant.OrganizationClientGrant{OrganizationID: c.id("id"), GrantID: c.id("grant_id")}
	c.tenant.Unlink(func(other tenant.OrganizationClientGrant) bool { return other == link })
	return answer.NoContent()
}

// addGrantMembers adds the members of a grant that organizations show, in their order.
func addGrantMembers(out object.Document, grant object.Object, withSubject bool) object.Document {
	keys := []string{"client_id", "audience", "scope", "organization_usage", "allow_any_organization"}
	if withSubject {
		keys = append(keys, "subject_type")
	}
	for _, key := range keys {
		if value, has := grant[key]; has {
			out = out.With(key, value)
		}
	}
	return out
}
