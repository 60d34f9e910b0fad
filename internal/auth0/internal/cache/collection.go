package cache

import (
	"context"
	"time"
)

// Collection answers reads of one collection by key. It is safe for concurrent use.
type Collection[T any] struct {
	fetcher[T]
	store   *Store
	created int // objects that were created
}

// New returns a collection that knows nothing yet.
func New[T any](store *Store, source Source[T]) *Collection[T] {
	known := memory[T]{source, store.journal, map[string]entry[T]{}, ownWrites[T]{}}
	return &Collection[T]{
		fetcher: fetcher[T]{
			memory: known, reads: map[string]*read[T]{}, waiting: map[string]*read[T]{}, next: source.Pages(),
		},
		store: store,
	}
}

// Read returns the value of a key. The value's slices and maps are shared and must not be changed. While an answer
// shows what was there before a write of this client's, and the write is recent, the API is asked again.
func (c *Collection[T]) Read(ctx context.Context, key string, how Freshness) (*T, error) {
	until := c.shownUntil(key)
	if until.IsZero() {
		return c.answer(ctx, key, how)
	}
	var value *T
	var err error
	waitErr := AwaitLag(ctx, until, func() (bool, error) {
		value, err = c.answer(ctx, key, how)
		return !c.isFromBefore(key, value, err), nil
	})
	if waitErr != nil { // the answer is from before the write
		return nil, c.interrupted(key, waitErr)
	}
	return value, err
}

// Recall returns what [Collection.Read] would return without a call, nil if that would make one.
func (c *Collection[T]) Recall(key string, how Freshness) *T {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	if how == Remembered {
		c.journal.refreshes = true
	}
	value := c.recall(key, how, c.journal.tick())
	if value == nil || c.written.contradicts(key, value) {
		return nil
	}
	c.countFirst(key)
	return value
}

func (c *Collection[T]) shownUntil(key string) time.Time {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	return c.written.shownUntil(key)
}

// isFromBefore reports whether an answer shows what was there before a recent write: the value, or that there is none.
func (c *Collection[T]) isFromBefore(key string, value *T, err error) bool {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	if err != nil {
		return c.store.errors.IsNotFound(err) && c.written.isMissed(key)
	}
	return c.written.contradicts(key, value)
}

// answer returns the value from memory, or what the API answers.
func (c *Collection[T]) answer(ctx context.Context, key string, how Freshness) (*T, error) {
	value, r := c.join(ctx, key, how)
	if r == nil {
		return value, nil
	}
	select {
	case <-r.done:
		if r.err != nil {
			return nil, r.err
		}
		own := *r.value
		return &own, nil
	case <-ctx.Done():
		c.leave(r)
		return nil, c.interrupted(key, context.Cause(ctx))
	}
}

func (c *Collection[T]) interrupted(key string, err error) error {
	return c.store.errors.Interrupted(c.source.Path(key), err)
}

// Expect says how many objects of the collection are going to be read. It may be wrong: a number that is too small is
// ignored as soon as that shows, and one that is too great costs at most twice the calls that listing the whole
// collection takes.
func (c *Collection[T]) Expect(objects int) {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	c.tally.hint = max(c.tally.hint, objects)
}

// Count returns how many objects of the collection were asked for or created so far.
func (c *Collection[T]) Count() int {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	return c.tally.reads + c.created
}
