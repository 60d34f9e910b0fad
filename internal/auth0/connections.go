package auth0

import (
	"context"
	"net/http"
	"net/url"
)

// Connection is an identity provider of the tenant. IsDomainConnection says that every third-party application may
// log users in with it.
type Connection struct {
	ID                 string `json:"id"`
	Name               string `json:"name"`
	DisplayName        string `json:"display_name"`
	Strategy           string `json:"strategy"`
	IsDomainConnection bool   `json:"is_domain_connection"`
}

// ConnectionFields is the body of an update. The API resets a DisplayName that is left out to the connection's name,
// so an update sends the one it read. Options are replaced whole when sent, so they never are.
type ConnectionFields struct {
	IsDomainConnection Field[bool]   `json:"is_domain_connection,omitzero"`
	DisplayName        Field[string] `json:"display_name,omitzero"`
}

// ReadConnection returns one connection without its options, which can be large and hold secrets.
func (c *Client) ReadConnection(ctx context.Context, id string) (*Connection, error) {
	var connection Connection
	err := c.do(ctx, request{
		method: http.MethodGet,
		path:   "/connections/" + url.PathEscape(id),
		query:  withoutOptions(),
	}, &connection)
	if err != nil {
		return nil, err
	}
	return &connection, nil
}

// FindConnections returns the connections with the given name: one, or none.
func (c *Client) FindConnections(ctx context.Context, name string) ([]Connection, error) {
	query := withoutOptions()
	query.Set("name", name)
	return list[Connection](ctx, c, "/connections", "connections", query)
}

// UpdateConnection changes the given members of a connection and returns it whole.
func (c *Client) UpdateConnection(ctx context.Context, id string, fields ConnectionFields) (*Connection, error) {
	var connection Connection
	err := c.do(ctx, request{method: http.MethodPatch, path: "/connections/" + url.PathEscape(id), body: fields}, &connection)
	if err != nil {
		return nil, err
	}
	return &connection, nil
}

func withoutOptions() url.Values {
	return url.Values{"fields": {"options"}, "include_fields": {"false"}}
}
