package auth0

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pacer decides when a call may be sent, so that the tenant need not turn it away. It follows the limits that answers
// tell of, and the caller's own where there is one. Calls under one limit are let go in the order in which they came.
//
// Nothing is known before the first answer, so the first call goes alone, and so does the first one to each endpoint:
// it may have a limit of its own. A tenant that tells of no limits (or a proxy that takes them away) is not slowed.
type pacer struct {
	own *rate.Limiter // nil where the caller set no pace

	mu       sync.Mutex
	routes   map[string]*route
	buckets  map[bucketKey]*bucket
	unknown  *bucket // of the endpoints that told of no limit
	latest   *bucket // the one that an answer told of last; nil before
	answered bool    // whether the API has answered at all
}

// route is what is known of one kind of call, such as GET clients/{}.
type route struct {
	bucket *bucket // nil before the first answer
	rank   int     // see bucketKey
	flying int     // calls on their way
}

// bucketKey tells buckets apart. An answer names only the size of its bucket, so endpoints that tell of the same size
// are taken to share one, which is true of an API-wide limit and on the safe side elsewhere. Where one of them turns
// out to have more left than a shared bucket could, it moves on to the next rank, to share with those that did likewise.
type bucketKey struct{ limit, rank int }

// pass is the permission to send one call.
type pass struct {
	route  *route
	bucket *bucket
	at     time.Time

	// What the bucket's model said when the call was let go, to be compared with what the answer says.
	level     float64 // what this call leaves in the bucket
	corrected float64 // bucket.corrected
	number    int     // bucket.sent
	ahead     int     // calls on their way that might reach the bucket later than this one
	rate      float64 // bucket.rate where the call waited for that rate to fill the bucket, otherwise 0
}

func newPacer(requestsPerSecond float64) *pacer {
	p := &pacer{routes: map[string]*route{}, buckets: map[bucketKey]*bucket{}, unknown: newBucket(0)}
	if requestsPerSecond > 0 {
		p.own = rate.NewLimiter(rate.Limit(requestsPerSecond), 1)
	}
	return p
}

// routeOf returns the kind of call that a request is: the method, and the path with its identifiers left out. It is
// empty for a path outside the Management API, whose limits are none of those that its answers tell of.
func routeOf(method, path string) string {
	path, found := strings.CutPrefix(path, apiPath+"/")
	if !found {
		return ""
	}
	elements := strings.Split(path, "/")
	for i := 1; i < len(elements); i += 2 {
		elements[i] = "{}"
	}
	return method + " " + strings.Join(elements, "/")
}

// admit holds a call back until it may be sent. Every pass must be given back to learn, once. The error means that the
// call must not be sent, because ctx ended or would have ended before its turn. A wait longer than longWait is told to
// long when it begins: once by the call that is next in line, not by those behind it.
func (p *pacer) admit(ctx context.Context, name string, long func(reason string, wait time.Duration)) (*pass, error) {
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
func (p *pacer) line(name string) *bucket {
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

// lead waits at the head of the line. It returns no pass where the call turns out to belong into another line.
func (p *pacer) lead(ctx context.Context, name string, line *bucket, w *patience) (*pass, error) {
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

// try returns a pass where the bucket has room and the caller's own pace allows it (owned). Otherwise it returns how
// long the bucket will lack room, which is 0 where it has some.
func (p *pacer) try(name string, line *bucket, paced, owned bool) (*pass, time.Duration) {
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
	permit := &pass{route: r, bucket: line, at: now, ahead: line.flying, corrected: line.corrected}
	permit.level = line.take(now)
	permit.number = line.sent
	if paced {
		permit.rate = line.rate
	}
	r.flying++
	line.flying++
	return permit, 0
}

// learn takes a pass back, with the answer to its call, or nil where none came.
func (p *pacer) learn(permit *pass, resp *http.Response) {
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
		} else if isSuccess(resp.StatusCode) || resp.StatusCode == http.StatusNotFound {
			p.settle(permit.route)
		}
		return
	}
	p.answered = true
	b := p.place(permit, told, now)
	b.see(permit, told, now)
	p.latest, permit.route.bucket = b, b
}

// settle notes that the API answered without telling of a limit.
func (p *pacer) settle(r *route) {
	p.answered = true
	if r.bucket == nil {
		r.bucket = p.unknown
	}
}

// wake lets the first of every line look again: an answer may have moved it into another line, or made room.
func (p *pacer) wake() {
	p.unknown.wake()
	for _, b := range p.buckets {
		b.wake()
	}
}

// place returns the bucket that an answer tells of, and moves the call to it where it was taken from another one.
func (p *pacer) place(permit *pass, told rateLimit, now time.Time) *bucket {
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
		if b.sharedWith(permit, told, now) {
			return b
		}
		r.rank++
	}
}

// move counts the call against another bucket than the one it was let go by.
func (permit *pass) move(to *bucket, level float64, now time.Time) {
	permit.bucket.correct(1, now)
	permit.bucket, permit.level, permit.number, permit.corrected, permit.rate = to, level, to.sent, to.corrected, 0
}

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
	if held > longWait && !w.warned {
		w.warned = true
		w.long(w.reason, held)
	}
}

// failure returns the error of a call that gave up its turn, saying how long it waited for what.
func (w *patience) failure(err error) error {
	return fmt.Errorf("not sent, having waited %s for %s: %w", time.Since(w.began).Round(100*time.Millisecond), w.reason, err)
}
