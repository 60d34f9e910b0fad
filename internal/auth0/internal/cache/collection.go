package cache

import (
	"context"
	"time"
)

// Collection answers reads of one collection by key. It is safe for concurrent use.
type Collection[T any] struct {
	memory[T] // whose journal's mutex guards all that follows
	store     *Store

	reads   map[string]*read[T] // those without an answer yet
	waiting map[string]*read[T] // those of them for which no single call was made
	created int                 // objects that were created
	unread  int                 // objects of pages that no read has asked for yet
	latest  context.Context     // of the latest caller, without its end

	tally       tally
	asking      int                // single calls under way that others may wait for
	next        Pager[T]           // nil before the first page
	listed      uint64             // when the listing was begun
	paging      bool               // whether a page is being fetched
	abandonPage context.CancelFunc // ends the fetching of that page
}

// read is a value that somebody waits for.
type read[T any] struct {
	key     string
	how     Freshness
	asked   uint64          // when the last caller came
	began   uint64          // when the single call did, 0 while there is none
	ctx     context.Context // of the first caller, without its end: the call goes on for the others
	callers int
	abandon context.CancelFunc // ends the single call, nil while there is none
	done    chan struct{}      // closed when value and err are set
	value   *T
	err     error
}

// New returns a collection that knows nothing yet.
func New[T any](store *Store, source Source[T]) *Collection[T] {
	return &Collection[T]{
		memory:  memory[T]{source, store.journal, map[string]entry[T]{}, ownWrites[T]{}},
		store:   store,
		reads:   map[string]*read[T]{},
		waiting: map[string]*read[T]{},
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
	if err == nil && waitErr != nil {
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
	if value == nil || c.written.contradict(key, value) {
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
	return c.written.contradict(key, value)
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

// join returns the value from memory or else a read that will have it, with one caller more.
func (c *Collection[T]) join(ctx context.Context, key string, how Freshness) (*T, *read[T]) {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	if how == Remembered {
		c.journal.refreshes = true
	}
	c.latest = context.WithoutCancel(ctx)
	asked := c.journal.tick()
	if value := c.recall(key, how, asked); value != nil {
		c.countFirst(key)
		return value, nil
	}
	r, ok := c.reads[key]
	if !ok || r.began > 0 && !c.journal.admits(how, asked, r.began) {
		r = &read[T]{key: key, how: how, ctx: c.latest, done: make(chan struct{})}
		c.reads[key], c.waiting[key] = r, r
		c.tally.reads++
	}
	r.callers++
	if r.began == 0 {
		r.how, r.asked = min(r.how, how), asked
	}
	if r.began == 0 && how == Fresh {
		c.ask(r)
	}
	c.decide()
	return nil, r
}

// countFirst counts a read that memory answers, if that is the first one of what a page brought.
func (c *Collection[T]) countFirst(key string) {
	if remembered := c.known[key]; remembered.unread {
		remembered.unread = false
		c.known[key] = remembered
		c.tally.reads++
		c.unread--
		c.readAhead()
	}
}

// leave takes one caller away. A call without waiting readers is ended.
func (c *Collection[T]) leave(r *read[T]) {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	r.callers--
	if r.callers > 0 || c.reads[r.key] != r {
		return
	}
	delete(c.reads, r.key)
	delete(c.waiting, r.key)
	if r.abandon != nil {
		r.abandon()
	}
	if c.paging && len(c.waiting) == 0 {
		c.abandonPage()
	}
}

// decide starts the calls that answer the waiting reads. It is called whenever anything changed that it depends on;
// while a page is being fetched, all wait for it. If memory does not answer, they also wait while a single call is
// made: whoever asks meanwhile can share the page that is fetched after it, and a listing that is complete is begun
// anew.
func (c *Collection[T]) decide() {
	if c.paging || len(c.waiting) == 0 {
		return
	}
	if !c.journal.isPlan() {
		if c.asking > 0 {
			return
		}
		if c.tally.complete && c.isNewer() {
			c.tally, c.next = tally{reads: len(c.waiting)}, nil
		}
	}
	c.tally.waiting = len(c.waiting)
	if c.tally.nextPage() && c.hasPages() {
		c.turnPage(c.latest)
		return
	}
	for _, r := range c.waiting {
		if absent, ok := c.source.(absentSource[T]); ok && c.tally.complete && c.journal.isPlan() {
			value := absent.Absent(r.key)
			c.finish(r, &value, nil)
			continue
		}
		c.ask(r)
	}
}

// ask makes a single call for a read.
func (c *Collection[T]) ask(r *read[T]) {
	if c.waiting[r.key] == r {
		delete(c.waiting, r.key)
	}
	c.tally.singles++
	ctx, cancel := context.WithCancel(r.ctx)
	r.abandon, r.began = cancel, c.journal.tick()
	if r.how != Fresh {
		c.asking++
	}
	go func(began uint64) {
		defer cancel()
		value, err := c.source.Read(ctx, r.key)
		c.journal.mu.Lock()
		defer c.journal.mu.Unlock()
		if r.how != Fresh {
			c.asking--
		}
		c.accept(r, began, value, err)
		c.decide()
	}(r.began)
}

// accept takes the answer to a single call. One that a write overtook may be from before it, and the read may be from
// after it; so the call is made again.
func (c *Collection[T]) accept(r *read[T], began uint64, value *T, err error) {
	if err != nil {
		c.finish(r, nil, err)
		return
	}
	if remembered := c.recall(r.key, r.how, r.asked); remembered != nil {
		c.finish(r, remembered, nil)
		return
	}
	if c.journal.changedAfter(began, c.partsOf(r.key, *value)) && r.callers > 0 {
		c.ask(r)
		return
	}
	c.keep(r.key, entry[T]{value: *value, asOf: began})
	c.finish(r, value, nil)
}

// finish gives a read its answer. Another call for the same key may have been answered by the API before this one was,
// while a write was under way: who asks from now on must not share it, or would see less than who has this answer.
func (c *Collection[T]) finish(r *read[T], value *T, err error) {
	if current := c.reads[r.key]; current == r || current != nil && current.began > 0 {
		delete(c.reads, r.key)
	}
	if c.waiting[r.key] == r {
		delete(c.waiting, r.key)
	}
	r.value, r.err = value, err
	close(r.done)
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
