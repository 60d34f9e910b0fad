// Package faults injects faults into requests: [Set] holds the faults of a tenant and chooses the one that strikes a
// request, and [Fault.Serve] changes the answer as the fault says. json.go has the JSON form of a fault.
package faults

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/route"
)

// Kind says what a [Fault] does to a request.
type Kind string

// The kinds of faults.
const (
	// Status answers with Status, Headers and Body. The tenant does not act unless Acts is set.
	Status Kind = "status"
	// Delay lets the tenant act at once and holds its answer back for Delay. A caller that gives up earlier does not learn
	// that the tenant acted.
	Delay Kind = "delay"
	// ResetBefore closes the connection before the tenant acts.
	ResetBefore Kind = "reset_before"
	// ResetAfter lets the tenant act and closes the connection without an answer.
	ResetAfter Kind = "reset_after"
	// Truncated lets the tenant act, announces the full length of its answer, sends half of it and closes the connection.
	// Answers without a body are cut before their headers, like FaultResetAfter.
	Truncated Kind = "truncated"
	// Malformed lets the tenant act and answers with the first half of its JSON, or with Body. An answer without a
	// body becomes 200.
	Malformed Kind = "malformed"
	// SlowBody lets the tenant act and sends its answer in ten pieces over Delay, one second unless set.
	SlowBody Kind = "slow_body"
)

var kinds = []Kind{
	Status, Delay, ResetBefore, ResetAfter, Truncated, Malformed, SlowBody,
}

// Fault is an error that is injected into requests. At most one of Nth, First and Every chooses among the requests that
// match Method and Path; without them the fault strikes all until it is removed. If several faults are due for a
// request, the one that was added first strikes, and all of them count the request.
type Fault struct {
	// Method is the HTTP method; "" matches every method.
	Method string `json:"method,omitempty"`
	// Path is compared segment by segment with the path as it was sent, without the query: {name} stands for any one
	// segment, {name...} at the end for any number of them, as in http.ServeMux. "" matches every path, the token
	// endpoint included.
	Path string `json:"path,omitempty"`

	Nth   int `json:"nth,omitempty"`   // strikes one call, counted from 1
	First int `json:"first,omitempty"` // strikes this many calls
	Every int `json:"every,omitempty"` // strikes every so many calls

	Kind Kind `json:"kind"`
	// Status, Headers and Body are the answer of FaultStatus; Body also that of FaultMalformed. A Body that is a string
	// is sent as it is, anything else as JSON; nil is Auth0's error envelope.
	Status  int               `json:"status,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    any               `json:"body,omitempty"`
	Acts    bool              `json:"acts,omitempty"` // FaultStatus: whether the tenant acts before this answer is sent
	// Delay is the time of FaultDelay and FaultSlowBody, in JSON as "1.5s".
	Delay time.Duration `json:"-"`

	// Calls and Hits count the requests that matched and those that were struck. They are set by the emulator.
	Calls int `json:"calls"`
	Hits  int `json:"hits"`
}

// Check refuses a fault whose fields contradict each other.
func (f Fault) Check() error {
	chosen := 0
	for _, n := range []int{f.Nth, f.First, f.Every} {
		if n < 0 {
			return errors.New("nth, first and every count from 1")
		}
		if n > 0 {
			chosen++
		}
	}
	switch {
	case chosen > 1:
		return errors.New("write only one of nth, first and every")
	case !slices.Contains(kinds, f.Kind):
		return fmt.Errorf("kind %q is not one of %v", f.Kind, kinds)
	case f.Path != "" && !strings.HasPrefix(f.Path, "/"):
		return fmt.Errorf("path %q does not begin with /", f.Path)
	case f.Kind == Status && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("status %d is not between 200 and 599", f.Status)
	case f.Kind != Status && (f.Status != 0 || f.Headers != nil || f.Acts):
		return fmt.Errorf("status, headers and acts belong to kind status, not to %s", f.Kind)
	case f.Body != nil && f.Kind != Status && f.Kind != Malformed:
		return fmt.Errorf("body belongs to the kinds status and malformed, not to %s", f.Kind)
	case f.Delay < 0 || (f.Delay > 0 && f.Kind != Delay && f.Kind != SlowBody):
		return errors.New("delay belongs to the kinds delay and slow_body, and must not be negative")
	case f.Delay == 0 && f.Kind == Delay:
		return errors.New("kind delay needs a delay")
	}
	return nil
}

// matches reports whether the fault's method and path match the request.
func (f Fault) matches(r *http.Request) bool {
	return (f.Method == "" || strings.EqualFold(f.Method, r.Method)) && (f.Path == "" || matchPath(f.Path, r))
}

// matchPath compares a path pattern with a request.
func matchPath(pattern string, r *http.Request) bool {
	want := strings.Split(pattern, "/")
	got := strings.Split(r.URL.EscapedPath(), "/")
	if last := want[len(want)-1]; strings.HasPrefix(last, "{") && strings.HasSuffix(last, "...}") {
		want = want[:len(want)-1]
		got = got[:min(len(want), len(got))]
	}
	_, matched := route.MatchSegments(want, got)
	return matched
}

// isDue reports whether the fault strikes the call it has just counted.
func (f Fault) isDue() bool {
	switch {
	case f.Nth > 0:
		return f.Calls == f.Nth
	case f.First > 0:
		return f.Calls <= f.First
	case f.Every > 0:
		return f.Calls%f.Every == 0
	default:
		return true
	}
}

// Set holds the faults of a tenant.
type Set struct {
	mu     sync.Mutex
	faults []*Fault
}

// Add appends faults, all or none.
func (s *Set) Add(faults ...Fault) error {
	added := make([]*Fault, len(faults))
	for i, f := range faults {
		if err := f.Check(); err != nil {
			return err
		}
		f.Calls, f.Hits = 0, 0
		added[i] = &f
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, added...)
	return nil
}

// Replace replaces all faults.
func (s *Set) Replace(faults []Fault) error {
	next := &Set{}
	if err := next.Add(faults...); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = next.faults
	return nil
}

// All returns the faults with what they have counted, in the order in which they were added.
func (s *Set) All() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Fault, len(s.faults))
	for i, f := range s.faults {
		out[i] = *f
	}
	return out
}

// Strike counts a request and returns the fault that strikes it, if any.
func (s *Set) Strike(r *http.Request) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var struck *Fault
	for _, f := range s.faults {
		if !f.matches(r) {
			continue
		}
		f.Calls++
		if struck == nil && f.isDue() {
			struck = f
			f.Hits++
		}
	}
	if struck == nil {
		return Fault{}, false
	}
	return *struck, true
}
