package auth0_test

import (
	"context"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// tokenBucket is a server's limit: size requests at once, and perSecond in the long run.
type tokenBucket struct {
	size, perSecond float64

	level float64
	at    time.Time
}

func (b *tokenBucket) fill(now time.Time) {
	if b.at.IsZero() {
		b.level = b.size
	}
	b.level, b.at = min(b.size, b.level+b.perSecond*now.Sub(b.at).Seconds()), now
}

// limitedTenant answers every call after the latency, if its buckets have something left. Its headers show the tightest
// of them.
type limitedTenant struct {
	buckets func(r *http.Request) []*tokenBucket
	latency func() time.Duration

	mu        sync.Mutex
	calls     int
	throttled int
}

func newLimitedTenant(latency time.Duration, buckets ...*tokenBucket) *limitedTenant {
	return &limitedTenant{
		buckets: func(*http.Request) []*tokenBucket { return buckets },
		latency: variedLatency(latency),
	}
}

func (s *limitedTenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	latency := s.latency()
	s.mu.Unlock()
	time.Sleep(latency / 2)
	act := s.admit(w, r)
	time.Sleep(latency / 2)
	act(w, r)
}

// admit counts the call, writes the headers, and returns what to answer.
func (s *limitedTenant) admit(w http.ResponseWriter, r *http.Request) http.HandlerFunc {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.calls++
	var tightest *tokenBucket
	for _, b := range s.buckets(r) {
		b.fill(now)
		if tightest == nil || b.level < tightest.level {
			tightest = b
		}
	}
	act := fine
	if tightest.level < 1 {
		s.throttled++
		act = refuse(429)
	} else {
		for _, b := range s.buckets(r) {
			b.level--
		}
	}
	next := (math.Floor(tightest.level) + 1 - tightest.level) / tightest.perSecond
	reset := now.Add(time.Duration(next * float64(time.Second))).Add(time.Second - 1).Unix()
	w.Header().Set("x-ratelimit-limit", strconv.Itoa(int(tightest.size)))
	w.Header().Set("x-ratelimit-remaining", strconv.Itoa(int(tightest.level)))
	w.Header().Set("x-ratelimit-reset", strconv.FormatInt(reset, 10))
	return act
}

// take is a call by somebody else, and reports whether the tenant carried it out.
func (s *limitedTenant) take(b *tokenBucket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	b.fill(time.Now())
	if b.level < 1 {
		return false
	}
	b.level--
	return true
}

// variedLatency returns latencies of up to a quarter more or less than the given one, always the same sequence.
func variedLatency(latency time.Duration) func() time.Duration {
	random := rand.New(rand.NewPCG(1, 2))
	return func() time.Duration {
		return latency*3/4 + time.Duration(random.Int64N(int64(latency)/2+1))
	}
}

// The calls that the callers of the tests below make in turn: of two kinds, in two collections, never from memory.
var turns = []func(ctx context.Context, c *auth0.Client) error{
	calls[http.MethodPatch],
	func(ctx context.Context, c *auth0.Client) error { return c.DeleteApplication(ctx, "app_1") },
}

// press makes so many calls in all with the given number of callers, as fast as the client lets them.
func press(t *testing.T, client *auth0.Client, callers, number int) {
	t.Helper()
	work := make(chan int, number)
	for i := range number {
		work <- i
	}
	close(work)
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			for i := range work {
				if err := turns[i%len(turns)](t.Context(), client); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

// patient sets the provider's default number of attempts.
func patient(c *auth0.Config) { c.MaxRetries = 5 }
