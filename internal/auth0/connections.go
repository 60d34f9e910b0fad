package auth0

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Connection is an identity provider of the tenant. IsDomainConnection says that every third-party application may
// log users in with it.
type Connection struct {
	ID                 string   `json:"id"`
	Name               string   `json:"name"`
	DisplayName        string   `json:"display_name"`
	Strategy           string   `json:"strategy"`
	Realms             []string `json:"realms"`
	IsDomainConnection bool     `json:"is_domain_connection"`
}

// Key returns what the connection is asked for by.
func (c Connection) Key() string { return c.ID }

// ConnectionFields is the body of an update. The API resets a DisplayName that is left out to the connection's name,
// and by its description Realms likewise (recorded traffic shows them kept), so an update sends those it read. Options
// are replaced whole when sent, so they never are.
type ConnectionFields struct {
	IsDomainConnection Field[bool]     `json:"is_domain_connection,omitzero"`
	DisplayName        Field[string]   `json:"display_name,omitzero"`
	Realms             Field[[]string] `json:"realms,omitzero"`
}

// Connections are the calls of the collection of connections.
type Connections struct {
	*tenant
	memory  *cache.Collection[Connection]
	listing *cache.Listing[Connection]
}

// EachConnection yields every connection, without its options.
//
// Scope: read:connections.
func (c *Connections) EachConnection(ctx context.Context) iter.Seq2[Connection, error] {
	return call.Each[Connection](ctx, c.caller, call.PathTo("connections"), "connections", withoutOptions())
}

// ListConnections returns every connection, without its options.
//
// Scope: read:connections.
func (c *Connections) ListConnections(ctx context.Context) ([]Connection, error) {
	return c.listing.All(ctx)
}

// ReadConnection returns one connection without its options, which can be large and hold secrets.
//
// Scope: read:connections.
func (c *Connections) ReadConnection(ctx context.Context, id string, how Freshness) (*Connection, error) {
	return c.memory.Read(ctx, id, how)
}

// FindConnections returns the connections with the given name: one, or none.
//
// Scope: read:connections.
func (c *Connections) FindConnections(ctx context.Context, name string) ([]Connection, error) {
	query := withoutOptions()
	query.Set("name", name)
	items, err := call.List[Connection](ctx, c.caller, call.PathTo("connections"), "connections", query)
	if err != nil {
		return nil, err
	}
	return c.memory.Reconcile(ctx, items, func(connection Connection) bool { return connection.Name == name })
}

// UpdateConnection changes the given members of a connection and returns it whole. The API refuses empty fields.
//
// Scope: update:connections.
func (c *Connections) UpdateConnection(ctx context.Context, id string, fields ConnectionFields) (*Connection, error) {
	return c.memory.Update(ctx, id, fields, func() (*Connection, error) {
		r := call.Request{Method: http.MethodPatch, Path: call.PathTo("connections", id), Body: fields}
		return call.One(ctx, c.caller, r, call.HasKey[Connection](id))
	})
}

// withoutOptions is the query that keeps a connection's options out of the answer.
func withoutOptions() url.Values {
	return url.Values{"fields": {"options"}, "include_fields": {"false"}}
}

// connectionSource reads connections.
type connectionSource struct{ *tenant }

func (connectionSource) Collection() string              { return "connections" }
func (connectionSource) Path(id string) string           { return call.PathTo("connections", id) }
func (connectionSource) Key(c Connection) string         { return c.ID }
func (connectionSource) Parts(Connection) []cache.Object { return nil }

func (s connectionSource) Read(ctx context.Context, id string) (*Connection, error) {
	r := call.Request{Method: http.MethodGet, Path: s.Path(id), Query: withoutOptions()}
	return call.One(ctx, s.caller, r, call.HasKey[Connection](id))
}

func (s connectionSource) Pages() cache.Pager[Connection] {
	return call.ByEither[Connection](s.caller, call.PathTo("connections"), "connections", withoutOptions)
}
