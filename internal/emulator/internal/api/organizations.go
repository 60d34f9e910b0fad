package api

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

var organizationKeys = object.Order{
	"id", "name", "display_name", "branding", "metadata", "third_party_client_access", "is_app_entitlement_active",
	"client_association",
}

func organizationEndpoints() []endpoint {
	return []endpoint{
		{http.MethodGet, "/organizations", []anyOf{readOrgs}, schema.Queries["organizations"], nil, listOrganizations},
		{
			http.MethodPost,
			"/organizations",
			one("create:organizations"),
			schema.Queries["none"],
			schema.Organizations.Create,
			createOrganization,
		},
		{http.MethodGet, "/organizations/{id}", []anyOf{readOrgs}, schema.Queries["none"], nil, getOrganization},
		{http.MethodGet, "/organizations/name/{name}", []anyOf{readOrgs}, schema.Queries["none"], nil, getOrganizationByName},
		{
			http.MethodPatch,
			"/organizations/{id}",
			one("update:organizations"),
			schema.Queries["none"],
			schema.Organizations.Update,
			updateOrganization,
		},
		{
			http.MethodDelete,
			"/organizations/{id}",
			one("delete:organizations"),
			schema.Queries["none"],
			nil,
			deleteOrganization,
		},
	}
}

func listOrganizations(c *call) (answer.Reply, error) {
	// Assumption: without sort, organizations are listed in creation order.
	rows := slices.Clone(c.tenant.Organizations.Records)
	if key, direction, sorted := strings.Cut(object.Text(c.query, "sort"), ":"); sorted && !c.given("take", "from") {
		slices.SortStableFunc(rows, func(a, b *tenant.Record) int {
			order := cmp.Compare(object.Text(a.Data, key), object.Text(b.Data, key))
			if key == "created_at" {
				order = a.Created.Compare(b.Created)
			}
			if direction == "-1" {
				return -order
			}
			return order
		})
	}
	return c.page(listing{
		key: "organizations", rows: rows, checkpoint: true, totalsLast: true, capped: true, show: c.showWithAssociation,
	})
}

func createOrganization(c *call) (answer.Reply, error) {
	body := c.object()
	if _, sent := body["enabled_connections"]; sent {
		if err := c.caller.require(anyOf{"create:organization_connections"}); err != nil {
			return answer.Reply{}, err
		}
	}
	organization := object.WithoutNulls(object.Clone(body))
	rules.ApplyOrganizationDefaults(organization)
	if err := rules.CheckOrganizationName(c.tenant, organization); err != nil {
		return answer.Reply{}, err
	}
	for _, t := range []*tenant.Tenant{c.tenant, c.replica} {
		err := rules.CheckOrganizationConnections(t, nil, object.Objects(organization["enabled_connections"])...)
		if err != nil {
			return answer.Reply{}, err
		}
	}
	c.tenant.Organizations.Add(object.Text(organization, "id"), organization, c.now)
	return answer.Created(organizationKeys.Arrange(organization))
}

func getOrganization(c *call) (answer.Reply, error) {
	organization, err := c.organization()
	if err != nil {
		return answer.Reply{}, err
	}
	return answer.OK(showOrganization(organization))
}

func getOrganizationByName(c *call) (answer.Reply, error) {
	organization := c.tenant.Organizations.Find(
		func(o object.Object) bool { return object.Text(o, "name") == c.id("name") },
	)
	if organization == nil {
		return answer.Reply{}, answer.ErrOrganizationMissing
	}
	return answer.OK(showOrganization(organization))
}

func updateOrganization(c *call) (answer.Reply, error) {
	organization, err := c.organization()
	if err != nil {
		return answer.Reply{}, err
	}
	next := object.Clone(organization)
	object.Merge(next, object.Clone(c.object()), object.ReplaceWhole)
	if metadata, set := next["metadata"].(object.Object); set && len(metadata) == 0 {
		delete(next, "metadata")
	}
	if err := rules.CheckOrganizationName(c.tenant, next); err != nil {
		return answer.Reply{}, err
	}
	c.tenant.Organizations.Set(c.id("id"), next)
	return answer.OK(showOrganization(next))
}

// deleteOrganization answers 404 for an organization that does not exist. In all other collections, such a deletion
// succeeds.
func deleteOrganization(c *call) (answer.Reply, error) {
	if _, err := c.organization(); err != nil {
		return answer.Reply{}, err
	}
	c.tenant.Unlink(func(l tenant.OrganizationClientGrant) bool { return l.OrganizationID == c.id("id") })
	c.tenant.OrganizationClients.RemoveWhere(func(a object.Object) bool {
		return object.Text(a, "organization_id") == c.id("id")
	})
	rules.ForgetOrganization(c.tenant, c.id("id"))
	c.tenant.Organizations.Remove(c.id("id"))
	return answer.NoContent()
}

// organization finds the organization of the path.
func (c *call) organization() (object.Object, error) {
	if n := len(c.id("id")); n > 50 {
		return nil, answer.BadRequest("invalid_uri", "Path validation error: 'String is too long (%d chars), maximum 50' "+
			"on property id (Organization identifier).", n)
	}
	if organization := c.tenant.Organizations.Get(c.id("id")); organization != nil {
		return organization, nil
	}
	return nil, answer.ErrOrganizationMissing
}

// showWithAssociation shows an organization and, if it is associated with the client of the query, that association.
//
// Assumption: the name and form of the member; the parameter itself was recorded.
func (c *call) showWithAssociation(organization object.Object) any {
	id := tenant.AssociationID(object.Text(organization, "id"), object.Text(c.query, "include_client_association_for"))
	association := c.tenant.OrganizationClients.Get(id)
	if association == nil {
		return showOrganization(organization)
	}
	shown := object.Clone(organization)
	shown["client_association"] = object.Object{
		"client_id": association["client_id"], "use_for_member_access": association["use_for_member_access"],
	}
	return showOrganization(shown)
}

// showOrganization leaves out enabled_connections, which only the answer to a create has.
func showOrganization(organization object.Object) any {
	shown := object.Clone(organization)
	delete(shown, "enabled_connections")
	return organizationKeys.Arrange(shown)
}
