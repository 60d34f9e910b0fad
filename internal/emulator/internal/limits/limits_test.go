package limits

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// The page of the emulator shows what is left of each bucket.
func TestLevels(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		Off:          "",
		"free":       "Management API 1/2 2 a second, POST /oidc/register 5/5 5 a second",
		"enterprise": "Management API 49/50 16 a second, GET /clients with q 5/5 150 a minute, GET /organizations 10/10 100 a minute, GET /organizations/{id} and 1 more 10/10 100 a minute, POST /organizations and 3 more 5/5 150 a minute, GET /organizations/{id}/client-grants 10/10 100 a minute, POST /organizations/{id}/client-grants 5/5 150 a minute, POST /oidc/register 5/5 5 a second",
	} {
		limiter, err := New(name)
		if err != nil {
			t.Fatal(err)
		}
		if limiter != nil {
			limiter.Take("GET /api/v2/tenants/settings", httptest.NewRequest(http.MethodGet, "/api/v2/tenants/settings", nil), noon)
		}
		var levels []string
		for _, level := range limiter.Levels(noon) {
			levels = append(levels, fmt.Sprintf("%s %d/%d %s", level.Name, level.Remaining, level.Limit, level.Refill))
		}
		if got := strings.Join(levels, ", "); got != want {
			t.Errorf("%s: levels are %s, want %s", name, got, want)
		}
	}
}

// A ceiling counts the requests of each second of the clock.
func TestCeilings(t *testing.T) {
	t.Parallel()
	var ceilings Ceilings
	for _, step := range []struct {
		counter      string
		after        time.Duration
		isWithin     bool
		left, header string
	}{
		{"a", 0, true, "r=1", ""},
		{"a", 900 * time.Millisecond, true, "r=0", ""},
		{"b", 900 * time.Millisecond, true, "r=1", ""},
		{"a", 999 * time.Millisecond, false, "r=0", "1"},
		{"a", time.Second, true, "r=1", ""},
	} {
		header := http.Header{}
		isWithin := ceilings.Take(step.counter, 2, noon.Add(step.after), header)
		if isWithin != step.isWithin || header.Get("Auth0-RateLimit") != "client;q=2;t=1;"+step.left || header.Get("Retry-After") != step.header {
			t.Errorf("%s after %s: within is %t, headers %v", step.counter, step.after, isWithin, header)
		}
	}
}
