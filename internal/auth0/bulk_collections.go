package auth0

import (
	"context"
	"net/http"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Collection names a collection whose objects are read in bulk.
type Collection string

// The collections of which it is worth knowing how many objects to expect: see [Client.Expect].
const (
	CollectionApplications Collection = "clients"
	CollectionClientGrants Collection = "client-grants"
)

// Expect says how many objects of the collection the caller is going to read. It may be wrong: a number that is too
// small is ignored as soon as that shows, and one that is too great costs at most twice the calls that listing the
// whole collection takes.
func (c *Client) Expect(collection Collection, objects int) {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	switch collection {
	case CollectionApplications:
		c.applications.expect(objects)
	case CollectionClientGrants:
		c.grants.expect(objects)
	}
}

// Count returns how many objects of the collection the client was asked for or created so far.
func (c *Client) Count(collection Collection) int {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	switch collection {
	case CollectionApplications:
		return c.applications.count()
	case CollectionClientGrants:
		return c.grants.count()
	default:
		return 0
	}
}

func (b *bulk[T]) expect(objects int) { b.tally.hint = max(b.tally.hint, objects) }

func (b *bulk[T]) count() int { return b.tally.reads + b.created }

// collections are what the client reads in bulk.
type collections struct {
	journal       *journal
	applications  *bulk[Application]
	grants        *bulk[ClientGrant]
	defaults      *bulk[[]ClientGrant] // by audience
	connections   *bulk[Connection]
	organizations *bulk[Organization]
	settings      *bulk[TenantSettings]
	listings      listings
}

func newCollections(c *Client) collections {
	j := newJournal()
	all := collections{
		journal:       j,
		applications:  newBulk(j, applicationSource(c)),
		grants:        newBulk(j, grantSource(c)),
		defaults:      newBulk(j, defaultsSource(c)),
		connections:   newBulk(j, connectionSource(c)),
		organizations: newBulk(j, organizationSource(c)),
		settings:      newBulk(j, settingsSource(c)),
	}
	all.listings = newListings(c, &all)
	return all
}

func applicationSource(c *Client) source[Application] {
	return source[Application]{
		collection: string(CollectionApplications),
		path:       func(id string) string { return call.PathTo("clients", id) },
		key:        func(a Application) string { return a.ClientID },
		one: func(ctx context.Context, id string) (*Application, error) {
			r := call.Request{Method: http.MethodGet, Path: call.PathTo("clients", id), Query: withoutSecrets()}
			shown, err := call.One(ctx, c.caller, r, call.HasKey[shownApplication](id))
			if err != nil {
				return nil, err
			}
			whole, err := wholly(call.PathTo("clients", id), *shown)
			if err != nil {
				return nil, err
			}
			return &whole[0], nil
		},
		pages: func() call.Pager[Application] {
			query := withoutSecrets()
			query.Set("is_first_party", "false")
			next := call.ByNumber[shownApplication](c.caller, call.PathTo("clients"), "clients", query)
			return func(ctx context.Context) ([]Application, int, error) {
				shown, left, err := next(ctx)
				if err != nil {
					return nil, 0, err
				}
				whole, err := wholly(call.PathTo("clients"), shown...)
				return whole, left, err
			}
		},
	}
}

func grantSource(c *Client) source[ClientGrant] {
	return source[ClientGrant]{
		collection: string(CollectionClientGrants),
		path:       func(id string) string { return call.PathTo("client-grants", id) },
		key:        func(g ClientGrant) string { return g.ID },
		parts:      func(g ClientGrant) []object { return []object{grantsOf(g.ClientID)} },
		one: func(ctx context.Context, id string) (*ClientGrant, error) {
			return call.One(ctx, c.caller, call.Request{Method: http.MethodGet, Path: call.PathTo("client-grants", id)}, call.HasKey[ClientGrant](id))
		},
		pages: func() call.Pager[ClientGrant] {
			return call.ByNumber[ClientGrant](c.caller, call.PathTo("client-grants"), "client_grants", url.Values{})
		},
	}
}

// defaultsSource reads default permissions by audience. The listing holds those of all APIs and is short: an API has
// at most two.
func defaultsSource(c *Client) source[[]ClientGrant] {
	audience := func(g ClientGrant) string { return g.Audience }
	return source[[]ClientGrant]{
		collection: collectionDefaults,
		path:       func(string) string { return call.PathTo("client-grants") },
		key:        func(grants []ClientGrant) string { return audience(grants[0]) },
		parts: func(grants []ClientGrant) []object {
			parts := make([]object, len(grants))
			for i, grant := range grants {
				parts[i] = object{string(CollectionClientGrants), grant.ID}
			}
			return parts
		},
		one: func(ctx context.Context, audience string) (*[]ClientGrant, error) {
			grants, err := c.ListClientGrants(ctx, ClientGrantFilter{DefaultFor: DefaultForThirdPartyClients, Audience: audience})
			return &grants, err
		},
		pages: func() call.Pager[[]ClientGrant] {
			query := url.Values{"default_for": {DefaultForThirdPartyClients}}
			return call.Grouped(call.ByNumber[ClientGrant](c.caller, call.PathTo("client-grants"), "client_grants", query), audience)
		},
	}
}

func connectionSource(c *Client) source[Connection] {
	return source[Connection]{
		collection: "connections",
		path:       func(id string) string { return call.PathTo("connections", id) },
		key:        func(connection Connection) string { return connection.ID },
		one: func(ctx context.Context, id string) (*Connection, error) {
			r := call.Request{Method: http.MethodGet, Path: call.PathTo("connections", id), Query: withoutOptions()}
			return call.One(ctx, c.caller, r, call.HasKey[Connection](id))
		},
		pages: func() call.Pager[Connection] {
			return call.ByEither[Connection](c.caller, call.PathTo("connections"), "connections", withoutOptions)
		},
	}
}

const collectionDefaults = "default permissions"

// grantsOf stands for all grants of an application, which are deleted with it.
func grantsOf(clientID string) object { return object{"grants of application", clientID} }
