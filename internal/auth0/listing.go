package auth0

import (
	"context"
	"net/url"
	"slices"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
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

// ListOrganizations returns every organization.
//
// Scope: read:organizations.
func (c *Client) ListOrganizations(ctx context.Context) ([]Organization, error) {
	return c.listings.organizations.all(ctx)
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
		return nil, call.ReadError(0, l.path, context.Cause(ctx))
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
	applications  *listing[Application]
	grants        *listing[ClientGrant]
	connections   *listing[Connection]
	organizations *listing[Organization]
	apis          *listing[API]

	organizationsOf func(grantID string) *listing[Organization]
}

func newListings(c *Client, from *collections) listings {
	j := from.journal
	return listings{
		organizationsOf: perKey(func(grantID string) *listing[Organization] {
			path := call.PathTo("client-grants", grantID, "organizations")
			return newListing(j, path, func(ctx context.Context, _ uint64) ([]Organization, error) {
				items, err := call.List[Organization](ctx, c.caller, path, "organizations", url.Values{})
				if IsNotFound(err) {
					return nil, nil
				}
				return items, err
			})
		}),
		organizations: newListing(j, call.PathTo("organizations"), func(ctx context.Context, began uint64) ([]Organization, error) {
			items, err := call.Collect(c.EachOrganization(ctx))
			return from.organizations.takeAll(ctx, began, items, err, func(Organization) bool { return true })
		}),
		applications: newListing(j, call.PathTo("clients"), func(ctx context.Context, began uint64) ([]Application, error) {
			items, err := call.Collect(c.EachThirdPartyApplication(ctx))
			return from.applications.takeAll(ctx, began, items, err, isThirdParty)
		}),
		grants: newListing(j, call.PathTo("client-grants"), func(ctx context.Context, began uint64) ([]ClientGrant, error) {
			items, err := call.Collect(c.EachClientGrant(ctx, ClientGrantFilter{}))
			return from.grants.takeAll(ctx, began, items, err, ClientGrantFilter{}.admits)
		}),
		connections: newListing(j, call.PathTo("connections"), func(ctx context.Context, began uint64) ([]Connection, error) {
			items, err := call.Collect(c.EachConnection(ctx))
			return from.connections.takeAll(ctx, began, items, err, func(Connection) bool { return true })
		}),
		apis: newListing(j, call.PathTo("resource-servers"), func(ctx context.Context, _ uint64) ([]API, error) {
			return call.ListByNumber[API](ctx, c.caller, call.PathTo("resource-servers"), "resource_servers")
		}),
	}
}

// perKey returns a function that makes one listing for each key, however many ask for it.
func perKey[T any](make func(key string) *listing[T]) func(key string) *listing[T] {
	var mu sync.Mutex
	all := map[string]*listing[T]{}
	return func(key string) *listing[T] {
		mu.Lock()
		defer mu.Unlock()
		if all[key] == nil {
			all[key] = make(key)
		}
		return all[key]
	}
}

func isThirdParty(application Application) bool {
	return !application.IsFirstParty && !application.Global
}

// takeAll remembers a whole listing that began at a point in time, and reconciles it.
func (b *bulk[T]) takeAll(ctx context.Context, began uint64, items []T, err error, belongs func(T) bool) ([]T, error) {
	if err != nil {
		return nil, err
	}
	b.journal.mu.Lock()
	b.take(began, items)
	b.journal.mu.Unlock()
	return b.reconcile(ctx, items, belongs)
}

// reconcile brings a listing up to date with what this client wrote, for a listing may lag behind: what contradicts a
// recent write or should be there and is not is read singly. belongs tells what the listing would show.
func (b *bulk[T]) reconcile(ctx context.Context, items []T, belongs func(T) bool) ([]T, error) {
	current, doubtful := b.sift(items, belongs)
	for _, key := range doubtful {
		value, err := b.read(ctx, key, Fresh)
		if err != nil && !IsNotFound(err) {
			return nil, err
		}
		i := slices.IndexFunc(current, func(item T) bool { return b.key(item) == key })
		isThere := err == nil && belongs(*value)
		switch {
		case isThere && i < 0:
			current = append(current, *value)
		case isThere:
			current[i] = *value
		case i >= 0:
			current = slices.Delete(current, i, i+1)
		}
	}
	return current, nil
}

// sift returns each item of a listing once, without those that this client deleted, and the keys of the objects that the
// listing shows as they were before a recent write, or not at all.
func (b *bulk[T]) sift(items []T, belongs func(T) bool) (current []T, doubtful []string) {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	listed := make(map[string]bool, len(items))
	current = make([]T, 0, len(items))
	for _, item := range items {
		key := b.key(item)
		if listed[key] || b.journal.anyDeleted(b.partsOf(key, item)) {
			continue
		}
		listed[key] = true
		current = append(current, item)
		if b.contradicts(key, &item) {
			doubtful = append(doubtful, key)
		}
	}
	for key := range b.written {
		writes := b.recentWrites(key)
		if len(writes) == 0 || listed[key] {
			continue
		}
		if last := writes[len(writes)-1].after; last != nil && belongs(*last) && !b.journal.anyDeleted(b.partsOf(key, *last)) {
			doubtful = append(doubtful, key)
		}
	}
	slices.Sort(doubtful)
	return current, doubtful
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
