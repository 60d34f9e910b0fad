package faultmatrix

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// kind is a kind of fault.
type kind struct {
	name  string
	acts  bool // differs from another kind only in that the tenant does what it was asked to
	fault func() emulator.Fault
	shows func(before *emulator.Seed, to route) any // the body of the answer, if the fault does not say it
}

// isBrief reports whether the fault strikes once alone. How long answers show something else is tried with an empty
// object.
func (k kind) isBrief() bool { return k.shows != nil && k.name != emptyObject }

// on returns the fault for a route of a tenant.
func (k kind) on(before *emulator.Seed, to route) emulator.Fault {
	f := k.fault()
	if k.shows != nil {
		f.Body = k.shows(before, to)
	}
	return f
}

// refusedToken is the kind of fault after which a new token is fetched, if there are credentials to fetch it with.
const refusedToken = "status_401"

// emptyObject is the kind of fault after which an answer reports success and shows nothing.
const emptyObject = "empty_object"

// kinds are the ways in which a call goes wrong: every kind of fault that the emulator knows, and of statuses those
// that clients treat differently. Not among them are statuses that are the truth about the tenant, such as 404. Nor
// does a tenant act and then answer 4xx: that a call was turned away is what these say.
func kinds() []kind {
	status := func(status int, headers ...string) func() emulator.Fault {
		return func() emulator.Fault {
			f := emulator.Fault{Kind: emulator.FaultStatus, Status: status, Headers: map[string]string{}}
			for i := 0; i < len(headers); i += 2 {
				f.Headers[headers[i]] = headers[i+1]
			}
			return f
		}
	}
	acting := func(answer func() emulator.Fault) func() emulator.Fault {
		return func() emulator.Fault {
			f := answer()
			f.Acts = true
			return f
		}
	}
	late := func(kind emulator.FaultKind) func() emulator.Fault {
		return func() emulator.Fault { return emulator.Fault{Kind: kind, Delay: 3 * requestTimeout} }
	}
	plain := func(kind emulator.FaultKind) func() emulator.Fault {
		return func() emulator.Fault { return emulator.Fault{Kind: kind} }
	}
	always := func(body string) func(*emulator.Seed, route) any {
		return func(*emulator.Seed, route) any { return body }
	}
	return []kind{
		{refusedToken, false, status(http.StatusUnauthorized), nil},
		{"status_403", false, status(http.StatusForbidden), nil},
		{"status_429", false, status(http.StatusTooManyRequests), nil},
		{"status_429_retry_after", false, status(http.StatusTooManyRequests, "Retry-After", "2"), nil},
		{"status_429_reset", false, func() emulator.Fault {
			return status(http.StatusTooManyRequests, "X-Ratelimit-Limit", "10", "X-Ratelimit-Remaining", "0",
				"X-Ratelimit-Reset", strconv.FormatInt(time.Now().Add(3*time.Second).Unix(), 10))()
		}, nil},
		{"status_500", false, status(http.StatusInternalServerError), nil},
		{"status_500_after_acting", true, acting(status(http.StatusInternalServerError)), nil},
		{"status_503", false, status(http.StatusServiceUnavailable), nil},
		{"status_503_retry_after", false, status(http.StatusServiceUnavailable, "Retry-After", "2"), nil},
		{"status_503_after_acting", true, acting(status(http.StatusServiceUnavailable, "Retry-After", "2")), nil},
		{"delay", false, late(emulator.FaultDelay), nil},
		{"reset_before", false, plain(emulator.FaultResetBefore), nil},
		{"reset_after", true, plain(emulator.FaultResetAfter), nil},
		{"truncated", false, plain(emulator.FaultTruncated), nil},
		{"malformed", false, plain(emulator.FaultMalformed), nil},
		{"slow_body", false, late(emulator.FaultSlowBody), nil},
		{emptyObject, false, plain(emulator.FaultMalformed), always("{}")},
		{"null", false, plain(emulator.FaultMalformed), always("null")},
		{"other_object", false, plain(emulator.FaultMalformed), otherObject},
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

// struck counts how often faults have struck.
func (tenant *tenant) struck() int {
	hits := 0
	for _, f := range tenant.Faults() {
		hits += f.Hits
	}
	return hits
}

// otherObject is the last object of the collection that was there before; of applications, that is a namesake in
// operations that have some. If there is none, it is one that could be of any collection.
func otherObject(before *emulator.Seed, to route) any {
	last := object{"id": "other", "client_id": agent, "name": "Other", "identifier": filesAPI, "audience": filesAPI}
	for collection, objects := range map[string][]map[string]any{
		"/clients": before.Clients, "/client-grants": before.ClientGrants, "/connections": before.Connections,
		"/organizations": before.Organizations, "/resource-servers": before.ResourceServers, "/credentials": before.Credentials,
	} {
		if isOf := strings.HasSuffix(strings.TrimSuffix(strings.TrimSuffix(to.path, "/{id4}"), "/{id6}"), collection); isOf && len(objects) > 0 {
			last = objects[len(objects)-1]
		}
	}
	return last
}
