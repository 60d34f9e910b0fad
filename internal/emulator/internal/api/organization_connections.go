package api

import (
	"maps"
	"net/http"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// organizationConnectionEndpoints are about the connections that are enabled for an organization.
func organizationConnectionEndpoints() []endpoint {
	const all = "/organizations/{id}/enabled_connections"
	return []endpoint{
		{
			http.MethodGet, all, one("read:organization_connections"), schema.Queries["enabled-connections"], nil,
			listOrganizationConnections,
		},
		{
			http.MethodPost, all, one("create:organization_connections"), schema.Queries["none"],
			schema.OrganizationConnections, enableOrganizationConnection,
		},
	}
}

func listOrganizationConnections(c *call) (answer.Reply, error) {
	organization, err := c.organization()
	if err != nil {
		return answer.Reply{}, err
	}
	var rows []*tenant.Record
	for _, enabled := range rules.EnabledConnections(c.tenant, organization) {
		rows = append(rows, &tenant.Record{ID: object.Text(enabled, "connection_id"), Data: enabled})
	}
	return c.page(listing{key: "enabled_connections", rows: rows, totalsLast: true, show: c.showEnabledConnection})
}

// enableOrganizationConnection enables a connection for an organization.
//
// Assumption: the answers to one that does not exist, and to one that is enabled already.
func enableOrganizationConnection(c *call) (answer.Reply, error) {
	organization, err := c.organization()
	if err != nil {
		return answer.Reply{}, err
	}
	id := object.Text(c.object(), "connection_id")
	if c.tenant.Connections.Get(id) == nil {
		return answer.Reply{}, answer.ErrConnectionMissing
	}
	enabled := rules.EnabledConnections(c.tenant, organization)
	if slices.ContainsFunc(enabled, func(o object.Object) bool { return object.Text(o, "connection_id") == id }) {
		return answer.Reply{}, answer.Conflict("The connection %s is already enabled for the organization", id)
	}
	given := object.Clone(c.object())
	next, list := maps.Clone(organization), []any{}
	for _, one := range append(enabled, given) {
		list = append(list, one)
	}
	next["enabled_connections"] = list
	c.tenant.Organizations.Set(c.id("id"), next)
	return answer.Created(c.showEnabledConnection(given))
}

// showEnabledConnection shows how a connection is enabled, with what it is.
func (c *call) showEnabledConnection(enabled object.Object) any {
	connection := c.tenant.Connections.Get(object.Text(enabled, "connection_id"))
	out := object.Document{}.With("connection_id", enabled["connection_id"]).
		With("assign_membership_on_login", object.Flag(enabled, "assign_membership_on_login"))
	for _, key := range []string{"show_as_button", "is_signup_enabled"} {
		if value, has := enabled[key]; has {
			out = out.With(key, value)
		}
	}
	return out.With("connection", object.Document{}.With("name", connection["name"]).
		With("strategy", connection["strategy"]))
}
