package faultmatrix

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// kind is a kind of fault.
type kind struct {
	name  string
	acts  bool // differs from another kind only in that the tenant does what it was asked to
	fault func() emulator.Fault
}

// kinds are the ways in which a call goes wrong.
func kinds() []kind {
	status := func(status int, acts bool, headers func() map[string]string) func() emulator.Fault {
		return func() emulator.Fault {
			f := emulator.Fault{Kind: emulator.FaultStatus, Status: status, Acts: acts}
			if headers != nil {
				f.Headers = headers()
			}
			return f
		}
	}
	late := func(kind emulator.FaultKind) func() emulator.Fault {
		return func() emulator.Fault { return emulator.Fault{Kind: kind, Delay: 3 * requestTimeout} }
	}
	plain := func(kind emulator.FaultKind) func() emulator.Fault {
		return func() emulator.Fault { return emulator.Fault{Kind: kind} }
	}
	return []kind{
		{"status_500", false, status(http.StatusInternalServerError, false, nil)},
		{"status_500_after_acting", true, status(http.StatusInternalServerError, true, nil)},
		{"status_503", false, status(http.StatusServiceUnavailable, false, nil)},
		{"status_503_retry_after", false, status(http.StatusServiceUnavailable, false, func() map[string]string {
			return map[string]string{"Retry-After": "2"}
		})},
		{"status_429", false, status(http.StatusTooManyRequests, false, nil)},
		{"status_429_reset", false, status(http.StatusTooManyRequests, false, func() map[string]string {
			return map[string]string{
				"X-Ratelimit-Limit": "10", "X-Ratelimit-Remaining": "0",
				"X-Ratelimit-Reset": strconv.FormatInt(time.Now().Add(3*time.Second).Unix(), 10),
			}
		})},
		{"delay", false, late(emulator.FaultDelay)},
		{"reset_before", false, plain(emulator.FaultResetBefore)},
		{"reset_after", true, plain(emulator.FaultResetAfter)},
		{"truncated", false, plain(emulator.FaultTruncated)},
		{"malformed", false, plain(emulator.FaultMalformed)},
		{"slow_body", false, late(emulator.FaultSlowBody)},
	}
}

// duration is how often a fault strikes.
type duration struct {
	name  string
	times int
}

// untilLifted is more often than any apply calls.
const untilLifted = 40

var durations = []duration{{"once", 1}, {"three_times", 3}, {"until_lifted", untilLifted}}

// strike lets a fault strike a route so many times, beginning with the given occurrence, counted from 1.
func (tenant *tenant) strike(t testing.TB, f emulator.Fault, to route, occurrence, times int) {
	t.Helper()
	f.Method, f.Path = to.method, to.path
	for nth := occurrence; nth < occurrence+times; nth++ {
		f.Nth = nth
		if err := tenant.AddFault(f); err != nil {
			t.Fatal(err)
		}
	}
}

// struck reports whether any fault has struck.
func (tenant *tenant) struck() bool {
	for _, f := range tenant.Faults() {
		if f.Hits > 0 {
			return true
		}
	}
	return false
}
