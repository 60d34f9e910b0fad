package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/faults"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// received is the part of an answer that a caller got.
type received struct {
	status  int
	header  http.Header
	body    string
	err     error // of the connection
	bodyErr error
}

// attempt sends one request on a connection of its own, so that no transport repeats it.
func (s *site) attempt(ctx context.Context, method, path, body string) received {
	s.tb.Helper()
	req, err := http.NewRequestWithContext(ctx, method, s.http.URL+path, strings.NewReader(body))
	if err != nil {
		s.tb.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Content-Type", "application/json")
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := transport.RoundTrip(req)
	if err != nil {
		return received{err: err}
	}
	raw, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	return received{status: response.StatusCode, header: response.Header, body: string(raw), bodyErr: err}
}

func (s *site) addFault(f Fault) {
	s.tb.Helper()
	if err := s.server.AddFault(f); err != nil {
		s.tb.Fatal(err)
	}
}

// apis returns how many APIs the tenant has, without the Management API.
func (s *site) apis() int { return len(s.server.Snapshot().ResourceServers) - 1 }

func TestFaultKinds(t *testing.T) {
	t.Parallel()
	lost := func(t *testing.T, got received) {
		t.Helper()
		if got.err == nil {
			t.Errorf("answered with %d %s", got.status, got.body)
		}
	}
	answered := func(status int, body string) func(*testing.T, received) {
		return func(t *testing.T, got received) {
			t.Helper()
			if err := errors.Join(got.err, got.bodyErr); err != nil || got.status != status || !strings.HasPrefix(got.body, body) {
				t.Errorf("answered with %d %s (%v), want %d %s", got.status, got.body, err, status, body)
			}
		}
	}
	for name, test := range map[string]struct {
		fault Fault
		acts  bool
		check func(*testing.T, received)
	}{
		"status": {Fault{Kind: FaultStatus, Status: 503}, false, answered(503, `{"statusCode":503,"error":"Service Unavailable"`)},
		"status with a text": {Fault{Kind: FaultStatus, Status: 502, Body: "<html>", Headers: map[string]string{"Content-Type": "text/html", "Retry-After": "3"}}, false, func(t *testing.T, got received) {
			t.Helper()
			answered(502, "<html>")(t, got)
			if got.header.Get("Content-Type") != "text/html" || got.header.Get("Retry-After") != "3" {
				t.Errorf("headers %v", got.header)
			}
		}},
		"status with JSON":      {Fault{Kind: FaultStatus, Status: 429, Body: object.Object{"a": 1}}, false, answered(429, `{"a":1}`)},
		"status without a body": {Fault{Kind: FaultStatus, Status: 204, Body: "unsent"}, false, answered(204, "")},
		"status after acting":   {Fault{Kind: FaultStatus, Status: 502, Acts: true}, true, answered(502, `{"statusCode":502`)},
		"delay":                 {Fault{Kind: FaultDelay, Delay: time.Millisecond}, true, answered(201, `{"id":`)},
		"reset before":          {Fault{Kind: FaultResetBefore}, false, lost},
		"reset after":           {Fault{Kind: FaultResetAfter}, true, lost},
		"truncated": {Fault{Kind: FaultTruncated}, true, func(t *testing.T, got received) {
			t.Helper()
			if got.err != nil || got.status != 201 || !errors.Is(got.bodyErr, io.ErrUnexpectedEOF) || !strings.HasPrefix(got.body, `{"id":`) {
				t.Errorf("%+v", got)
			}
		}},
		"malformed": {Fault{Kind: FaultMalformed}, true, func(t *testing.T, got received) {
			t.Helper()
			answered(201, `{"id":`)(t, got)
			if json.Valid([]byte(got.body)) {
				t.Errorf("JSON: %s", got.body)
			}
		}},
		"malformed as given": {Fault{Kind: FaultMalformed, Body: "{]"}, true, answered(201, `{]`)},
		"slow body":          {Fault{Kind: FaultSlowBody, Delay: 10 * time.Millisecond}, true, answered(201, `{"id":`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveTenant(t, nil)
			s.server.ResetRequests()
			s.addFault(test.fault)
			got := s.attempt(t.Context(), "POST", "/api/v2/resource-servers", `{"name":"a","identifier":"https://a/"}`)
			test.check(t, got)
			if acted := s.apis() == 1; acted != test.acts {
				t.Errorf("acted: %t", acted)
			}
			if got.err == nil && got.header.Get(faults.FaultHeader) != string(test.fault.Kind) {
				t.Errorf("headers %v", got.header)
			}
			wantStatus := got.status
			switch {
			case test.acts:
				wantStatus = 201
			case got.err != nil:
				wantStatus = 0
			}
			requests := s.server.Requests()
			if len(requests) != 1 || requests[0].Fault != test.fault.Kind || requests[0].Status != wantStatus {
				t.Errorf("recorded %+v", requests)
			}
		})
	}
}

// Answers without a body are cut or malformed in another way than others.
func TestFaultsOnEmptyAnswers(t *testing.T) {
	t.Parallel()
	for kind, want := range map[FaultKind]received{
		FaultTruncated: {err: io.EOF},
		FaultMalformed: {status: 200, body: "{"},
		FaultSlowBody:  {status: 204},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := serveTenant(t, parties())
			s.addFault(Fault{Kind: kind, Method: "DELETE"})
			got := s.attempt(t.Context(), "DELETE", "/api/v2/clients/strict", "")
			if !errors.Is(got.err, want.err) || got.status != want.status || got.body != want.body || got.bodyErr != nil {
				t.Errorf("%+v, want %+v", got, want)
			}
			s.server.ClearFaults()
			s.mustCall(404, "GET", "/clients/strict", nil)
		})
	}
}

// A caller that gives up on a slow answer gets nothing, and the tenant has acted.
func TestFaultsOutlastTheCaller(t *testing.T) {
	t.Parallel()
	for _, kind := range []FaultKind{FaultDelay, FaultSlowBody} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := serveTenant(t, nil)
			s.addFault(Fault{Kind: kind, Delay: time.Hour})
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			got := s.attempt(ctx, "POST", "/api/v2/resource-servers", `{"name":"a","identifier":"https://a/"}`)
			if !errors.Is(errors.Join(got.err, got.bodyErr), context.DeadlineExceeded) {
				t.Errorf("%+v", got)
			}
			if s.apis() != 1 {
				t.Error("did not act")
			}
		})
	}
}

func TestFaultsChoose(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault Fault
		want  string // a letter for each of six calls, x where the fault strikes
	}{
		"always":         {Fault{}, "xxxxxx"},
		"nth":            {Fault{Nth: 3}, "--x---"},
		"first":          {Fault{First: 2}, "xx----"},
		"every":          {Fault{Every: 2}, "-x-x-x"},
		"method":         {Fault{Method: "get"}, "xxxxxx"},
		"other method":   {Fault{Method: "POST"}, "------"},
		"path":           {Fault{Path: "/api/v2/clients/strict"}, "xxxxxx"},
		"pattern":        {Fault{Path: "/api/v2/{kind}/{id}"}, "xxxxxx"},
		"shorter":        {Fault{Path: "/api/v2/{kind}"}, "------"},
		"rest":           {Fault{Path: "/api/{rest...}"}, "xxxxxx"},
		"rest elsewhere": {Fault{Path: "/oauth/{rest...}"}, "------"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveTenant(t, parties())
			test.fault.Kind, test.fault.Status = FaultStatus, 500
			s.addFault(test.fault)
			got := []byte("------")
			for i := range got {
				if s.callBeyond("GET", "/clients/strict?fields=name", nil).status == 500 {
					got[i] = 'x'
				}
			}
			if string(got) != test.want {
				t.Errorf("struck %s, want %s", got, test.want)
			}
			if faults := s.server.Faults(); len(faults) != 1 || faults[0].Hits != strings.Count(test.want, "x") {
				t.Errorf("faults %+v", faults)
			}
		})
	}
}

func TestFaultsAreCountedTogether(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, parties())
	s.addFault(Fault{Kind: FaultStatus, Status: 500, Nth: 2})
	s.addFault(Fault{Kind: FaultStatus, Status: 502})
	var got []int
	for range 3 {
		got = append(got, s.callBeyond("GET", "/clients/strict", nil).status)
	}
	if diff := cmp.Diff([]int{502, 500, 502}, got); diff != "" {
		t.Error(diff)
	}
	for i, hits := range []int{1, 2} {
		if f := s.server.Faults()[i]; f.Calls != 3 || f.Hits != hits {
			t.Errorf("%+v", f)
		}
	}
}

func TestFaultOnTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	s.addFault(Fault{Path: "/oauth/token", Kind: FaultResetBefore})
	if got := s.attempt(t.Context(), "POST", "/oauth/token", "{}"); got.err == nil {
		t.Errorf("answered with %d", got.status)
	}
	s.mustCall(200, "GET", "/clients", nil)
}
