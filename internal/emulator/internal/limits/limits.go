// Package limits holds the rate limits of Auth0's subscriptions as token buckets. tiers.go has the limits of each
// subscription; [Limiter.Take] takes a request from its buckets; levels.go formats what is left.
package limits

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

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
)

// Limiter holds the token buckets of one tenant.
type Limiter struct {
	tier  tier
	mu    sync.Mutex
	whole *rate.Limiter            // of the whole Management API, nil for none
	own   map[string]*rate.Limiter // of endpoints, by route; routes may share one
	rest  *rate.Limiter            // shared by the endpoints without a bucket of their own, nil for none

	registrations *rate.Limiter // of the registration endpoint, which is not part of the Management API
}

// New returns full buckets, or nil if nothing is limited.
func New(name string) (*Limiter, error) {
	if name == "" || name == Off {
		return nil, nil
	}
	tier, known := tiers[name]
	if !known {
		return nil, fmt.Errorf("%q is not one of %s", name, strings.Join(Names(), ", "))
	}
	l := &Limiter{
		tier: tier, whole: tier.whole.bucket(), rest: tier.rest.bucket(), own: map[string]*rate.Limiter{},
		registrations: registrationBudget.bucket(),
	}
	for _, shared := range tier.endpoints {
		bucket := shared.bucket()
		for _, route := range shared.routes {
			l.own[route] = bucket
		}
	}
	return l, nil
}

// budget describes a token bucket: how many requests it holds, and how often one is added. The zero value is no bucket.
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

// Allowance is what is left of a bucket.
type Allowance struct {
	limit, remaining int
	Reset            int64 // Unix time in seconds
}

// Show adds the headers about what is left to an answer.
func (a *Allowance) Show(header http.Header) {
	if a == nil {
		return
	}
	header.Set("X-Ratelimit-Limit", strconv.Itoa(a.limit))
	header.Set("X-Ratelimit-Remaining", strconv.Itoa(a.remaining))
	header.Set("X-Ratelimit-Reset", strconv.FormatInt(a.Reset, 10))
}

// Throttle names the empty bucket because of which a request was refused.
type Throttle string

// The two sorts of buckets, as Auth0's messages name them.
const (
	Global   Throttle = "global"
	Endpoint Throttle = "endpoint"
)

var throttleMessages = map[Throttle]string{
	Global:   "Global limit has been reached",
	Endpoint: "Endpoint limit has been reached",
}

// Refusal is Auth0's answer to a request beyond a limit.
func (t Throttle) Refusal() error {
	return &answer.Error{Status: http.StatusTooManyRequests, Message: throttleMessages[t], Code: "too_many_requests"}
}

// Take takes a request out of its buckets, the one of the whole API first. It returns what is left in the tighter of
// them, nil if no bucket limits the request, and the empty bucket, "" for none.
//
// Assumption: if the second bucket refuses a request, nothing is returned to the first; the headers are those of the
// bucket that refuses, or else of the bucket with less left.
func (l *Limiter) Take(route string, r *http.Request, now time.Time) (*Allowance, Throttle) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var tighter *Allowance
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

// buckets returns the buckets that a request takes from.
func (l *Limiter) buckets(route string, r *http.Request) []namedBucket {
	switch {
	case route == registration:
		return []namedBucket{{l.registrations, Endpoint}}
	case strings.HasPrefix(r.URL.Path, "/api/v2/"):
		return []namedBucket{{l.whole, Global}, {l.endpoint(route, r), Endpoint}}
	default:
		return nil
	}
}

// endpoint finds the bucket of an endpoint. A search (q) has another bucket than the listing with the same path.
func (l *Limiter) endpoint(route string, r *http.Request) *rate.Limiter {
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

// leftIn describes a bucket. Capacity is added continuously, one request at a time; reset is the first full second in
// which the next one is there.
func leftIn(bucket *rate.Limiter, now time.Time) *Allowance {
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
	return &Allowance{limit: bucket.Burst(), remaining: max(0, int(tokens)), Reset: reset}
}

// Names returns the names of the rate limits a tenant can have.
func Names() []string {
	names := []string{Off}
	for name := range tiers {
		names = append(names, name)
	}
	slices.Sort(names[1:])
	return names
}
