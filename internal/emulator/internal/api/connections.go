package api

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

var connectionKeys = object.Order{
	"id",
	"options",
	"strategy",
	"name",
	"provisioning_ticket_url",
	"display_name",
	"show_as_button",
	"is_domain_connection",
	"authentication",
	"connected_accounts",
	"metadata",
	"enabled_clients",
	"realms",
}

// connectionBase are the members that an answer has even if the parameter fields leaves them out.
var connectionBase = []string{"id", "is_domain_connection", "authentication", "connected_accounts"}

func connectionEndpoints() []endpoint {
	return []endpoint{
		{http.MethodGet, "/connections", one("read:connections"), schema.Queries["connections"], nil, listConnections},
		{
			http.MethodPost,
			"/connections",
			one("create:connections"),
			schema.Queries["none"],
			schema.Connections.Create,
			createConnection,
		},
		{http.MethodGet, "/connections/{id}", one("read:connections"), schema.Queries["connection"], nil, getConnection},
		{
			http.MethodPatch,
			"/connections/{id}",
			one("update:connections"),
			schema.Queries["none"],
			schema.Connections.Update,
			updateConnection,
		},
		{http.MethodDelete, "/connections/{id}", one("delete:connections"), schema.Queries["none"], nil, deleteConnection},
		{
			http.MethodGet,
			"/connections/{id}/clients",
			one("read:connections"),
			schema.Queries["connection-clients"],
			nil,
			listConnectionClients,
		},
		{
			http.MethodPatch,
			"/connections/{id}/clients",
			one("update:connections"),
			schema.Queries["none"],
			schema.ConnectionClients,
			updateConnectionClients,
		},
	}
}

func listConnections(c *call) (answer.Reply, error) {
	name, strategies := object.Text(c.query, "name"), object.List(c.query, "strategy")
	rows := c.tenant.Connections.Matching(func(connection object.Object) bool {
		return (name == "" || object.Text(connection, "name") == name) &&
			(len(strategies) == 0 || slices.Contains(strategies, object.Text(connection, "strategy")))
	})
	if !c.given("take", "from") {
		// Assumption: checkpoint pages are in creation order, since that is what their cursor holds.
		slices.SortFunc(rows, byName)
	}
	return c.page(listing{key: "connections", rows: rows, checkpoint: true, capped: true, show: c.showConnection})
}

func createConnection(c *call) (answer.Reply, error) {
	connection := object.WithoutNulls(object.Clone(c.object()))
	rules.ApplyConnectionDefaults(connection, c.tenant.Domain())
	if err := rules.CheckNewConnection(c.tenant, connection); err != nil {
		return answer.Reply{}, err
	}
	rules.DropThirdParty(c.tenant, connection)
	rules.EncryptConfiguration(connection)
	c.tenant.Connections.Add(object.Text(connection, "id"), connection, c.now)
	return answer.Created(c.showConnection(connection))
}

func getConnection(c *call) (answer.Reply, error) {
	connection := c.tenant.Connections.Get(c.id("id"))
	if connection == nil {
		return answer.Reply{}, answer.ErrConnectionMissing
	}
	return answer.OK(c.showConnection(connection))
}

func updateConnection(c *call) (answer.Reply, error) {
	connection := c.tenant.Connections.Get(c.id("id"))
	if connection == nil {
		return answer.Reply{}, answer.ErrConnectionMissing
	}
	update := c.object()
	if _, sent := update["options"]; sent {
		if err := c.caller.require(anyOf{"update:connections_options"}); err != nil {
			return answer.Reply{}, err
		}
	}
	next := object.Clone(connection)
	rules.PatchConnection(next, object.Clone(update))
	if err := rules.CheckConnection(c.tenant, next); err != nil {
		return answer.Reply{}, err
	}
	rules.DropThirdParty(c.tenant, next)
	rules.EncryptConfiguration(next)
	c.tenant.Connections.Set(c.id("id"), next)
	return answer.OK(c.showConnection(next))
}

// deleteConnection answers 202 for a connection that existed, as Auth0 does while it still deletes users, and 204
// otherwise. The emulator deletes the connection and its users at once.
func deleteConnection(c *call) (answer.Reply, error) {
	connection := c.tenant.Connections.Get(c.id("id"))
	if connection == nil {
		return answer.NoContent()
	}
	rules.ForgetConnection(c.tenant, connection)
	c.tenant.Connections.Remove(c.id("id"))
	return answer.Reply{
		Status: http.StatusAccepted,
		Body:   object.Document{}.With("deleted_at", c.now.UTC().Format(object.TimeFormat)),
	}, nil
}

func listConnectionClients(c *call) (answer.Reply, error) {
	connection := c.tenant.Connections.Get(c.id("id"))
	if connection == nil {
		return answer.Reply{}, answer.ErrConnectionMissing
	}
	var rows []*tenant.Record
	for _, id := range object.List(connection, "enabled_clients") {
		if r := c.tenant.Clients.ByID[id]; r != nil {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b *tenant.Record) int { return a.Created.Compare(b.Created) })
	return c.checkpointPage(listing{key: "clients", rows: rows, show: func(client object.Object) any {
		return object.Object{"client_id": client["client_id"]}
	}})
}

func updateConnectionClients(c *call) (answer.Reply, error) {
	connection := c.tenant.Connections.Get(c.id("id"))
	if connection == nil {
		return answer.Reply{}, answer.ErrConnectionMissing
	}
	changes := object.Objects(c.body)
	for _, change := range changes {
		if id := object.Text(change, "client_id"); c.tenant.Clients.Get(id) == nil || c.replica.Clients.Get(id) == nil {
			return answer.Reply{}, answer.ErrClientMissing
		}
	}
	next := maps.Clone(connection)
	for _, change := range changes {
		next = rules.WithEnabled(next, object.Text(change, "client_id"), object.Flag(change, "status"))
	}
	rules.DropThirdParty(c.tenant, next)
	c.tenant.Connections.Set(c.id("id"), next)
	return answer.NoContent()
}

func listClientConnections(c *call) (answer.Reply, error) {
	if c.tenant.Clients.Get(c.id("id")) == nil {
		return answer.Reply{}, answer.ErrClientMissing
	}
	strategies := object.List(c.query, "strategy")
	rows := c.tenant.Connections.Matching(func(connection object.Object) bool {
		return slices.Contains(object.List(connection, "enabled_clients"), c.id("id")) &&
			(len(strategies) == 0 || slices.Contains(strategies, object.Text(connection, "strategy")))
	})
	return c.checkpointPage(listing{key: "connections", rows: rows, show: func(connection object.Object) any {
		shown := object.Clone(connection)
		delete(shown, "enabled_clients")
		return c.showConnection(shown)
	}})
}

// showConnection leaves out options if the caller may not read them.
func (c *call) showConnection(connection object.Object) any {
	shown := object.Clone(connection)
	if !c.caller.has("read:connections_options") {
		delete(shown, "options")
	}
	return connectionKeys.Arrange(c.selectFields(shown, connectionBase...))
}

// byName orders connections as Auth0 lists them: by name, without regard to case and punctuation.
func byName(a, b *tenant.Record) int {
	return cmp.Or(
		cmp.Compare(collation(a), collation(b)),
		cmp.Compare(object.Text(a.Data, "name"), object.Text(b.Data, "name")),
	)
}

func collation(r *tenant.Record) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, object.Text(r.Data, "name"))
}
