package emulator

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode"
)

var connectionKeys = keyOrder{
	"id", "options", "strategy", "name", "provisioning_ticket_url", "display_name", "show_as_button", "is_domain_connection",
	"authentication", "connected_accounts", "metadata", "enabled_clients", "realms",
}

// connectionBase are the members an answer holds even where the fields parameter leaves them out.
var connectionBase = []string{"id", "is_domain_connection", "authentication", "connected_accounts"}

func listConnections(c *call) (reply, error) {
	name, strategies := text(c.query, "name"), list(c.query, "strategy")
	rows := c.tenant.connections.where(func(connection object) bool {
		return (name == "" || text(connection, "name") == name) &&
			(len(strategies) == 0 || slices.Contains(strategies, text(connection, "strategy")))
	})
	if !c.given("take", "from") {
		// Assumption: checkpoint pages are in creation order, since that is what their cursor holds.
		slices.SortFunc(rows, byName)
	}
	return c.page(listing{key: "connections", rows: rows, checkpoint: true, capped: true, show: c.showConnection})
}

func createConnection(c *call) (reply, error) {
	connection := withoutNulls(clone(c.object()))
	applyConnectionDefaults(connection, c.tenant.domain())
	if err := c.tenant.checkNewConnection(connection); err != nil {
		return reply{}, err
	}
	c.tenant.dropThirdParty(connection)
	encryptConfiguration(connection)
	c.tenant.connections.add(text(connection, "id"), connection, c.now)
	return created(c.showConnection(connection))
}

func getConnection(c *call) (reply, error) {
	connection := c.tenant.connections.get(c.id("id"))
	if connection == nil {
		return reply{}, errConnectionMissing
	}
	return ok(c.showConnection(connection))
}

func updateConnection(c *call) (reply, error) {
	connection := c.tenant.connections.get(c.id("id"))
	if connection == nil {
		return reply{}, errConnectionMissing
	}
	update := c.object()
	if _, sent := update["options"]; sent {
		if err := c.caller.require(anyOf{"update:connections_options"}); err != nil {
			return reply{}, err
		}
	}
	next := clone(connection)
	patchConnection(next, clone(update))
	if err := c.tenant.checkConnection(next); err != nil {
		return reply{}, err
	}
	c.tenant.dropThirdParty(next)
	encryptConfiguration(next)
	c.tenant.connections.set(c.id("id"), next)
	return ok(c.showConnection(next))
}

// deleteConnection answers 202 for a connection that was there, as Auth0 does while it goes on deleting users, and 204
// afterwards. Here nothing is left to delete, so the connection is gone at once.
func deleteConnection(c *call) (reply, error) {
	if c.tenant.connections.get(c.id("id")) == nil {
		return noContent()
	}
	c.tenant.connections.remove(c.id("id"))
	return reply{http.StatusAccepted, document{}.with("deleted_at", c.now.UTC().Format(timestamp))}, nil
}

func listConnectionClients(c *call) (reply, error) {
	connection := c.tenant.connections.get(c.id("id"))
	if connection == nil {
		return reply{}, errConnectionMissing
	}
	var rows []*record
	for _, id := range list(connection, "enabled_clients") {
		if r := c.tenant.clients.byID[id]; r != nil {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b *record) int { return a.created.Compare(b.created) })
	return c.checkpointPage(listing{key: "clients", rows: rows, show: func(client object) any {
		return object{"client_id": client["client_id"]}
	}})
}

func updateConnectionClients(c *call) (reply, error) {
	connection := c.tenant.connections.get(c.id("id"))
	if connection == nil {
		return reply{}, errConnectionMissing
	}
	changes := objects(c.body)
	for _, change := range changes {
		if id := text(change, "client_id"); c.tenant.clients.get(id) == nil || c.replica.clients.get(id) == nil {
			return reply{}, errClientMissing
		}
	}
	next := maps.Clone(connection)
	for _, change := range changes {
		next = withEnabled(next, text(change, "client_id"), flag(change, "status"))
	}
	c.tenant.dropThirdParty(next)
	c.tenant.connections.set(c.id("id"), next)
	return noContent()
}

func listClientConnections(c *call) (reply, error) {
	if c.tenant.clients.get(c.id("id")) == nil {
		return reply{}, errClientMissing
	}
	strategies := list(c.query, "strategy")
	rows := c.tenant.connections.where(func(connection object) bool {
		return slices.Contains(list(connection, "enabled_clients"), c.id("id")) &&
			(len(strategies) == 0 || slices.Contains(strategies, text(connection, "strategy")))
	})
	return c.checkpointPage(listing{key: "connections", rows: rows, show: func(connection object) any {
		shown := clone(connection)
		delete(shown, "enabled_clients")
		return c.showConnection(shown)
	}})
}

// showConnection leaves out options where the caller may not read them.
func (c *call) showConnection(connection object) any {
	shown := clone(connection)
	if !c.caller.has("read:connections_options") {
		delete(shown, "options")
	}
	return connectionKeys.arrange(c.selectFields(shown, connectionBase...))
}

// byName orders connections as Auth0 lists them: by name, without regard to case and punctuation.
func byName(a, b *record) int {
	return cmp.Or(cmp.Compare(collation(a), collation(b)), cmp.Compare(text(a.data, "name"), text(b.data, "name")))
}

func collation(r *record) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, text(r.data, "name"))
}
