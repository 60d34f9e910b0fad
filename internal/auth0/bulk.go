package auth0

import (
	"context"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// bulk answers reads of one collection by key with few calls, single or of a listing's pages; bulk_policy.go decides
// which. Terraform asks for one object at a time, ten at once, and for some objects more than once.
//
// What was read or written once can be answered from memory for as long as the client lives, which is one walk of
// Terraform's (a plan, or an apply): the provider makes a new client for each. [Freshness] says which reads accept that.
// The journal keeps an answer that a write overtook from coming back.
//
// That an object is not in a listing says nothing: it may be first-party, or have moved from page to page between two
// calls. Only a single call's 404 is reported, and never remembered.
type bulk[T any] struct {
	source[T]
	journal *journal // its mutex guards all that follows

	known   map[string]entry[T]
	written map[string][]ownWrite[T]
	reads   map[string]*read[T] // those without an answer yet
	waiting map[string]*read[T] // those of them for which no single call was made
	created int                 // objects that were created

	tally       tally
	asking      int                // single calls under way that others may wait for
	next        call.Pager[T]      // nil before the first page
	listed      uint64             // when the listing was begun
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
	pages      func() call.Pager[T] // begins the listing, nil where there is none
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

func newBulk[T any](j *journal, from source[T]) *bulk[T] {
	return &bulk[T]{
		source:  from,
		journal: j,
		known:   map[string]entry[T]{},
		written: map[string][]ownWrite[T]{},
		reads:   map[string]*read[T]{},
		waiting: map[string]*read[T]{},
	}
}

// read returns the value of a key. The value's slices and maps are shared and must not be changed. While an answer shows
// what was there before a write of this client's, and the write is recent, the API is asked again.
func (b *bulk[T]) read(ctx context.Context, key string, how Freshness) (*T, error) {
	var value *T
	var err error
	waitErr := AwaitLag(ctx, b.shownUntil(key), func() (bool, error) {
		value, err = b.answer(ctx, key, how)
		return !b.isFromBefore(key, value, err), nil
	})
	if err == nil && waitErr != nil {
		return nil, b.interrupted(key, waitErr)
	}
	return value, err
}

// answer returns the value from memory, or what the API answers.
func (b *bulk[T]) answer(ctx context.Context, key string, how Freshness) (*T, error) {
	value, r := b.join(ctx, key, how)
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
		return nil, b.interrupted(key, context.Cause(ctx))
	}
}

func (b *bulk[T]) interrupted(key string, err error) error {
	return call.ReadError(0, b.path(key), err)
}

// keep remembers an answer, unless a write has overtaken it or is about to.
func (b *bulk[T]) keep(key string, answer entry[T]) {
	parts := b.partsOf(key, answer.value)
	if b.journal.changedAfter(answer.asOf, parts) || b.journal.inFlux(parts) || b.contradicts(key, &answer.value) {
		return
	}
	if before, ok := b.known[key]; ok && !before.unread {
		answer.unread = false
	}
	b.known[key] = answer
}

// join returns the value from memory or else a read that will have it, with one caller more.
func (b *bulk[T]) join(ctx context.Context, key string, how Freshness) (*T, *read[T]) {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	if how == Remembered {
		b.journal.refreshes = true
	}
	asked := b.journal.tick()
	if value := b.recall(key, how, asked); value != nil {
		b.countFirst(key)
		return value, nil
	}
	r, ok := b.reads[key]
	if !ok || r.began > 0 && !b.journal.admits(how, asked, r.began) {
		r = &read[T]{key: key, how: how, ctx: context.WithoutCancel(ctx), done: make(chan struct{})}
		b.reads[key], b.waiting[key] = r, r
		b.tally.reads++
	}
	r.callers++
	if r.began == 0 {
		r.how, r.asked = min(r.how, how), asked
	}
	if r.began == 0 && how == Fresh {
		b.ask(r)
	}
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
// a page is being fetched, all wait for it. Where memory does not answer, they also wait while a single call is made:
// whoever asks meanwhile can share the page that is fetched after it, and a listing that is complete is begun anew.
func (b *bulk[T]) decide() {
	if b.paging || len(b.waiting) == 0 {
		return
	}
	if !b.journal.isPlan() {
		if b.asking > 0 {
			return
		}
		if b.tally.complete && b.isNewer() {
			b.tally, b.next = tally{reads: len(b.waiting)}, nil
		}
	}
	b.tally.waiting = len(b.waiting)
	if b.pages != nil && b.tally.nextPage() {
		b.turnPage()
		return
	}
	for _, r := range b.waiting {
		b.ask(r)
	}
}

// isNewer reports whether all reads that wait are newer than the listing, so that none of them has been looked for in it.
func (b *bulk[T]) isNewer() bool {
	for _, r := range b.waiting {
		if r.asked < b.listed {
			return false
		}
	}
	return true
}

// ask makes a single call for a read.
func (b *bulk[T]) ask(r *read[T]) {
	if b.waiting[r.key] == r {
		delete(b.waiting, r.key)
	}
	b.tally.singles++
	ctx, cancel := context.WithCancel(r.ctx)
	r.abandon, r.began = cancel, b.journal.tick()
	if r.how != Fresh {
		b.asking++
	}
	go func(began uint64) {
		defer cancel()
		value, err := b.one(ctx, r.key)
		b.journal.mu.Lock()
		defer b.journal.mu.Unlock()
		if r.how != Fresh {
			b.asking--
		}
		b.settle(r, began, value, err)
		b.decide()
	}(r.began)
}

// settle takes over the answer to a single call. One that a write overtook may be from before it, and the read may be
// from after it; so the call is made again.
func (b *bulk[T]) settle(r *read[T], began uint64, value *T, err error) {
	if err != nil {
		b.finish(r, nil, err)
		return
	}
	if remembered := b.recall(r.key, r.how, r.asked); remembered != nil {
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
	if b.next == nil {
		b.next, b.listed = b.pages(), began
	}
	next := b.next
	go func(abandon context.CancelFunc) {
		defer abandon()
		items, left, err := next(ctx)
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

// take remembers what a page holds, and answers the reads that waited for it.
func (b *bulk[T]) take(began uint64, items []T) {
	for _, item := range items {
		key := b.key(item)
		_, isWaitedFor := b.waiting[key]
		if b.known[key].asOf < began {
			b.keep(key, entry[T]{item, began, !isWaitedFor})
		}
	}
	for key, r := range b.waiting {
		if value := b.recall(key, r.how, r.asked); value != nil {
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

// recall returns a copy of the value in memory, nil if there is none, or it is outdated or not fresh enough.
func (b *bulk[T]) recall(key string, how Freshness, asked uint64) *T {
	remembered, ok := b.known[key]
	if !ok || !b.journal.admits(how, asked, remembered.asOf) || b.journal.changedAfter(remembered.asOf, b.partsOf(key, remembered.value)) {
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
