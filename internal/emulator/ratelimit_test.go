package emulator

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/limits"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

func serveLimited(t *testing.T, name string) (*site, *clock) {
	t.Helper()
	time := newClock()
	server, err := New(Options{Clock: time.read, RateLimit: name})
	if err != nil {
		t.Fatal(err)
	}
	return serveServer(t, server), time
}

// wantAllowance checks the rate-limit headers: the bucket's size, what is left, and that more is added within a
// second.
func wantAllowance(t *testing.T, time *clock, header http.Header, limit, remaining int) {
	t.Helper()
	got := [3]string{header.Get("x-ratelimit-limit"), header.Get("x-ratelimit-remaining"), header.Get("x-ratelimit-reset")}
	want := [3]string{strconv.Itoa(limit), strconv.Itoa(remaining), strconv.FormatInt(time.read().Unix()+1, 10)}
	if got != want {
		t.Errorf("limit, remaining, reset %v, want %v", got, want)
	}
}

func TestRateLimitOfTheWholeAPI(t *testing.T) {
	t.Parallel()
	s, clock := serveLimited(t, "free")
	for remaining := 1; remaining >= 0; remaining-- {
		got := s.mustCall(200, "GET", "/clients", nil)
		wantAllowance(t, clock, got.header, 2, remaining)
	}
	refused := s.callBeyond("PATCH", "/tenants/settings", `{"default_audience":"x"}`)
	wantRefusal(t, refused, 429, "too_many_requests", "Global limit has been reached")
	wantAllowance(t, clock, refused.header, 2, 0)
	if object.Text(s.server.Snapshot().TenantSettings, "default_audience") != "" {
		t.Error("acted on a refused request")
	}
	if s.callBeyond("GET", "/unknown", nil).status != 429 {
		t.Error("unknown paths are not limited")
	}
	s.login(s.server.ManagementCredentials()) // the token endpoint is not limited

	clock.pass(500 * time.Millisecond)
	s.mustCall(200, "GET", "/clients", nil)
	if s.callBeyond("GET", "/clients", nil).status != 429 {
		t.Error("more than one request was added")
	}
	if err := s.server.Reset(); err != nil {
		t.Fatal(err)
	}
	s.mustCall(200, "GET", "/clients", nil)
}

func TestRateLimitOfEndpoints(t *testing.T) {
	t.Parallel()
	type step struct {
		method, path string
		times        int
		then         Throttle // what refuses the next call
	}
	for name, test := range map[string]struct {
		limit string
		steps []step
	}{
		"essentials": {"essentials", []step{
			{"GET", "/clients", 5, ThrottleEndpoint},
			{"GET", "/clients?q=x&take=1", 5, ThrottleEndpoint},
			{"GET", "/connections", 5, ThrottleEndpoint},
			{"GET", "/organizations", 5, ThrottleEndpoint},
			{"GET", "/organizations/org_1", 20, ThrottleEndpoint},
			{"PATCH", "/organizations/org_1", 5, ThrottleEndpoint},
			{"GET", "/organizations/org_1/client-grants", 10, ThrottleEndpoint},
			{"POST", "/organizations/org_1/client-grants", 5, ThrottleEndpoint},
			{"GET", "/client-grants", 4, ""},
			{"GET", "/clients/x", 6, ThrottleEndpoint}, // all others together
			{"GET", "/tenants/settings", 0, ThrottleEndpoint},
		}},
		"enterprise": {"enterprise", []step{
			{"GET", "/clients", 30, ""},
			{"GET", "/clients?q=x&take=1", 5, ThrottleEndpoint},
			{"GET", "/organizations", 10, ThrottleEndpoint},
			{"GET", "/clients", 3, ThrottleGlobal}, // 30 + 6 + 11 before
		}},
		"enterprise-nonprod":  {"enterprise-nonprod", []step{{"GET", "/clients", 10, ThrottleGlobal}}},
		"private-cloud-basic": {"private-cloud-basic", []step{{"GET", "/clients", 50, ThrottleGlobal}}},
		"off":                 {"off", []step{{"GET", "/clients", 60, ""}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := serveLimited(t, test.limit)
			for _, step := range test.steps {
				for i := range step.times {
					if got := s.callBeyond(step.method, step.path, nil); got.status == 429 {
						t.Fatalf("%s %s: call %d refused: %s", step.method, step.path, i+1, got.raw)
					}
				}
				if step.then == "" {
					continue
				}
				wantRefusal(t, s.callBeyond(step.method, step.path, nil), 429, "too_many_requests", step.then.Refusal().Error())
				if requests := s.server.Requests(); requests[len(requests)-1].Throttled != step.then {
					t.Errorf("recorded %+v", requests[len(requests)-1])
				}
			}
		})
	}
}

// The headers are those of the bucket with less left.
func TestRateLimitHeadersOfTheTighterBucket(t *testing.T) {
	t.Parallel()
	s, time := serveLimited(t, "enterprise")
	wantAllowance(t, time, s.mustCall(200, "GET", "/clients", nil).header, 50, 49)
	wantAllowance(t, time, s.mustCall(200, "GET", "/organizations", nil).header, 10, 9)
	for range 8 {
		s.mustCall(200, "GET", "/organizations", nil)
	}
	wantAllowance(t, time, s.mustCall(200, "GET", "/organizations", nil).header, 10, 0) // 0.6 s, in whole seconds
	wantAllowance(t, time, s.mustCall(200, "GET", "/clients", nil).header, 50, 38)

	unlimited := serveTenant(t, nil).mustCall(200, "GET", "/clients", nil).header
	for name := range unlimited {
		if strings.HasPrefix(strings.ToLower(name), "x-ratelimit") {
			t.Errorf("%s without a limit", name)
		}
	}
}

// At every rate, a caller that waits for the reset is then served.
func TestRateLimitResetHolds(t *testing.T) {
	t.Parallel()
	request := httptest.NewRequest(http.MethodGet, "/api/v2/clients?q=x", nil)
	for _, name := range RateLimits()[1:] {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limiter, err := limits.New(name)
			if err != nil {
				t.Fatal(err)
			}
			now := newClock().read().Add(123456789)
			for range 3 {
				var left *limits.Allowance
				for throttled := Throttle(""); throttled == ""; {
					left, throttled = limiter.Take("GET /api/v2/clients", request, now)
				}
				pause := time.Unix(left.Reset, 0).Sub(now)
				if pause <= 0 || pause > 2*time.Second {
					t.Fatalf("reset in %s", pause)
				}
				now = now.Add(pause)
				if _, throttled := limiter.Take("GET /api/v2/clients", request, now); throttled != "" {
					t.Errorf("refused after the reset by the %s limit", throttled)
				}
			}
		})
	}
}

func TestConditionsAreChecked(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]Options{
		"rate limit":        {RateLimit: "cheap"},
		"latency":           {Latency: -1},
		"seed's rate limit": {Seed: &Seed{RateLimit: "cheap"}},
		"seed's lag":        {Seed: &Seed{Lag: "soon"}},
	} {
		if _, err := New(options); err == nil {
			t.Errorf("%s is not checked", name)
		}
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	seed := &Seed{Latency: "30ms", Jitter: "1ms"}
	server, err := New(Options{Seed: seed, Latency: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	s := serveServer(t, server)
	s.mustCall(200, "GET", "/clients", nil)
	for _, request := range server.Requests() {
		if request.Millis < 20 {
			t.Errorf("%+v", request)
		}
	}
	if _, raw := control(t, server, "GET", "/__emulator/state", ""); strings.Contains(raw, "latency") {
		t.Error("the state holds the latency")
	}
}

func TestStats(t *testing.T) {
	t.Parallel()
	s, clock := serveLimited(t, "free")
	s.server.ResetRequests()
	s.addFault(Fault{Method: "DELETE", Kind: FaultResetBefore})
	s.attempt(t.Context(), "DELETE", "/api/v2/clients/x", "")
	s.callBeyond("GET", "/clients/a", nil)
	s.callBeyond("GET", "/clients/b", nil)
	s.callBeyond("GET", "/clients/c", nil)
	clock.pass(time.Second)
	s.callBeyond("GET", "/unknown", nil)

	want := `{"calls":5,"throttled":1,"faulted":1,"endpoints":[` +
		`{"method":"GET","path":"","calls":1,"throttled":0,"faulted":0},` +
		`{"method":"DELETE","path":"/api/v2/clients/{id}","calls":1,"throttled":0,"faulted":1},` +
		`{"method":"GET","path":"/api/v2/clients/{id}","calls":3,"throttled":1,"faulted":0}]}`
	if _, raw := control(t, s.server, "GET", "/__emulator/stats", ""); raw != want {
		t.Errorf("got  %s\nwant %s", raw, want)
	}
	control(t, s.server, "DELETE", "/__emulator/requests", "")
	if stats := s.server.Stats(); stats.Calls != 0 || len(stats.Endpoints) != 0 {
		t.Errorf("after a reset: %+v", stats)
	}
}

// The log drops the oldest requests, but the counts include all.
func TestRequestLogIsBounded(t *testing.T) {
	t.Parallel()
	var log traffic.Log
	for i := range traffic.LogSize + 10 {
		log.Add(Request{Method: "GET", Path: strconv.Itoa(i)})
	}
	all := log.All()
	if len(all) != traffic.LogSize || all[0].Path != "10" || all[traffic.LogSize-1].Path != strconv.Itoa(traffic.LogSize+9) {
		t.Errorf("%d requests from %s to %s", len(all), all[0].Path, all[len(all)-1].Path)
	}
	if got := log.Stats().Calls; got != traffic.LogSize+10 {
		t.Errorf("counted %d", got)
	}
}
