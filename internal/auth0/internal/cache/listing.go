package cache

import (
	"context"
	"iter"
	"slices"
	"sync"
)

// Listing reads a collection as a whole, for one caller at a time. A caller that waited gets what the caller before it
// has read, if that reading began after its own call: other providers work on the tenant too, and what is made for
// Terraform in one run is expected to show in what it reads next.
type Listing[T any] struct {
	store *Store
	path  string // what errors name
	fetch func(ctx context.Context, began uint64) ([]T, error)

	turn  chan struct{} // holds one token, which guards what follows
	items []T
	began uint64
}

// NewListing returns a listing that fetch fetches as a whole. Nothing of it is remembered by key.
func NewListing[T any](store *Store, path string, fetch func(context.Context) ([]T, error)) *Listing[T] {
	return newListing(store, path, func(ctx context.Context, _ uint64) ([]T, error) { return fetch(ctx) })
}

func newListing[T any](store *Store, path string, fetch func(context.Context, uint64) ([]T, error)) *Listing[T] {
	l := &Listing[T]{store: store, path: path, fetch: fetch, turn: make(chan struct{}, 1)}
	l.turn <- struct{}{}
	return l
}

// All returns the items. The slice is the caller's own; what its elements refer to is shared and must not be changed.
func (l *Listing[T]) All(ctx context.Context) ([]T, error) {
	asked := l.store.journal.moment()
	select {
	case <-l.turn:
	case <-ctx.Done():
		return nil, l.store.errors.Interrupted(l.path, context.Cause(ctx))
	}
	defer func() { l.turn <- struct{}{} }()
	if l.began <= asked {
		began := l.store.journal.moment()
		items, err := l.fetch(ctx, began)
		if err != nil {
			return nil, err
		}
		l.items, l.began = items, began
	}
	return slices.Clone(l.items), nil
}

// PerKey returns a function that makes one T for each key, however many ask for it.
func PerKey[T any](make func(key string) T) func(key string) T {
	var mu sync.Mutex
	all := map[string]T{}
	return func(key string) T {
		mu.Lock()
		defer mu.Unlock()
		made, ok := all[key]
		if !ok {
			made = make(key)
			all[key] = made
		}
		return made
	}
}

// Listing returns a listing of the collection that each yields, whose items are remembered and brought up to date with
// what this client wrote. belongs reports whether the listing would show an object; nil is for one that shows all.
func (c *Collection[T]) Listing(
	path string, each func(context.Context) iter.Seq2[T, error], belongs func(T) bool,
) *Listing[T] {
	if belongs == nil {
		belongs = func(T) bool { return true }
	}
	return newListing(c.store, path, func(ctx context.Context, began uint64) ([]T, error) {
		var items []T
		for item, err := range each(ctx) {
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		c.journal.mu.Lock()
		c.take(began, items)
		c.journal.mu.Unlock()
		return c.Reconcile(ctx, items, belongs)
	})
}

// Reconcile brings a listing up to date with what this client wrote, for a listing may lag behind: an item that
// contradicts a recent write, or is missing against expectation, is read singly. belongs tells what the listing would
// show.
func (c *Collection[T]) Reconcile(ctx context.Context, items []T, belongs func(T) bool) ([]T, error) {
	current, doubtful := c.sift(items, belongs)
	for _, key := range doubtful {
		value, err := c.Read(ctx, key, Fresh)
		if err != nil && !c.store.errors.IsNotFound(err) {
			return nil, err
		}
		i := slices.IndexFunc(current, func(item T) bool { return c.source.Key(item) == key })
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

// sift returns each item of a listing once, without those that this client deleted, and the keys of the objects that
// the listing shows as they were before a recent write, or not at all.
func (c *Collection[T]) sift(items []T, belongs func(T) bool) (current []T, doubtful []string) {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	listed := make(map[string]bool, len(items))
	current = make([]T, 0, len(items))
	for _, item := range items {
		key := c.source.Key(item)
		if listed[key] || c.journal.hasDeleted(c.partsOf(key, item)) {
			continue
		}
		listed[key] = true
		current = append(current, item)
		if c.written.contradicts(key, &item) {
			doubtful = append(doubtful, key)
		}
	}
	for key := range c.written {
		writes := c.written.recent(key)
		if len(writes) == 0 || listed[key] {
			continue
		}
		if last := writes[len(writes)-1].after; last != nil && belongs(*last) &&
			!c.journal.hasDeleted(c.partsOf(key, *last)) {
			doubtful = append(doubtful, key)
		}
	}
	slices.Sort(doubtful)
	return current, doubtful
}
