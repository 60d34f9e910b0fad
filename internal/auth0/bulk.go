package auth0

import (
	"context"
	"net/http"
)

// bulk answers reads of one collection by key with few calls, single or of a listing's pages; bulk_policy.go decides
// which. Terraform asks for one object at a time, ten at once, and for some objects more than once.
//
// What was read or written once is answered from memory for as long as the client lives, which is one walk of
// Terraform's (a plan, or an apply): the provider makes a new client for each. The journal keeps an answer that a
// write overtook from coming back.
//
// That an object is not in a listing says nothing: it may be first-party, or have moved from page to page between two
// calls. Only a single call's 404 is reported, and never remembered.
type bulk[T any] struct {
	source[T]
	journal *journal // its mutex guards all that follows

	known   map[string]entry[T]
	reads   map[string]*read[T] // those without an answer yet
	waiting map[string]*read[T] // those of them for which no single call was made
	created int                 // objects that were created

	tally       tally
	paging      bool               // whether a page is being fetched
	abandonPage context.CancelFunc // ends the fetching of that page
}

// source is where a collection comes from.
type source[T any] struct {
	collection string
	path       func(key string) string // what errors name
	key        func(T) string
	parts      func(T) []object // the objects that make up a value; a write to one of them makes the value outdated
	one        func(ctx context.Context, key string) (*T, error)
	next       pager[T]
}

// entry is a value in memory. It is outdated when one of its parts was written to after asOf.
type entry[T any] struct {
	value  T
	asOf   uint64
	unread bool // whether it came with a page and nobody has asked for it
}

// read is a value that somebody waits for.
type read[T any] struct {
	key     string
	ctx     context.Context // of the first caller, without its end: the call goes on for the others
	callers int
	abandon context.CancelFunc // ends the single call, nil while there is none
	done    chan struct{}      // closed when value and err are set
	value   *T
	err     error
}

func newBulk[T any](j *journal, from source[T]) *bulk[T] {
	return &bulk[T]{
		source:  from,
		journal: j,
		known:   map[string]entry[T]{},
		reads:   map[string]*read[T]{},
		waiting: map[string]*read[T]{},
	}
}

// read returns the value of a key. The value's slices and maps are shared and must not be changed.
func (b *bulk[T]) read(ctx context.Context, key string) (*T, error) {
	if wantsFreshReads(ctx) {
		return b.refresh(ctx, key)
	}
	value, r := b.join(ctx, key)
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
		b.leave(r)
		return nil, &Error{Method: http.MethodGet, Path: apiPath + b.path(key), Err: context.Cause(ctx)}
	}
}

// refresh makes a single call whatever is in memory, and replaces what is.
func (b *bulk[T]) refresh(ctx context.Context, key string) (*T, error) {
	b.journal.mu.Lock()
	began := b.journal.tick()
	b.journal.mu.Unlock()
	value, err := b.one(ctx, key)
	if err != nil {
		return nil, err
	}
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	b.keep(key, entry[T]{value: *value, asOf: began})
	return value, nil
}

// keep remembers an answer, unless a write has overtaken it or is about to.
func (b *bulk[T]) keep(key string, answer entry[T]) {
	parts := b.partsOf(key, answer.value)
	if !b.journal.changedAfter(answer.asOf, parts) && !b.journal.inFlux(parts) {
		b.known[key] = answer
	}
}

// join returns the value from memory or else a read that will have it, with one caller more.
func (b *bulk[T]) join(ctx context.Context, key string) (*T, *read[T]) {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	if value := b.recall(key); value != nil {
		b.countFirst(key)
		return value, nil
	}
	r, ok := b.reads[key]
	if !ok {
		r = &read[T]{key: key, ctx: context.WithoutCancel(ctx), done: make(chan struct{})}
		b.reads[key], b.waiting[key] = r, r
		b.tally.reads++
	}
	r.callers++
	b.decide()
	return nil, r
}

// countFirst counts a read that memory answers, if that is the first one of what a page brought.
func (b *bulk[T]) countFirst(key string) {
	if remembered := b.known[key]; remembered.unread {
		remembered.unread = false
		b.known[key] = remembered
		b.tally.reads++
	}
}

// leave takes one caller away. A call that nobody waits for any more is ended.
func (b *bulk[T]) leave(r *read[T]) {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	r.callers--
	if r.callers > 0 || b.reads[r.key] != r {
		return
	}
	delete(b.reads, r.key)
	delete(b.waiting, r.key)
	if r.abandon != nil {
		r.abandon()
	}
	if b.paging && len(b.waiting) == 0 {
		b.abandonPage()
	}
}

// decide gets answers under way for the reads that wait. It is called whenever there is something new to go by; while
// a page is being fetched, all wait for it.
func (b *bulk[T]) decide() {
	if b.paging || len(b.waiting) == 0 {
		return
	}
	b.tally.waiting = len(b.waiting)
	if b.tally.nextPage() {
		b.turnPage()
		return
	}
	for _, r := range b.waiting {
		b.ask(r)
	}
}

// ask makes a single call for a read.
func (b *bulk[T]) ask(r *read[T]) {
	delete(b.waiting, r.key)
	b.tally.singles++
	ctx, cancel := context.WithCancel(r.ctx)
	r.abandon = cancel
	began := b.journal.tick()
	go func() {
		defer cancel()
		value, err := b.one(ctx, r.key)
		b.journal.mu.Lock()
		defer b.journal.mu.Unlock()
		b.settle(r, began, value, err)
	}()
}

// settle takes over the answer to a single call. One that a write overtook may be from before it, and the read may be
// from after it; so the call is made again.
func (b *bulk[T]) settle(r *read[T], began uint64, value *T, err error) {
	if err != nil {
		b.finish(r, nil, err)
		return
	}
	if remembered := b.recall(r.key); remembered != nil {
		b.finish(r, remembered, nil)
		return
	}
	if b.journal.changedAfter(began, b.partsOf(r.key, *value)) && r.callers > 0 {
		b.ask(r)
		return
	}
	b.keep(r.key, entry[T]{value: *value, asOf: began})
	b.finish(r, value, nil)
}

// turnPage fetches the next page of the listing. When that fails the listing is given up, and single calls answer.
func (b *bulk[T]) turnPage() {
	b.paging = true
	b.tally.pages++
	var ctx context.Context
	for _, r := range b.waiting {
		ctx = r.ctx
		break
	}
	ctx, b.abandonPage = context.WithCancel(ctx)
	began := b.journal.tick()
	go func(abandon context.CancelFunc) {
		defer abandon()
		items, left, err := b.next(ctx)
		b.journal.mu.Lock()
		defer b.journal.mu.Unlock()
		b.paging = false
		switch {
		case err == nil:
			b.take(began, items)
			b.tally.total, b.tally.complete = b.tally.pages+left, left == 0
		case ctx.Err() == nil:
			b.tally.failed = true
		}
		b.decide()
	}(b.abandonPage)
}

// take remembers what a page holds, and answers the reads that waited for it. What is in memory already is not
// replaced: a listing may lag behind a write of our own.
func (b *bulk[T]) take(began uint64, items []T) {
	for _, item := range items {
		if key := b.key(item); b.recall(key) == nil {
			_, isWaitedFor := b.waiting[key]
			b.keep(key, entry[T]{item, began, !isWaitedFor})
		}
	}
	for key, r := range b.waiting {
		if value := b.recall(key); value != nil {
			b.finish(r, value, nil)
		}
	}
}

func (b *bulk[T]) finish(r *read[T], value *T, err error) {
	if b.reads[r.key] == r {
		delete(b.reads, r.key)
		delete(b.waiting, r.key)
	}
	r.value, r.err = value, err
	close(r.done)
}

// recall returns a copy of the value in memory, nil where there is none or it is outdated.
func (b *bulk[T]) recall(key string) *T {
	remembered, ok := b.known[key]
	if !ok || b.journal.changedAfter(remembered.asOf, b.partsOf(key, remembered.value)) {
		return nil
	}
	return &remembered.value
}

// partsOf returns the objects of which a write makes the value outdated, its own first.
func (b *bulk[T]) partsOf(key string, value T) []object {
	parts := []object{b.object(key)}
	if b.parts != nil {
		parts = append(parts, b.parts(value)...)
	}
	return parts
}

func (b *bulk[T]) object(key string) object { return object{b.collection, key} }
