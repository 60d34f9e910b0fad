package auth0_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// All checks share one listing of the APIs, even if it fails. It is attempted twice, unless it is refused.
func TestFailedListingOfAPIsIsShared(t *testing.T) {
	t.Parallel()
	const callers, retries, attempts = 10, 2, 3
	tests := map[string]struct {
		fails    http.HandlerFunc
		failures int64
		calls    int64
		errors   int64
	}{
		"no failure":     {refuse(http.StatusBadGateway), 0, 1, 0},
		"once":           {refuse(http.StatusBadGateway), attempts, attempts + 1, 0},
		"for good":       {refuse(http.StatusInternalServerError), 1000, 2 * attempts, callers},
		"the rate limit": {refuse(http.StatusTooManyRequests), 1000, 2 * attempts, callers},
		"no listing":     {respond("application/json", "null"), 1000, 2 * attempts, callers},
		"a refusal":      {refuse(http.StatusForbidden), 1, 1, callers},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var calls, failed atomic.Int64
				client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if calls.Add(1) <= test.failures {
						test.fails(w, r)
						return
					}
					answer(w, http.StatusOK, `{"resource_servers":[],"total":0}`)
				}), func(c *auth0.Config) { c.MaxRetries = retries })
				var all sync.WaitGroup
				for range callers {
					all.Go(func() {
						if _, err := client.KnownAPIs(t.Context()); err != nil {
							failed.Add(1)
						}
					})
				}
				all.Wait()
				if calls.Load() != test.calls || failed.Load() != test.errors {
					t.Errorf("%d calls and %d errors, want %d and %d", calls.Load(), failed.Load(), test.calls, test.errors)
				}
			})
		})
	}
}
