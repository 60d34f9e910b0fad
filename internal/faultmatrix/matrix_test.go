package faultmatrix

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// tokenPath is where tokens come from.
const tokenPath = "/oauth/token"

// route is a call of the API, whatever the object.
type route struct{ method, path string }

// isWrite reports whether the call changes something in the tenant. The preview of a document is a POST that does not.
func (r route) isWrite() bool {
	return r.path != tokenPath && r.method != http.MethodGet && !strings.HasSuffix(r.path, "/preview")
}

// routeOf returns the route of a request: ids are every second element after the collection's name.
func routeOf(r emulator.Request) route {
	requested, _, _ := strings.Cut(r.Path, "?")
	elements := strings.Split(requested, "/")
	for i := 4; i < len(elements); i += 2 {
		elements[i] = fmt.Sprintf("{id%d}", i)
	}
	return route{r.Method, strings.Join(elements, "/")}
}

func (r route) String() string {
	elements := strings.Split(strings.TrimPrefix(r.path, "/api/v2"), "/")
	elements = slices.DeleteFunc(elements, func(element string) bool { return element == "" || strings.HasPrefix(element, "{") })
	return strings.ToLower(r.method) + "_" + url.PathEscape(strings.Join(elements, "_"))
}

// stage is what an operation begins with, and its result without faults.
type stage struct {
	operation
	before  *emulator.Seed
	state   map[string]*instance // before
	wanted  []configured
	planned *plan
	after   object        // the tenant then, normalised
	calls   map[route]int // what it takes
	token   string        // for the Management API
}

// prepare carries an operation out without faults.
func prepare(t *testing.T, o operation) *stage {
	t.Helper()
	s := &stage{operation: o, calls: map[route]int{}}
	synctest.Test(t, func(t *testing.T) {
		tenant := newTenant(t, emulator.Options{Seed: seed(t), Variants: o.variants})
		var others *workspace
		for range o.copies {
			others = &workspace{t: t, tenant: tenant}
			mustApply(t, others, o.others)
		}
		ours := &workspace{t: t, tenant: tenant}
		mustApply(t, ours, o.given)
		for range o.copies {
			if len(o.late) > 0 {
				mustApply(t, &workspace{t: t, tenant: tenant}, o.late)
			}
		}
		tenant.documents.isChanged.Store(o.isRepublished)
		s.wanted = o.target(others)
		if failures := ours.validate(s.wanted); len(failures) > 0 {
			t.Fatalf("not a valid configuration: %q", failures)
		}
		s.before, s.state = tenant.Snapshot(), copied(ours.state)

		tenant.ResetRequests()
		s.planned = ours.plan(s.wanted)
		failures := slices.Concat(s.planned.errors, ours.carryOut(s.planned))
		if len(failures) > 0 {
			t.Fatalf("apply without faults: %q", failures)
		}
		for _, request := range tenant.Requests() {
			s.calls[routeOf(request)]++
		}
		if pending := ours.pending(s.wanted); len(pending) > 0 {
			t.Fatalf("the next plan is not empty: %q", pending)
		}
		s.after, s.token = normalised(t, s.before, tenant.Snapshot()), tenant.token(t)
	})
	return s
}

func mustApply(t *testing.T, w *workspace, config []configured) {
	t.Helper()
	if _, failures := w.apply(config); len(failures) > 0 {
		t.Fatalf("apply without faults: %q", failures)
	}
}

// faultCase is one case of the matrix.
type faultCase struct {
	*stage
	route      route
	occurrence int // of the route
	kind       kind
	duration   duration
}

func (c faultCase) name() string {
	call := c.route.String()
	if c.occurrence > 1 {
		call += fmt.Sprintf("_%d", c.occurrence)
	}
	return strings.Join([]string{c.stage.name, call, c.kind.name, c.duration.name}, "/")
}

// cases lists what can go wrong with an operation: every call that changes something, every request for a token and
// every read of an import or an action, each time it is made, with every kind of fault, and for each duration. Other
// reads belong to the plan, before anything is done. They are tried with two kinds that fail, and with the kinds that
// show something else.
func (s *stage) cases() []faultCase {
	var all []faultCase
	for call, times := range s.calls {
		for occurrence := range times {
			for _, k := range kinds() {
				for _, d := range durations {
					if s.isDistinct(call, k) && (d.times == 1 || !k.isBrief()) {
						all = append(all, faultCase{s, call, occurrence + 1, k, d})
					}
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b faultCase) int { return strings.Compare(a.name(), b.name()) })
	return all
}

// isDistinct reports whether the kind of fault differs from all others for the call. It makes no difference whether a
// tenant acts on a read or on a request for a token.
func (s *stage) isDistinct(call route, k kind) bool {
	switch {
	case call.isWrite():
		return true
	case k.acts:
		return false
	case call.path == tokenPath, strings.HasSuffix(s.name, "/import"), strings.HasSuffix(s.name, "/invoke"):
		return true
	default:
		return k.name == "status_500" || k.name == "truncated" || k.shows != nil
	}
}

// TestMatrix lets every call go wrong in every way.
func TestMatrix(t *testing.T) {
	t.Parallel()
	var all, ran, failed atomic.Int64
	tried := &coverage{}
	t.Cleanup(func() {
		t.Logf("fault matrix: %d of %d cases, %d failures", ran.Load(), all.Load(), failed.Load())
		tried.check(t)
	})
	for _, o := range operations() {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			stage := prepare(t, o)
			tried.note(stage)
			for i, c := range stage.cases() {
				all.Add(1)
				if isLeftOut(i, shareOfCases) {
					continue
				}
				ran.Add(1)
				if !t.Run(strings.TrimPrefix(c.name(), o.name+"/"), func(t *testing.T) { synctest.Test(t, c.run) }) {
					failed.Add(1)
				}
			}
		})
	}
}

// run carries the operation out while the fault lasts, and once more when it is lifted.
func (c faultCase) run(t *testing.T) {
	tenant := newTenant(t, emulator.Options{Seed: c.before})
	tenant.documents.isChanged.Store(c.isRepublished)
	c.runOn(t, tenant)
}

func (c faultCase) runOn(t *testing.T, tenant *tenant) {
	t.Helper()
	if c.route.path != tokenPath && c.kind.name != refusedToken {
		tenant.credentials = map[string]any{"api_token": c.token} // saves a signature
	}
	ours := &workspace{t: t, tenant: tenant, state: copied(c.state)}

	tenant.strike(t, c.kind.on(c.before, c.route), c.route, c.occurrence, c.duration.times)
	faulted := c.apply(ours)
	for address, one := range ours.state {
		for _, name := range emptyIDs(one.value) {
			t.Errorf("the %s of %s is empty in the state", name, address)
		}
	}
	switch tenant.struck() {
	case 0:
		if !c.mayNotStrike() {
			t.Error("the fault has not struck")
		}
	case untilLifted:
		t.Error("the fault was over before it was lifted")
	}
	tenant.ClearFaults()

	actions, failures := ours.apply(c.wanted)
	if len(failures) > 0 {
		t.Errorf("the apply after the fault fails: %q", failures)
	}
	if len(faulted) == 0 && len(actions) > 0 {
		t.Errorf("the apply claimed success and left this to do: %q", actions)
	}
	if len(actions) > 0 { // otherwise that plan was empty already
		if pending := ours.pending(c.wanted); len(pending) > 0 {
			t.Errorf("the next plan is not empty: %q", pending)
		}
	}
	if got := normalised(t, c.before, tenant.Snapshot()); encoded(t, got) != encoded(t, c.after) {
		diff := cmp.Diff(c.after, got)
		t.Errorf("the tenant is not as if nothing had gone wrong (-wanted +got):\n%s", diff)
	}
	for _, secret := range []any{c.token, tenant.credentials["client_secret"]} {
		if text, ok := secret.(string); ok && strings.Contains(strings.Join(faulted, "\n"), text) {
			t.Error("an error shows a secret")
		}
	}
	if t.Failed() {
		t.Logf("errors while the fault lasted: %q", faulted)
	}
}

// mayNotStrike reports whether timing or order decides if the call is made. There are two such calls. If a plan reads
// several objects at once, their order decides whether single calls or a page answer. A set that finds something right
// after its write looks again, at random times.
func (c faultCase) mayNotStrike() bool {
	if c.route.method != http.MethodGet {
		return false
	}
	isPaged := strings.HasPrefix(c.route.path, "/api/v2/clients") || strings.HasPrefix(c.route.path, "/api/v2/client-grants")
	return isPaged && len(c.given) > 1 || len(c.late) > 0 && c.occurrence > 1
}

// apply carries the operation out and returns the errors. A fault of a write strikes only after the plan.
func (c faultCase) apply(w *workspace) []string {
	if c.route.isWrite() {
		return w.carryOut(c.planned)
	}
	_, failures := w.apply(c.wanted)
	return failures
}
