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

var clientGrantKeys = object.Order{
	"id", "client_id", "audience", "scope", "organization_usage", "allow_any_organization", "is_system", "subject_type",
	"authorization_details_types", "allow_all_scopes", "default_for",
}

func clientGrantEndpoints() []endpoint {
	return []endpoint{
		{http.MethodGet, "/client-grants", one("read:client_grants"), schema.Queries["client-grants"], nil, listClientGrants},
		{
			http.MethodPost,
			"/client-grants",
			one("create:client_grants"),
			schema.Queries["none"],
			schema.ClientGrants.Create,
			createClientGrant,
		},
		{http.MethodGet, "/client-grants/{id}", one("read:client_grants"), schema.Queries["none"], nil, getClientGrant},
		{
			http.MethodPatch,
			"/client-grants/{id}",
			one("update:client_grants"),
			schema.Queries["none"],
			schema.ClientGrants.Update,
			updateClientGrant,
		},
		{
			http.MethodDelete,
			"/client-grants/{id}",
			one("delete:client_grants"),
			schema.Queries["none"],
			nil,
			deleteClientGrant,
		},
		{
			http.MethodGet,
			"/client-grants/{id}/organizations",
			one("read:organization_client_grants"),
			schema.Queries["client-grant-organizations"],
			nil,
			listClientGrantOrganizations,
		},
	}
}

func listClientGrants(c *call) (answer.Reply, error) {
	if c.given("client_id") && c.given("default_for") {
		// Assumption: the wording; the documentation says that the two exclude each other.
		return answer.Reply{}, answer.BadRequest("invalid_query_string", "default_for cannot be used together with client_id")
	}
	if c.given("subject_type") && !c.given("client_id", "audience", "default_for") {
		// Assumption: the wording.
		return answer.Reply{}, answer.BadRequest("invalid_query_string", "subject_type requires one of client_id, "+
			"audience, default_for")
	}
	audience := c.tenant.CanonicalAudience(object.Text(c.query, "audience"), c.request.Host)
	rows := c.tenant.ClientGrants.Listed(c.filters()+audience, func() []*tenant.Record {
		rows := c.tenant.ClientGrants.Matching(func(grant object.Object) bool {
			for _, key := range []string{"client_id", "subject_type", "default_for", "allow_any_organization"} {
				if c.given(key) && grant[key] != c.query[key] {
					return false
				}
			}
			return audience == "" || object.Text(grant, "audience") == audience
		})
		slices.SortFunc(rows, byID)
		return rows
	})
	return c.page(listing{key: "client_grants", rows: rows, checkpoint: true, show: showClientGrant})
}

func createClientGrant(c *call) (answer.Reply, error) {
	grant := object.WithoutNulls(object.Clone(c.object()))
	if grant["scope"] == nil && !object.Flag(grant, "allow_all_scopes") {
		return answer.Reply{}, answer.InvalidBody("Payload validation error: 'Missing required property: scope'.")
	}
	grant["audience"] = c.tenant.CanonicalAudience(object.Text(grant, "audience"), c.request.Host)
	rules.ApplyClientGrantDefaults(grant)
	if err := rules.CheckGrantReferences(c.replica, grant); err != nil {
		return answer.Reply{}, err
	}
	if err := rules.CheckNewClientGrant(c.tenant, grant); err != nil {
		return answer.Reply{}, err
	}
	c.tenant.ClientGrants.Add(object.Text(grant, "id"), grant, c.now)
	return answer.Created(showClientGrant(grant))
}

func getClientGrant(c *call) (answer.Reply, error) {
	grant := c.tenant.ClientGrants.Get(c.id("id"))
	if grant == nil {
		return answer.Reply{}, answer.ErrClientGrantMissing
	}
	return answer.OK(showClientGrant(grant))
}

func updateClientGrant(c *call) (answer.Reply, error) {
	grant := c.tenant.ClientGrants.Get(c.id("id"))
	if grant == nil {
		return answer.Reply{}, answer.ErrClientGrantMissing
	}
	if object.Flag(grant, "is_system") {
		return answer.Reply{}, rules.ErrSystemGrant
	}
	next := object.Clone(grant)
	object.Merge(next, object.Clone(c.object()), object.ReplaceWhole)
	if object.Flag(grant, "allow_all_scopes") && object.Flag(next, "allow_all_scopes") && c.object()["scope"] != nil {
		return answer.Reply{}, rules.ValidationError("scope cannot be set while allow_all_scopes is true")
	}
	rules.HideScopes(next)
	if err := rules.CheckClientGrant(c.tenant, next); err != nil {
		return answer.Reply{}, err
	}
	c.tenant.ClientGrants.Set(c.id("id"), next)
	return answer.OK(showClientGrant(next))
}

func deleteClientGrant(c *call) (answer.Reply, error) {
	if object.Flag(c.tenant.ClientGrants.Get(c.id("id")), "is_system") {
		return answer.Reply{}, rules.ErrSystemGrant
	}
	c.tenant.RemoveGrant(c.id("id"))
	return answer.NoContent()
}

// listClientGrantOrganizations lists the organizations a grant is tied to. A grant that does not exist has none: the
// call documents no 404.
func listClientGrantOrganizations(c *call) (answer.Reply, error) {
	var rows []*tenant.Record
	for _, link := range c.tenant.OrganizationGrants {
		if link.GrantID == c.id("id") {
			rows = append(rows, c.tenant.Organizations.ByID[link.OrganizationID])
		}
	}
	return c.page(listing{key: "organizations", rows: rows, checkpoint: true, totalsLast: true, show: showOrganization})
}

func showClientGrant(grant object.Object) any { return clientGrantKeys.Arrange(grant) }
