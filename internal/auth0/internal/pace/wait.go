package pace

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/time/rate"
)

// LongWait is how long a wait must be to be worth a warning.
const LongWait = 5 * time.Second

// patience is the waiting of one call for its turn.
type patience struct {
	began  time.Time
	reason string // what it waits for
	warned bool
	long   func(reason string, wait time.Duration)
}

// forBucket waits for the given time, or until there is news.
func (w *patience) forBucket(ctx context.Context, b *bucket, held time.Duration) error {
	w.reason = b.reason()
	if held != untilNews {
		w.warn(held)
	}
	timer := time.NewTimer(held)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-b.news:
		return nil
	case <-ctx.Done():
		return w.failure(context.Cause(ctx))
	}
}

// forOwn waits for the pace that the caller set. Who would run out of time before its turn is told at once.
func (w *patience) forOwn(ctx context.Context, limiter *rate.Limiter) error {
	if limiter == nil {
		return ctx.Err()
	}
	w.reason = "its turn under the maximum of requests per second"
	slot := limiter.Reserve()
	held := slot.Delay()
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < held {
		slot.Cancel()
		return w.failure(fmt.Errorf("its turn is in %s: %w", held.Round(time.Millisecond), context.DeadlineExceeded))
	}
	w.warn(held)
	timer := time.NewTimer(held)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		slot.Cancel()
		return w.failure(context.Cause(ctx))
	}
}

func (w *patience) warn(held time.Duration) {
	if held > LongWait && !w.warned {
		w.warned = true
		w.long(w.reason, held)
	}
}

// failure returns the error of a call that gave up its turn, saying how long it waited for what.
func (w *patience) failure(err error) error {
	return fmt.Errorf("not sent, having waited %s for %s: %w", time.Since(w.began).Round(100*time.Millisecond), w.reason, err)
}
