// Package pace decides when a call may be sent, so that the tenant need not turn it away.
//
// A call is held by [Pacer.Admit] until it may be sent, and its answer is handed to [Pacer.Learn]. What the pacer knows
// comes from the headers of answers: the size of a bucket of requests and how many of them are left. They tell neither
// how fast the bucket fills nor what others take from it, so a model of each bucket (bucket.go) predicts the next
// answer and learns from the difference. pace.go decides which bucket a call waits for, and waits. A call that was
// answered 429 waits as long as the answer asks ([AskedWait]) and a random while on top of that ([Backoff]).
//
// The promise: at most one call in a hundred is answered 429, a run takes at most 1.3 times its calls divided by the
// rate, and a fifth of each bucket is left to others. A model with only a measured level and a measured rate for each
// bucket came close in a prototype. It broke the promise for two of the tenants that the tests play, so the bounds
// between which a bucket's rate is sought (tooLow and tooHigh) stay.
package pace

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pacer decides when calls may be sent. It follows the limits that answers announce, and the caller's own if there is
// one. Calls under one limit are sent in the order in which they came. It is safe for concurrent use.
//
// Nothing is known before the first answer, so the first call goes alone, and so does the first one to each endpoint:
// it may have a limit of its own. A tenant without announced limits (or behind a proxy that removes the headers) is not
// slowed.
type Pacer struct {
	own *rate.Limiter // nil if the caller set no pace

	mu       sync.Mutex
	routes   map[string]*route
	buckets  map[bucketKey]*bucket
	unknown  *bucket // of the endpoints that announced no limit
	latest   *bucket // the one of the latest answer; nil before
	answered bool    // whether the API has answered at all
}

// bucketKey tells buckets apart. An answer names only the size of its bucket, so endpoints with the same size are taken
// to share one. That is true of an API-wide limit, and on the safe side elsewhere. If one of them turns out to have
// more left than a shared bucket could, it moves to the next rank, and shares with others that moved there.
type bucketKey struct{ limit, rank int }

// New returns a pacer that also holds all calls together to the given pace; 0 means no pace of its own.
func New(requestsPerSecond float64) *Pacer {
	p := &Pacer{routes: map[string]*route{}, buckets: map[bucketKey]*bucket{}, unknown: newBucket(0)}
	if requestsPerSecond > 0 {
		p.own = rate.NewLimiter(rate.Limit(requestsPerSecond), 1)
	}
	return p
}

// RouteOf returns the kind of call that a request is: the method, and the path below the API with its identifiers left
// out.
func RouteOf(method, path string) string {
	elements := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i := 1; i < len(elements); i += 2 {
		elements[i] = "{}"
	}
	return method + " " + strings.Join(elements, "/")
}

// Admit holds a call back until it may be sent. Each pass must be given to Learn exactly once. The error means that the
// call must not be sent, because ctx ended or would have ended before its turn. If name, a route, is empty, the call
// counts against none of the limits that answers tell of. A wait longer than [LongWait] is told to long when it begins:
// once by the call that is next in line, not by those behind it.
func (p *Pacer) Admit(ctx context.Context, name string, long func(reason string, wait time.Duration)) (*Pass, error) {
	w := &patience{began: time.Now(), long: long}
	if name == "" {
		return nil, w.forOwn(ctx, p.own)
	}
	for {
		line := p.line(name)
		w.reason = line.reason()
		select {
		case line.turn <- struct{}{}: // blocked senders are served in order
		case <-ctx.Done():
			return nil, w.failure(context.Cause(ctx))
		}
		permit, err := p.lead(ctx, name, line, w)
		<-line.turn
		if permit != nil || err != nil {
			return permit, err
		}
	}
}

// line returns the bucket that a kind of call waits for. Until its own is known that is the one heard of last, which
// is the right one wherever a tenant has but one.
func (p *Pacer) line(name string) *bucket {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.routes[name]; r != nil && r.bucket != nil {
		return r.bucket
	}
	if p.latest != nil {
		return p.latest
	}
	return p.unknown
}

// lead waits at the head of the line. It returns no pass if the call turns out to belong into another line.
func (p *Pacer) lead(ctx context.Context, name string, line *bucket, w *patience) (*Pass, error) {
	var paced, owned bool
	for {
		if p.line(name) != line {
			return nil, nil
		}
		if ctx.Err() != nil {
			return nil, w.failure(context.Cause(ctx))
		}
		permit, held := p.try(name, line, paced, p.own == nil || owned)
		switch {
		case permit != nil:
			return permit, nil
		case held > 0:
			paced, owned = true, false
			if err := w.forBucket(ctx, line, held); err != nil {
				return nil, err
			}
		default:
			owned = true
			if err := w.forOwn(ctx, p.own); err != nil {
				return nil, err
			}
		}
	}
}

// try returns a pass if the bucket has room and the caller's own pace allows it (owned). Otherwise it returns how
// long the bucket will lack room, which is 0 if it has some.
func (p *Pacer) try(name string, line *bucket, paced, owned bool) (*Pass, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.routes[name]
	if r == nil {
		r = &route{}
		p.routes[name] = r
	}
	now := time.Now()
	first := r.bucket == nil
	held := line.held(now, first)
	alone := !p.answered && line.flying > 0 || p.latest != nil && first && r.flying > 0
	switch {
	case held <= 0 && alone:
		return nil, untilNews
	case held > 0 || !owned:
		return nil, max(held, 0)
	}
	permit := &Pass{route: r, bucket: line, at: now, ahead: line.flying, corrected: line.corrected}
	permit.level = line.take(now)
	permit.number = line.sent
	if paced {
		permit.rate = line.rate
	}
	r.flying++
	line.flying++
	return permit, 0
}

// Learn takes a pass back, with the answer to its call, or nil if none came.
func (p *Pacer) Learn(permit *Pass, resp *http.Response) {
	if permit == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	permit.route.flying--
	permit.bucket.flying--
	defer p.wake()
	if resp == nil {
		return
	}
	told, ok := readRateLimit(resp, now)
	if !ok {
		if resp.StatusCode == http.StatusTooManyRequests {
			permit.bucket.close(told, now)
		} else if resp.StatusCode <= 299 || resp.StatusCode == http.StatusNotFound {
			p.noteUnlimited(permit.route)
		}
		return
	}
	p.answered = true
	b := p.place(permit, told, now)
	b.see(permit, told, now)
	p.latest, permit.route.bucket = b, b
}

// noteUnlimited notes that the API answered without telling of a limit.
func (p *Pacer) noteUnlimited(r *route) {
	p.answered = true
	if r.bucket == nil {
		r.bucket = p.unknown
	}
}

// wake lets the first of every line look again: an answer may have moved it into another line, or made room.
func (p *Pacer) wake() {
	p.unknown.wake()
	for _, b := range p.buckets {
		b.wake()
	}
}

// place returns the bucket of an answer, and moves the call to it if another one admitted it.
func (p *Pacer) place(permit *Pass, told rateLimit, now time.Time) *bucket {
	r := permit.route
	for {
		key := bucketKey{told.limit, r.rank}
		b := p.buckets[key]
		if b == nil {
			b = newBucket(told.limit)
			b.begin(told, now)
			p.buckets[key] = b
			permit.move(b, float64(told.remaining), now)
			return b
		}
		if permit.bucket != b {
			permit.move(b, b.take(now), now)
		}
		if b.isSharedWith(permit, told, now) {
			return b
		}
		r.rank++
	}
}

// LongWait is the shortest wait that gets a warning.
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

// forOwn waits for the pace that the caller set. A call that would run out of time before its turn fails at once.
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
	return fmt.Errorf(
		"not sent, having waited %s for %s: %w", time.Since(w.began).Round(100*time.Millisecond), w.reason, err,
	)
}
