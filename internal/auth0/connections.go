package auth0

import (
	"context"
	"net/http"
	"net/url"

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

// ReadConnection returns one connection without its options, which can be large and hold secrets.
//
// Scope: read:connections.
func (c *Client) ReadConnection(ctx context.Context, id string, how Freshness) (*Connection, error) {
	return c.connections.read(ctx, id, how)
}

// FindConnections returns the connections with the given name: one, or none.
//
// Scope: read:connections.
func (c *Client) FindConnections(ctx context.Context, name string) ([]Connection, error) {
	query := withoutOptions()
	query.Set("name", name)
	items, err := call.List[Connection](ctx, c.caller, call.PathTo("connections"), "connections", query)
	if err != nil {
		return nil, err
	}
	return c.connections.reconcile(ctx, items, func(connection Connection) bool { return connection.Name == name })
}

// UpdateConnection changes the given members of a connection and returns it whole. The API refuses empty fields.
//
// Scope: update:connections.
func (c *Client) UpdateConnection(ctx context.Context, id string, fields ConnectionFields) (*Connection, error) {
	return c.connections.update(ctx, id, fields, func() (*Connection, error) {
		r := call.Request{Method: http.MethodPatch, Path: call.PathTo("connections", id), Body: fields}
		return call.One(ctx, c.caller, r, call.HasKey[Connection](id))
	})
}

// withoutOptions is the query that keeps a connection's options out of the answer.
func withoutOptions() url.Values {
	return url.Values{"fields": {"options"}, "include_fields": {"false"}}
}
