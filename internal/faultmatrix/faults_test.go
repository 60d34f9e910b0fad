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
	acts  bool // the tenant carries the call out, unlike with another kind that is otherwise the same
	fault func() emulator.Fault
	shows func(before *emulator.Seed, to route) any // the body of the answer, unless the fault has it
}

// isBrief reports whether the fault strikes only once. Of the kinds that show something else, only the empty object
// strikes more often.
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

// emptyObject is the kind of fault in which an answer reports success and shows nothing.
const emptyObject = "empty_object"

// kinds returns the ways in which a call goes wrong: every kind of fault that the emulator knows, and the statuses that
// clients treat differently. Statuses that are true statements about the tenant, such as 404, are left out. A tenant
// never acts and then answers 4xx, because such an answer says that the call was turned away.
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

// untilLifted is more often than any apply makes a call.
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

// otherObject returns the last object that the collection had before. Of applications, that is a namesake if the
// operation has one. For an empty collection, it returns an object that fits any collection.
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
