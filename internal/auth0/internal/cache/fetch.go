package cache

import "context"

// fetcher gets the values that memory does not have, by single calls or from the pages of a listing; tally chooses. Its
// methods are called with the journal's mutex held, but for join and leave, which take it.
type fetcher[T any] struct {
	memory[T]

	reads   map[string]*read[T] // those without an answer yet
	waiting map[string]*read[T] // those of them for which no single call was made
	unread  int                 // objects of pages that no read has asked for yet
	latest  context.Context     // of the latest caller, without its end

	tally       tally
	asking      int                // single calls under way that others may wait for
	next        Pager[T]           // of the listing, nil if there is none
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

// absentSource is a [Source] of objects of which absence from a complete listing says enough in a plan: they are what
// Absent returns, and no single call confirms it.
type absentSource[T any] interface {
	Source[T]
	Absent(key string) T
}

// join returns the value from memory or else a read that will have it, with one caller more.
func (f *fetcher[T]) join(ctx context.Context, key string, how Freshness) (*T, *read[T]) {
	f.journal.mu.Lock()
	defer f.journal.mu.Unlock()
	if how == Remembered {
		f.journal.refreshes = true
	}
	f.latest = context.WithoutCancel(ctx)
	asked := f.journal.tick()
	if value := f.recall(key, how, asked); value != nil {
		f.countFirst(key)
		return value, nil
	}
	r, ok := f.reads[key]
	if !ok || r.began > 0 && !f.journal.admits(how, asked, r.began) {
		r = &read[T]{key: key, how: how, ctx: f.latest, done: make(chan struct{})}
		f.reads[key], f.waiting[key] = r, r
		f.tally.reads++
	}
	r.callers++
	if r.began == 0 {
		r.how, r.asked = min(r.how, how), asked
	}
	if r.began == 0 && how == Fresh {
		f.ask(r)
	}
	f.decide()
	return nil, r
}

// leave takes one caller away. A call without waiting readers is ended.
func (f *fetcher[T]) leave(r *read[T]) {
	f.journal.mu.Lock()
	defer f.journal.mu.Unlock()
	r.callers--
	if r.callers > 0 || f.reads[r.key] != r {
		return
	}
	delete(f.reads, r.key)
	delete(f.waiting, r.key)
	if r.abandon != nil {
		r.abandon()
	}
	if f.paging && len(f.waiting) == 0 {
		f.abandonPage()
	}
}

// countFirst counts a read that memory answers, if that is the first one of what a page brought.
func (f *fetcher[T]) countFirst(key string) {
	if remembered := f.known[key]; remembered.unread {
		remembered.unread = false
		f.known[key] = remembered
		f.tally.reads++
		f.unread--
		f.readAhead()
	}
}

// readAhead fetches the next page if expected reads will need it.
func (f *fetcher[T]) readAhead() {
	f.tally.waiting = len(f.waiting)
	if !f.paging && f.tally.waiting == 0 && f.journal.isPlan() && f.tally.mayReadAhead(f.unread) {
		f.turnPage(f.latest)
	}
}

// decide starts the calls that answer the waiting reads. It is called whenever anything changed that it depends on;
// while a page is being fetched, all wait for it. If memory does not answer, they also wait while a single call is
// made: whoever asks meanwhile can share the page that is fetched after it, and a listing that is complete is begun
// anew.
func (f *fetcher[T]) decide() {
	if f.paging || len(f.waiting) == 0 {
		return
	}
	if !f.journal.isPlan() {
		if f.asking > 0 {
			return
		}
		if f.tally.complete && f.isNewer() {
			f.tally, f.next = tally{reads: len(f.waiting)}, f.source.Pages()
		}
	}
	f.tally.waiting = len(f.waiting)
	if f.next != nil && f.tally.isPageBetter() {
		f.turnPage(f.latest)
		return
	}
	for _, r := range f.waiting {
		if absent, ok := f.source.(absentSource[T]); ok && f.tally.complete && f.journal.isPlan() {
			value := absent.Absent(r.key)
			f.finish(r, &value, nil)
			continue
		}
		f.ask(r)
	}
}

// isNewer reports whether all reads that wait are newer than the listing, so that none of them has been looked for in
// it.
func (f *fetcher[T]) isNewer() bool {
	for _, r := range f.waiting {
		if r.asked < f.listed {
			return false
		}
	}
	return true
}

// ask makes a single call for a read.
func (f *fetcher[T]) ask(r *read[T]) {
	if f.waiting[r.key] == r {
		delete(f.waiting, r.key)
	}
	f.tally.singles++
	ctx, cancel := context.WithCancel(r.ctx)
	r.abandon, r.began = cancel, f.journal.tick()
	if r.how != Fresh {
		f.asking++
	}
	go func(began uint64) {
		defer cancel()
		value, err := f.source.Read(ctx, r.key)
		f.journal.mu.Lock()
		defer f.journal.mu.Unlock()
		if r.how != Fresh {
			f.asking--
		}
		f.accept(r, began, value, err)
		f.decide()
	}(r.began)
}

// accept takes the answer to a single call. One that a write overtook may be from before it, and the read may be from
// after it; so the call is made again.
func (f *fetcher[T]) accept(r *read[T], began uint64, value *T, err error) {
	if err != nil {
		f.finish(r, nil, err)
		return
	}
	if remembered := f.recall(r.key, r.how, r.asked); remembered != nil {
		f.finish(r, remembered, nil)
		return
	}
	if f.journal.hasChangedAfter(began, f.partsOf(r.key, *value)) && r.callers > 0 {
		f.ask(r)
		return
	}
	f.keep(r.key, entry[T]{value: *value, asOf: began})
	f.finish(r, value, nil)
}

// turnPage fetches the next page of the listing. When that fails the listing is given up, and single calls answer.
func (f *fetcher[T]) turnPage(ctx context.Context) {
	f.paging = true
	f.tally.pages++
	ctx, f.abandonPage = context.WithCancel(ctx)
	began := f.journal.tick()
	if f.tally.pages == 1 {
		f.listed = began
	}
	next := f.next
	go func(abandon context.CancelFunc) {
		defer abandon()
		items, left, err := next(ctx)
		f.journal.mu.Lock()
		defer f.journal.mu.Unlock()
		f.paging = false
		switch {
		case err == nil:
			f.take(began, items)
			f.tally.total, f.tally.complete = f.tally.pages+left, left == 0
		case ctx.Err() == nil:
			f.tally.failed = true
		}
		f.decide()
	}(f.abandonPage)
}

// take remembers what a page holds, and answers the reads that waited for it.
func (f *fetcher[T]) take(began uint64, items []T) {
	for _, item := range items {
		key := f.source.Key(item)
		_, isWaitedFor := f.waiting[key]
		if before := f.known[key]; before.asOf < began {
			f.keep(key, entry[T]{item, began, !isWaitedFor})
			if f.known[key].unread && !before.unread {
				f.unread++
			}
		}
	}
	for key, r := range f.waiting {
		if value := f.recall(key, r.how, r.asked); value != nil {
			f.finish(r, value, nil)
		}
	}
}

// finish gives a read its answer. Another call for the same key may have been answered by the API before this one was,
// while a write was under way: who asks from now on must not share it, or would see less than who has this answer.
func (f *fetcher[T]) finish(r *read[T], value *T, err error) {
	if current := f.reads[r.key]; current == r || current != nil && current.began > 0 {
		delete(f.reads, r.key)
	}
	if f.waiting[r.key] == r {
		delete(f.waiting, r.key)
	}
	r.value, r.err = value, err
	close(r.done)
}
