package auth0_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// limited turns a request away with the given headers.
func limited(status int, headers map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		refuse(status)(w, r)
	}
}

func TestRateLimitWait(t *testing.T) {
	t.Parallel()
	// Time in a bubble begins at midnight of this day.
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	unix := func(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
	date := func(t time.Time) string { return t.Format(http.TimeFormat) }
	tests := map[string]struct {
		status  int
		headers map[string]string
		want    time.Duration // before the jitter, which is 250 to 500 ms the first time
	}{
		"reset":                     {429, map[string]string{"x-ratelimit-reset": unix(start.Add(3 * time.Second))}, 3 * time.Second},
		"reset in the past":         {429, map[string]string{"x-ratelimit-reset": unix(start.Add(-time.Hour))}, 0},
		"reset, server's clock off": {429, map[string]string{"Date": date(start.Add(time.Hour)), "x-ratelimit-reset": unix(start.Add(time.Hour + 2*time.Second))}, 2 * time.Second},
		"reset, no date":            {429, map[string]string{"Date": "", "x-ratelimit-reset": unix(start.Add(4 * time.Second))}, 4 * time.Second},
		"reset unreadable":          {429, map[string]string{"x-ratelimit-reset": "soon"}, 0},
		"reset far away":            {429, map[string]string{"x-ratelimit-reset": unix(start.Add(24 * time.Hour))}, 2 * time.Minute},
		"retry-after, seconds":      {429, map[string]string{"retry-after": "5"}, 5 * time.Second},
		"retry-after, date":         {429, map[string]string{"retry-after": date(start.Add(6 * time.Second))}, 6 * time.Second},
		"retry-after, negative":     {429, map[string]string{"retry-after": "-5"}, 0},
		"both":                      {429, map[string]string{"x-ratelimit-reset": unix(start.Add(3 * time.Second)), "retry-after": "2"}, 3 * time.Second},
		"neither":                   {429, nil, 0},
		"503 with retry-after":      {503, map[string]string{"retry-after": "5"}, 5 * time.Second},
		"503 with reset":            {503, map[string]string{"x-ratelimit-reset": unix(start.Add(3 * time.Second))}, 0},
		"500 with retry-after":      {500, map[string]string{"retry-after": "5"}, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := newClient(t, &script{acts: []http.HandlerFunc{limited(test.status, test.headers), fine}},
					func(c *auth0.Config) { c.MaxRetries = 1 })
				started := time.Now()
				if err := calls[http.MethodGet](t.Context(), client); err != nil {
					t.Fatal(err)
				}
				waited := time.Since(started) - test.want
				if waited < 250*time.Millisecond || waited > 500*time.Millisecond {
					t.Errorf("waited %s, want %s and 250 to 500 ms", time.Since(started), test.want)
				}
			})
		})
	}
}

func TestBackoffGrows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var at []time.Time
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			at = append(at, time.Now())
			refuse(500)(w, r)
		}), func(c *auth0.Config) { c.MaxRetries = 9 })
		if err := calls[http.MethodGet](t.Context(), client); err == nil {
			t.Fatal("no error")
		}
		limit := 500 * time.Millisecond
		for i := 1; i < len(at); i++ {
			if wait := at[i].Sub(at[i-1]); wait < limit/2 || wait > limit {
				t.Errorf("wait %d was %s, want %s to %s", i, wait, limit/2, limit)
			}
			limit = min(2*limit, 30*time.Second)
		}
	})
}

func TestRateLimitGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, limited(429, map[string]string{"retry-after": "10"}), func(c *auth0.Config) { c.MaxRetries = 2 })
		err := calls[http.MethodPost](t.Context(), client)
		failure := asError(t, err)
		if failure.Waited < 20*time.Second || failure.Waited > 22*time.Second || errors.Is(err, auth0.ErrUnknownOutcome) {
			t.Errorf("error is %+v, want one that waited 20 to 22 s and leaves nothing unknown", failure)
		}
		for _, part := range []string{"429 Too Many Requests", "gave up after 3 attempts", "for the rate limit"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("error is %q, want %q in it", err, part)
			}
		}
	})
}

func TestWaitEndsWithContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &script{acts: []http.HandlerFunc{limited(429, map[string]string{"retry-after": "60"})}}
		client := newClient(t, server, func(c *auth0.Config) { c.MaxRetries = 5 })
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		started := time.Now()
		err := calls[http.MethodPost](ctx, client)
		if took := time.Since(started); took != 3*time.Second {
			t.Errorf("came back after %s, want 3s", took)
		}
		if !errors.Is(err, context.Canceled) || errors.Is(err, auth0.ErrUnknownOutcome) {
			t.Errorf("error is %v, want the context's, with nothing unknown", err)
		}
		if failure := asError(t, err); failure.Waited != 3*time.Second || !strings.Contains(err.Error(), "having waited 3s for the rate limit") {
			t.Errorf("error is %v, want one that says how long was waited and why", err)
		}
	})
}

func TestWaitIsLogged(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		act     http.HandlerFunc
		level   auth0.LogLevel
		message string
	}{
		"short":            {refuse(500), auth0.LogInfo, "Auth0 request failed, trying again"},
		"rate limit":       {refuse(429), auth0.LogInfo, "Auth0 rate limit reached, waiting"},
		"long rate limit":  {limited(429, map[string]string{"retry-after": "5"}), auth0.LogWarn, "Auth0 rate limit reached, waiting"},
		"connection fault": {hangUp, auth0.LogInfo, "Auth0 request failed, trying again"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var book logBook
				client := newClient(t, &script{acts: []http.HandlerFunc{test.act, fine}},
					func(c *auth0.Config) { c.MaxRetries, c.Log = 1, book.write })
				if err := calls[http.MethodGet](t.Context(), client); err != nil {
					t.Fatal(err)
				}
				events := book.at(test.level)
				if len(events) != 1 || events[0].message != test.message || events[0].fields["attempt"] != 1 {
					t.Errorf("events at level %d: %v, want one: %q", test.level, events, test.message)
				}
			})
		})
	}
}
