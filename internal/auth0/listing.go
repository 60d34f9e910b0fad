package auth0

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// ListThirdPartyApplications returns every third-party application, without its secrets.
//
// Scope: read:clients.
func (c *Client) ListThirdPartyApplications(ctx context.Context) ([]Application, error) {
	return c.listings.applications.all(ctx)
}

// ListAllClientGrants returns every grant of every application, and all default permissions.
//
// Scope: read:client_grants.
func (c *Client) ListAllClientGrants(ctx context.Context) ([]ClientGrant, error) {
	return c.listings.grants.all(ctx)
}

// ListConnections returns every connection, without its options.
//
// Scope: read:connections.
func (c *Client) ListConnections(ctx context.Context) ([]Connection, error) {
	return c.listings.connections.all(ctx)
}

// ListAPIs returns every API of the tenant, Auth0's own included.
//
// Scope: read:resource_servers.
func (c *Client) ListAPIs(ctx context.Context) ([]API, error) {
	return c.listings.apis.all(ctx)
}

// listing reads a collection as a whole, for one caller at a time. Who had to wait takes over what the one before has
// read, provided that reading began after the own call: other providers work on the tenant too, and what is made for
// Terraform in one run is expected to show in what it reads next.
type listing[T any] struct {
	journal *journal
	path    string
	fetch   func(ctx context.Context, began uint64) ([]T, error)

	turn  chan struct{} // holds one token, which guards what follows
	items []T
	began uint64
}

func newListing[T any](j *journal, path string, fetch func(context.Context, uint64) ([]T, error)) *listing[T] {
	l := &listing[T]{journal: j, path: path, fetch: fetch, turn: make(chan struct{}, 1)}
	l.turn <- struct{}{}
	return l
}

// all returns the items. The slice is the caller's own; what its elements refer to is shared and must not be changed.
func (l *listing[T]) all(ctx context.Context) ([]T, error) {
	asked := l.journal.moment()
	select {
	case <-l.turn:
	case <-ctx.Done():
		return nil, &Error{Method: http.MethodGet, Path: apiPath + l.path, Err: context.Cause(ctx)}
	}
	defer func() { l.turn <- struct{}{} }()
	if l.began <= asked {
		began := l.journal.moment()
		items, err := l.fetch(ctx, began)
		if err != nil {
			return nil, err
		}
		l.items, l.began = items, began
	}
	return slices.Clone(l.items), nil
}

// listings are the collections that can be read as a whole.
type listings struct {
	applications *listing[Application]
	grants       *listing[ClientGrant]
	connections  *listing[Connection]
	apis         *listing[API]
}

func newListings(c *Client, from *collections) listings {
	j := from.journal
	return listings{
		applications: newListing(j, pathTo("clients"), func(ctx context.Context, began uint64) ([]Application, error) {
			items, err := collect(c.EachThirdPartyApplication(ctx))
			if err != nil {
				return nil, err
			}
			return from.applications.reconcile(began, items, isThirdParty), nil
		}),
		grants: newListing(j, pathTo("client-grants"), func(ctx context.Context, began uint64) ([]ClientGrant, error) {
			items, err := list[ClientGrant](ctx, c, pathTo("client-grants"), "client_grants", url.Values{})
			return from.grants.reconcile(began, items, func(ClientGrant) bool { return true }), err
		}),
		connections: newListing(j, pathTo("connections"), func(ctx context.Context, began uint64) ([]Connection, error) {
			items, err := list[Connection](ctx, c, pathTo("connections"), "connections", withoutOptions())
			return from.connections.reconcile(began, items, func(Connection) bool { return true }), err
		}),
		apis: newListing(j, pathTo("resource-servers"), func(ctx context.Context, _ uint64) ([]API, error) {
			return listByNumber[API](ctx, c, pathTo("resource-servers"), "resource_servers")
		}),
	}
}

func isThirdParty(application Application) bool {
	return !application.IsFirstParty && !application.Global
}

// listByNumber returns all items of a collection that knows no other kind of paging.
func listByNumber[T listed](ctx context.Context, c *Client, path, key string) ([]T, error) {
	next := byNumber[T](c, path, key, url.Values{})
	var all []T
	known := seen[T]{}
	for {
		items, left, err := next(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, known.unseen(items)...)
		if left == 0 {
			return all, nil
		}
	}
}

// reconcile brings a listing that began at a point in time up to date with what this client wrote, for a listing may
// lag behind, and remembers it. belongs tells what the listing would show.
func (b *bulk[T]) reconcile(began uint64, items []T, belongs func(T) bool) []T {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	b.take(began, items)
	listed := make(map[string]bool, len(items))
	current := make([]T, 0, len(items))
	for _, item := range items {
		key := b.key(item)
		if listed[key] || b.journal.anyDeleted(b.partsOf(key, item)) {
			continue
		}
		listed[key] = true
		if known := b.recall(key); known != nil {
			item = *known
		}
		current = append(current, item)
	}
	for _, key := range slices.Sorted(maps.Keys(b.known)) {
		written := b.journal.changed[b.object(key)] > 0
		if own := b.recall(key); written && own != nil && !listed[key] && belongs(*own) {
			current = append(current, *own)
		}
	}
	return current
}

// moment is tick for those who do not hold the mutex.
func (j *journal) moment() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.tick()
}

// anyDeleted reports whether any of the objects was deleted by this client.
func (j *journal) anyDeleted(objects []object) bool {
	return slices.ContainsFunc(objects, func(o object) bool { return j.deleted[o] })
}
