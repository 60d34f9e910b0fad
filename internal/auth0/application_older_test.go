package auth0_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// All creations that wait for the listing before the first creation share its result. It is attempted twice, unless it
// is refused.
func TestFailedListingIsShared(t *testing.T) {
	t.Parallel()
	const creations, retries = 10, 2
	tests := map[string]struct {
		fails    http.HandlerFunc
		failures int
		listed   int
		made     int
	}{
		"once":                          {refuse(http.StatusBadGateway), retries + 1, retries + 2, creations},
		"for good":                      {refuse(http.StatusBadGateway), 1000, 2 * (retries + 1), 0},
		"the rate limit":                {refuse(http.StatusTooManyRequests), 1000, 2 * (retries + 1), 0},
		"an answer that is no listing":  {respond("application/json", `{}`), 1000, 2 * (retries + 1), 0},
		"a refusal":                     {refuse(http.StatusForbidden), 1000, 1, 0},
		"a refusal, however few follow": {refuse(http.StatusForbidden), 1, 1, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := &crowd{}
				var mu sync.Mutex
				listed := 0
				client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.Method != http.MethodGet {
						tenant.ServeHTTP(w, r)
						return
					}
					mu.Lock()
					listed++
					fails := listed <= test.failures
					mu.Unlock()
					time.Sleep(50 * time.Millisecond)
					if fails {
						test.fails(w, r)
						return
					}
					tenant.ServeHTTP(w, r)
				}), func(c *auth0.Config) { c.MaxRetries = retries })
				made := 0
				var all sync.WaitGroup
				for range creations {
					all.Go(func() {
						_, err := client.CreateApplicationOnce(t.Context(), wantedApplication())
						mu.Lock()
						defer mu.Unlock()
						if err == nil {
							made++
						} else if !strings.HasPrefix(err.Error(), "nothing was created") {
							t.Error(err)
						}
					})
				}
				all.Wait()
				if listed != test.listed || made != test.made || tenant.created != test.made {
					t.Errorf("%d listings, %d made; want %d and %d", listed, made, test.listed, test.made)
				}
			})
		})
	}
}

// The total on a page is only a hint: a full page is followed by another, and an empty one by none.
func TestOlderApplicationsDoNotTrustTheTotal(t *testing.T) {
	t.Parallel()
	for name, told := range map[string]int{"too small": 1, "too great": 900, "right": 250} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := (&crowd{posts: []string{lostAfter}, told: told}).populate(250, "Partner")
				app, err := newClient(t, tenant).CreateApplicationOnce(t.Context(), wantedApplication())
				if err != nil || app.ClientID != "tpc_251" || tenant.made != 251 {
					t.Errorf("got %v, %v, and %d were made", app, err, tenant.made-250)
				}
			})
		})
	}
}
