package api

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// connectionView is one of the two collections of calls about the connections of an organization. The older one has
// only enabled connections, the newer one all.
type connectionView struct {
	path  string // below the organization
	key   string // of lists
	all   bool
	shown object.Order // members of a connection in answers
}

var connectionViews = []connectionView{
	{"/enabled_connections", "enabled_connections", false, object.Order{
		"connection_id", "assign_membership_on_login", "show_as_button", "is_signup_enabled",
	}},
	{"/connections", "connections", true, object.Order{
		"organization_connection_name", "connection_id", "assign_membership_on_login", "show_as_button", "is_signup_enabled",
		"organization_access_level", "is_enabled",
	}},
}

// organizationConnectionEndpoints are about the connections of organizations.
//
// Assumption: /connections takes the scopes of /enabled_connections; it is known from the types of a client.
func organizationConnectionEndpoints() []endpoint {
	var out []endpoint
	for _, view := range connectionViews {
		all := "/organizations/{id}" + view.path
		each := all + "/{connection_id}"
		query, bodies := schema.Queries["enabled-connections"], schema.OrganizationConnections
		if view.all {
			query, bodies = schema.Queries["organization-all-connections"], schema.OrganizationAllConnections
		}
		none := schema.Queries["none"]
		out = append(
			out,
			endpoint{http.MethodGet, all, one("read:organization_connections"), query, nil, view.list},
			endpoint{http.MethodPost, all, one("create:organization_connections"), none, bodies.Create, view.create},
			endpoint{http.MethodGet, each, one("read:organization_connections"), none, nil, view.get},
			endpoint{http.MethodPatch, each, one("update:organization_connections"), none, bodies.Update, view.update},
			endpoint{http.MethodDelete, each, one("delete:organization_connections"), none, nil, view.remove},
		)
	}
	return out
}

func (v connectionView) list(c *call) (answer.Reply, error) {
	organization, err := c.organization()
	if err != nil {
		return answer.Reply{}, err
	}
	var rows []*tenant.Record
	for _, connection := range rules.OrganizationConnections(organization) {
		if v.has(connection) && (!c.given("is_enabled") || connection["is_enabled"] == c.query["is_enabled"]) {
			rows = append(rows, &tenant.Record{ID: object.Text(connection, "connection_id"), Data: connection})
		}
	}
	return c.page(listing{
		key: v.key, rows: rows, totalsLast: true,
		show: func(connection object.Object) any { return v.show(c, connection) },
	})
}

// has reports whether this collection contains a connection.
func (v connectionView) has(connection object.Object) bool {
	return v.all || object.Flag(connection, "is_enabled")
}

func (v connectionView) create(c *call) (answer.Reply, error) {
	organization, err := c.organization()
	if err != nil {
		return answer.Reply{}, err
	}
	connection := object.WithoutNulls(object.Clone(c.object()))
	for _, t := range []*tenant.Tenant{c.tenant, c.replica} {
		if err := rules.CheckOrganizationConnections(t, organization, connection); err != nil {
			return answer.Reply{}, err
		}
	}
	return answer.Created(v.set(c, organization, connection))
}

func (v connectionView) get(c *call) (answer.Reply, error) {
	_, connection, err := v.connection(c)
	if err != nil {
		return answer.Reply{}, err
	}
	return answer.OK(v.show(c, connection))
}

func (v connectionView) update(c *call) (answer.Reply, error) {
	organization, connection, err := v.connection(c)
	if err != nil {
		return answer.Reply{}, err
	}
	object.Merge(connection, object.Clone(c.object()), object.ReplaceWhole)
	return answer.OK(v.set(c, organization, connection))
}

// set gives an organization a connection, and shows it.
func (v connectionView) set(c *call, organization, connection object.Object) any {
	next := rules.WithConnection(organization, connection)
	c.tenant.Organizations.Set(c.id("id"), next)
	return v.show(c, rules.OrganizationConnection(next, object.Text(connection, "connection_id")))
}

// remove removes a connection from an organization. It succeeds even if the organization does not have it.
func (v connectionView) remove(c *call) (answer.Reply, error) {
	organization, err := c.organization()
	if err != nil {
		return answer.Reply{}, err
	}
	c.tenant.Organizations.Set(c.id("id"), rules.WithoutConnection(organization, c.id("connection_id")))
	return answer.NoContent()
}

// connection finds the connection of the path, and its organization.
//
// Assumption: status and wording for one that the organization does not have.
func (v connectionView) connection(c *call) (organization, connection object.Object, err error) {
	if organization, err = c.organization(); err != nil {
		return nil, nil, err
	}
	connection = rules.OrganizationConnection(organization, c.id("connection_id"))
	if connection == nil || !v.has(connection) {
		return nil, nil, answer.NotFound("", "The connection is not enabled for the organization")
	}
	return organization, connection, nil
}

func (v connectionView) show(c *call, connection object.Object) any {
	out := object.Document{}
	for _, key := range v.shown {
		if value, has := connection[key]; has {
			out = out.With(key, value)
		}
	}
	of := c.tenant.Connections.Get(object.Text(connection, "connection_id"))
	return out.With("connection", object.Document{}.With("name", of["name"]).With("strategy", of["strategy"]))
}
