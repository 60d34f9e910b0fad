package emulator

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter holds the token buckets of one tenant.
type limiter struct {
	mu    sync.Mutex
	whole *rate.Limiter            // of the whole Management API, nil for none
	own   map[string]*rate.Limiter // of endpoints, by route; routes may share one
	rest  *rate.Limiter            // shared by the endpoints without a bucket of their own, nil for none

	registration *rate.Limiter // of the registration endpoint, which is not part of the Management API
}

// newLimiter returns full buckets, or nil where nothing is limited.
func newLimiter(name string) (*limiter, error) {
	if name == "" || name == RateLimitOff {
		return nil, nil
	}
	tier, known := tiers[name]
	if !known {
		return nil, fmt.Errorf("%q is not one of %s", name, strings.Join(RateLimits(), ", "))
	}
	l := &limiter{
		whole: tier.whole.bucket(), rest: tier.rest.bucket(), own: map[string]*rate.Limiter{},
		registration: registrationBudget.bucket(),
	}
	for _, shared := range tier.endpoints {
		bucket := shared.bucket()
		for _, route := range shared.routes {
			l.own[route] = bucket
		}
	}
	return l, nil
}

// budget is the content of a token bucket: how much it holds and how often a request is added. The zero value has no bucket.
type budget struct {
	burst int
	every time.Duration
}

func (b budget) bucket() *rate.Limiter {
	if b.burst == 0 {
		return nil
	}
	return rate.NewLimiter(rate.Every(b.every), b.burst)
}

// allowance is what is left of a bucket.
type allowance struct {
	limit, remaining int
	reset            int64 // Unix time in seconds
}

// Throttle names the bucket in which nothing was left for a request.
type Throttle string

// The two sorts of buckets, as Auth0's messages name them.
const (
	ThrottleGlobal   Throttle = "global"
	ThrottleEndpoint Throttle = "endpoint"
)

var throttleMessages = map[Throttle]string{
	ThrottleGlobal:   "Global limit has been reached",
	ThrottleEndpoint: "Endpoint limit has been reached",
}

// take takes a request out of its buckets, the one of the whole API first. It returns what is left in the tighter of them,
// nil for a request no bucket is about, and which bucket was empty, "" for none.
//
// Assumption: what the first bucket gave for a request the second one refuses is not returned to it; the headers are those of
// the bucket that refuses, or of the one with less left.
func (l *limiter) take(route string, r *http.Request, now time.Time) (*allowance, Throttle) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var tighter *allowance
	for _, one := range l.buckets(route, r) {
		if one.bucket == nil {
			continue
		}
		allowed := one.bucket.AllowN(now, 1)
		left := leftIn(one.bucket, now)
		if !allowed {
			return left, one.name
		}
		if tighter == nil || left.remaining < tighter.remaining {
			tighter = left
		}
	}
	return tighter, ""
}

type namedBucket struct {
	bucket *rate.Limiter // nil for none
	name   Throttle
}

// buckets are those a request takes from.
func (l *limiter) buckets(route string, r *http.Request) []namedBucket {
	switch {
	case route == registrationRoute:
		return []namedBucket{{l.registration, ThrottleEndpoint}}
	case strings.HasPrefix(r.URL.Path, "/api/v2/"):
		return []namedBucket{{l.whole, ThrottleGlobal}, {l.endpoint(route, r), ThrottleEndpoint}}
	default:
		return nil
	}
}

// endpoint finds the bucket of an endpoint. A search has another one than the listing it is written as.
func (l *limiter) endpoint(route string, r *http.Request) *rate.Limiter {
	if r.URL.Query().Has("q") {
		if bucket := l.own[route+searching]; bucket != nil {
			return bucket
		}
	}
	if bucket := l.own[route]; bucket != nil {
		return bucket
	}
	return l.rest
}

// leftIn describes a bucket. Capacity is added continuously, one request at a time; reset is the first full second in which
// the next one is there.
func leftIn(bucket *rate.Limiter, now time.Time) *allowance {
	tokens := bucket.TokensAt(now)
	next := now
	if tokens < float64(bucket.Burst()) {
		missing := 1 - (tokens - math.Floor(tokens))
		next = now.Add(time.Duration(missing / float64(bucket.Limit()) * float64(time.Second)))
	}
	reset := next.Unix()
	if next.Nanosecond() > 0 {
		reset++
	}
	return &allowance{limit: bucket.Burst(), remaining: max(0, int(tokens)), reset: reset}
}

// limited refuses requests for which no capacity is left.
func (s *Server) limited(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limiter := s.current.Load().limiter
		if limiter == nil {
			next.ServeHTTP(w, r)
			return
		}
		left, throttled := limiter.take(route, r, s.now())
		if left != nil {
			header := w.Header()
			header.Set("X-Ratelimit-Limit", strconv.Itoa(left.limit))
			header.Set("X-Ratelimit-Remaining", strconv.Itoa(left.remaining))
			header.Set("X-Ratelimit-Reset", strconv.FormatInt(left.reset, 10))
		}
		if throttled != "" {
			note(r).Throttled = throttled
			writeError(w, &apiError{
				status: http.StatusTooManyRequests, message: throttleMessages[throttled], code: "too_many_requests",
			})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// RateLimits returns the names of the rate limits a tenant can have.
func RateLimits() []string {
	names := []string{RateLimitOff}
	for name := range tiers {
		names = append(names, name)
	}
	slices.Sort(names[1:])
	return names
}
