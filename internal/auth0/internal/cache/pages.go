package cache

import "context"

// readAhead fetches the next page if expected reads will need it.
func (c *Collection[T]) readAhead() {
	c.tally.waiting = len(c.waiting)
	if !c.paging && c.tally.waiting == 0 && c.journal.isPlan() && c.tally.readAhead(c.unread) {
		c.turnPage(c.latest)
	}
}

// absentSource is a [Source] of objects of which absence from a complete listing says enough in a plan: they are what
// Absent returns, and no single call confirms it.
type absentSource[T any] interface {
	Source[T]
	Absent(key string) T
}

// isNewer reports whether all reads that wait are newer than the listing, so that none of them has been looked for in
// it.
func (c *Collection[T]) isNewer() bool {
	for _, r := range c.waiting {
		if r.asked < c.listed {
			return false
		}
	}
	return true
}

// hasPages reports whether there is a listing, which is begun if it is not yet.
func (c *Collection[T]) hasPages() bool {
	if c.next == nil {
		c.next = c.source.Pages()
	}
	return c.next != nil
}

// turnPage fetches the next page of the listing. When that fails the listing is given up, and single calls answer.
func (c *Collection[T]) turnPage(ctx context.Context) {
	c.paging = true
	c.tally.pages++
	ctx, c.abandonPage = context.WithCancel(ctx)
	began := c.journal.tick()
	if c.tally.pages == 1 {
		c.listed = began
	}
	next := c.next
	go func(abandon context.CancelFunc) {
		defer abandon()
		items, left, err := next(ctx)
		c.journal.mu.Lock()
		defer c.journal.mu.Unlock()
		c.paging = false
		switch {
		case err == nil:
			c.take(began, items)
			c.tally.total, c.tally.complete = c.tally.pages+left, left == 0
		case ctx.Err() == nil:
			c.tally.failed = true
		}
		c.decide()
	}(c.abandonPage)
}

// take remembers what a page holds, and answers the reads that waited for it.
func (c *Collection[T]) take(began uint64, items []T) {
	for _, item := range items {
		key := c.source.Key(item)
		_, isWaitedFor := c.waiting[key]
		if before := c.known[key]; before.asOf < began {
			c.keep(key, entry[T]{item, began, !isWaitedFor})
			if c.known[key].unread && !before.unread {
				c.unread++
			}
		}
	}
	for key, r := range c.waiting {
		if value := c.recall(key, r.how, r.asked); value != nil {
			c.finish(r, value, nil)
		}
	}
}
