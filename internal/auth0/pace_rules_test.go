package auth0_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Endpoints with limits of their own do not slow each other, even if the limits look alike.
func TestPaceTellsBucketsApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := newLimitedTenant(40 * time.Millisecond)
		buckets := map[string]*tokenBucket{
			http.MethodPatch:  {size: 5, perSecond: 0.1},
			http.MethodDelete: {size: 5, perSecond: 5},
		}
		tenant.buckets = func(r *http.Request) []*tokenBucket { return []*tokenBucket{buckets[r.Method]} }
		client := newClient(t, tenant, patient)
		for range 4 {
			if err := calls[http.MethodPatch](t.Context(), client); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Millisecond)
		started := time.Now()
		for range 50 {
			if err := calls[http.MethodDelete](t.Context(), client); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(started); took > 13*time.Second || tenant.throttled > 0 {
			t.Errorf("50 calls at 5 a second took %s beside an exhausted bucket, %d were throttled", took, tenant.throttled)
		}
	})
}

// flights counts how many requests are answered at once.
type flights struct {
	handler  http.HandlerFunc
	mu       sync.Mutex
	now, max int
}

func (f *flights) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.count(1)
	defer f.count(-1)
	time.Sleep(100 * time.Millisecond)
	f.handler(w, r)
}

func (f *flights) count(by int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now += by
	f.max = max(f.max, f.now)
}

// If a tenant shows no limits, only the first call goes alone, and later ones are not held back.
func TestPaceWithoutLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &flights{handler: fine}
		started := time.Now()
		press(t, newClient(t, server), 20, 41)
		if took := time.Since(started); took != 300*time.Millisecond || server.max != 20 {
			t.Errorf("41 calls took %s, at most %d at once; want 300ms and 20", took, server.max)
		}
	})
}

// Until the tenant has answered, calls go alone, because its limit is not known.
func TestPaceBeginsAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &flights{handler: refuse(http.StatusServiceUnavailable)}
		client := newClient(t, server)
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() { _ = calls[http.MethodPost](t.Context(), client) })
		}
		group.Wait()
		if server.max != 1 {
			t.Errorf("%d calls at once, want 1", server.max)
		}
	})
}

// When one call is turned away, the others wait as well, and come back one after the other.
func TestPaceAfterRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limit := &tokenBucket{size: 10, perSecond: 0.2}
		tenant := newLimitedTenant(0, limit)
		client := newClient(t, tenant, patient)
		press(t, client, 1, 2)
		for tenant.take(limit) { // others take all there is
		}
		started := time.Now()
		press(t, client, 5, 20)
		if tenant.throttled > 5 {
			t.Errorf("%d calls were throttled, want at most the five that were under way", tenant.throttled)
		}
		if took := time.Since(started); took < 100*time.Second || took > 130*time.Second {
			t.Errorf("20 calls took %s, want 100 to 130 s", took)
		}
	})
}

func TestPaceIsInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, newLimitedTenant(0, &tokenBucket{size: 2, perSecond: 2}))
		var order []int
		var mu sync.Mutex
		var group sync.WaitGroup
		for i := range 20 {
			group.Go(func() {
				if err := calls[http.MethodPatch](t.Context(), client); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			})
			synctest.Wait()
		}
		group.Wait()
		if !slices.IsSorted(order) {
			t.Errorf("calls were made in the order %v", order)
		}
	})
}

// A wait for the turn ends with the context, and says what it was for.
func TestPaceEndsWithContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var book logBook
		header := map[string]string{"x-ratelimit-limit": "2", "x-ratelimit-remaining": "0", "x-ratelimit-reset": strconv.FormatInt(time.Now().Unix()+60, 10)}
		server := &script{acts: []http.HandlerFunc{limited(http.StatusTooManyRequests, header)}}
		client := newClient(t, server, func(c *auth0.Config) { c.Log = book.write })
		_ = calls[http.MethodPatch](t.Context(), client)
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		started := time.Now()
		err := calls[http.MethodPatch](ctx, client)
		if took := time.Since(started); took != 7*time.Second || server.count() != 1 {
			t.Errorf("came back after %s and %d requests, want 7s and one", took, server.count())
		}
		const want = "not sent, having waited 7s for the tenant's rate limit (a bucket of 2)"
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, auth0.ErrUnknownOutcome) || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want the context's with %q, and nothing unknown", err, want)
		}
		events := book.at(auth0.LogWarn)
		if len(events) != 1 || events[0].fields["reason"] != "the tenant's rate limit (a bucket of 2)" {
			t.Fatalf("warnings: %v, want one that says why", events)
		}
		if wait, ok := events[0].fields["wait_ms"].(int64); !ok || wait < 60_000 || wait > 61_000 {
			t.Errorf("the warning tells of a wait of %v ms, want about a minute", events[0].fields["wait_ms"])
		}
	})
}

// Repetitions count against the caller's own pace like first attempts, and the token request as well.
func TestOwnPaceHoldsForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var at []time.Time
		var mu sync.Mutex
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			at = append(at, time.Now())
			mu.Unlock()
			if r.URL.Path == "/oauth/token" {
				answer(w, http.StatusOK, `{"access_token":"x","token_type":"Bearer","expires_in":3600}`)
				return
			}
			refuse(http.StatusServiceUnavailable)(w, r)
		}), func(c *auth0.Config) {
			c.APIToken, c.ClientID, c.ClientSecret = "", "the-client", "the-secret"
			c.MaxRequestsPerSecond, c.MaxRetries = 0.1, 3
		})
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() { _ = calls[http.MethodDelete](t.Context(), client) })
		}
		group.Wait()
		if len(at) != 1+4*4 {
			t.Errorf("%d requests, want a token and four times four", len(at))
		}
		for i := 1; i < len(at); i++ {
			if gap := at[i].Sub(at[i-1]); gap < 10*time.Second {
				t.Errorf("requests %d and %d are %s apart, want 10s", i-1, i, gap)
			}
		}
	})
}
