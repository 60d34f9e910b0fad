package pace_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

const route = "GET clients/{}"

// answer returns a tenant's answer with the headers of a bucket of two requests.
func answer(status, remaining int, reset time.Duration) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{
		"X-Ratelimit-Limit":     {"2"},
		"X-Ratelimit-Remaining": {strconv.Itoa(remaining)},
		"X-Ratelimit-Reset":     {strconv.FormatInt(time.Now().Add(reset).Unix(), 10)},
	}}
}

// admitted waits for a pass, and returns it with the time that this took.
func admitted(t *testing.T, p *pace.Pacer, name string) (*pace.Pass, time.Duration) {
	t.Helper()
	began := time.Now()
	pass, err := p.Admit(t.Context(), name, func(string, time.Duration) {})
	if err != nil {
		t.Fatal(err)
	}
	return pass, time.Since(began)
}

func TestHoldsBackUntilReset(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer    func() *http.Response
		low, high time.Duration
	}{
		"room above the reserve": {func() *http.Response { return answer(200, 2, 0) }, 0, 0},
		"no room":                {func() *http.Response { return answer(200, 0, 10*time.Second) }, 10 * time.Second, 20 * time.Second},
		"turned away":            {func() *http.Response { return answer(429, 0, 10*time.Second) }, 10 * time.Second, 11 * time.Second},
		"turned away, no headers": {func() *http.Response {
			return &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"7"}}}
		}, 7 * time.Second, 8 * time.Second},
		"no limits":                {func() *http.Response { return &http.Response{StatusCode: http.StatusOK} }, 0, 0},
		"no answer at all":         {func() *http.Response { return nil }, 0, 0},
		"refused for other causes": {func() *http.Response { return answer(403, 2, 0) }, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := pace.New(0)
				first, _ := admitted(t, p, route)
				p.Learn(first, test.answer())
				second, took := admitted(t, p, route)
				p.Learn(second, nil)
				if took < test.low || took > test.high {
					t.Errorf("the second call waited %s, want %s to %s", took, test.low, test.high)
				}
			})
		})
	}
}

// The caller's own pace holds for calls outside the API too.
func TestOwnPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := pace.New(0.5)
		for i, name := range []string{"", route, "", route} {
			pass, took := admitted(t, p, name)
			p.Learn(pass, &http.Response{StatusCode: http.StatusOK})
			if want := min(i, 1) * 2; took != time.Duration(want)*time.Second {
				t.Errorf("call %d waited %s, want %d s", i, took, want)
			}
		}
	})
}

// A call whose deadline comes before its turn fails at once, and the error says when its turn would be.
func TestGivesUpWithContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := pace.New(0.01)
		_, _ = admitted(t, p, "")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		_, err := p.Admit(ctx, "", func(string, time.Duration) {})
		if took := time.Since(began); took != 0 || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "its turn is in 1m40s") {
			t.Errorf("after %s: %v", took, err)
		}
	})
}

func TestRouteOf(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/clients":                          "GET clients",
		"/clients/tpc_1":                    "GET clients/{}",
		"/clients/tpc_1/credentials/cred_1": "GET clients/{}/credentials/{}",
	} {
		if got := pace.RouteOf(http.MethodGet, path); got != want {
			t.Errorf("%s is of the kind %q, want %q", path, got, want)
		}
	}
}
