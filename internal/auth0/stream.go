package auth0

import (
	"context"
	"iter"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// The collections below are yielded as they are fetched, a page at a time, for whoever may not want all of them. What
// this client wrote before is not taken into account.

// EachThirdPartyApplication yields every third-party application, without its secrets.
//
// Scope: read:clients.
func (c *Client) EachThirdPartyApplication(ctx context.Context) iter.Seq2[Application, error] {
	return func(yield func(Application, error) bool) {
		query := withoutSecrets()
		query.Set("is_first_party", "false")
		for shown, err := range call.Each[shownApplication](ctx, c.caller, call.PathTo("clients"), "clients", query) {
			var whole []Application
			if err == nil {
				whole, err = wholly(call.PathTo("clients"), shown)
			}
			if err != nil {
				yield(Application{}, err)
				return
			}
			if !yield(whole[0], nil) {
				return
			}
		}
	}
}

// EachClientGrant yields every grant the filter admits.
//
// Scope: read:client_grants.
func (c *Client) EachClientGrant(ctx context.Context, filter ClientGrantFilter) iter.Seq2[ClientGrant, error] {
	return func(yield func(ClientGrant, error) bool) {
		for grant, err := range call.Each[ClientGrant](ctx, c.caller, call.PathTo("client-grants"), "client_grants", filter.query()) {
			if (err != nil || filter.admits(grant)) && !yield(grant, err) {
				return
			}
		}
	}
}

// EachConnection yields every connection, without its options.
//
// Scope: read:connections.
func (c *Client) EachConnection(ctx context.Context) iter.Seq2[Connection, error] {
	return call.Each[Connection](ctx, c.caller, call.PathTo("connections"), "connections", withoutOptions())
}

// EachOrganization yields every organization.
//
// Scope: read:organizations.
func (c *Client) EachOrganization(ctx context.Context) iter.Seq2[Organization, error] {
	return call.Each[Organization](ctx, c.caller, call.PathTo("organizations"), "organizations", url.Values{})
}
