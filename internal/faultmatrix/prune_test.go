package faultmatrix

import (
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const prune = "auth0access_prune_applications"

// registeredLongAgo is a tenant with two applications that registered themselves and are unused, and one that an
// administrator made. The clocks of the tests begin in the year 2000.
func registeredLongAgo(t testing.TB) *emulator.Seed {
	t.Helper()
	made := seed(t)
	for id, more := range map[string]object{
		"tpc_unused00000000000000000001": {"external_metadata_type": "dcr", "external_metadata_created_by": "client"},
		"tpc_unused00000000000000000002": {
			"external_metadata_type": "cimd", "external_metadata_created_by": "client", "external_client_id": "https://a.example.com/c",
		},
		"tpc_made0000000000000000000001": {
			"external_metadata_type": "cimd", "external_metadata_created_by": "admin", "external_client_id": "https://b.example.com/c",
		},
	} {
		application := object{
			"client_id": id, "name": id, "is_first_party": false, "third_party_security_mode": "strict", "created_at": "1999-01-01T00:00:00.000Z",
		}
		for name, value := range more {
			application[name] = value
		}
		made.Clients = append(made.Clients, application)
	}
	return made
}

// TestPruneMatrix lets every call of the action go wrong in every way.
func TestPruneMatrix(t *testing.T) {
	t.Parallel()
	deletion{
		action: prune, arguments: map[string]any{"older_than": "30d", "without_grants": true, "without_consents": true}, seed: registeredLongAgo(t),
		isDone: func(before, after *emulator.Seed) bool { return len(before.Clients) == len(after.Clients)+2 },
	}.run(t)
}

// deletion is an action that removes something, and whatever is left of it if it is invoked again.
type deletion struct {
	action    string
	arguments map[string]any
	seed      *emulator.Seed
	isDone    func(before, after *emulator.Seed) bool
}

// run lets every call go wrong in every way. If the action claims success, nothing is left of what was to go. Once the
// fault is over, another invocation leaves the tenant as if nothing had gone wrong.
func (d deletion) run(t *testing.T) {
	t.Helper()
	s := &stage{operation: operation{name: d.action + "/invoke"}, calls: map[route]int{}}
	synctest.Test(t, func(t *testing.T) {
		tenant := newTenant(t, emulator.Options{Seed: d.seed})
		ours := &workspace{t: t, tenant: tenant}
		s.before = tenant.Snapshot()
		if failures := ours.invoke(d.action, d.arguments); len(failures) > 0 {
			t.Fatalf("invoked without faults: %q", failures)
		}
		for _, request := range tenant.Requests() {
			s.calls[routeOf(request)]++
		}
		s.after, s.token = normalised(t, s.before, tenant.Snapshot()), tenant.token(t)
		if !d.isDone(s.before, tenant.Snapshot()) {
			t.Fatal("without faults the action does not do what it is for")
		}
	})

	var ran, failed atomic.Int64
	t.Cleanup(func() { t.Logf("fault matrix of %s: %d cases, %d failures", d.action, ran.Load(), failed.Load()) })
	for i, c := range s.cases() {
		if isLeftOut(i, shareOfCases) {
			continue
		}
		ran.Add(1)
		if !t.Run(c.name(), func(t *testing.T) { synctest.Test(t, func(t *testing.T) { d.invokeTwice(t, c) }) }) {
			failed.Add(1)
		}
	}
}

// invokeTwice invokes the action while the fault lasts, and once more when it is lifted.
func (d deletion) invokeTwice(t *testing.T, c faultCase) {
	t.Helper()
	tenant := newTenant(t, emulator.Options{Seed: c.before})
	ours := &workspace{t: t, tenant: tenant}
	tenant.strike(t, c.kind.fault(), c.route, c.occurrence, c.duration.times)
	faulted := ours.invoke(d.action, d.arguments)
	if tenant.struck() == 0 {
		t.Error("the fault has not struck")
	}
	if diff := cmp.Diff(c.after, normalised(t, c.before, tenant.Snapshot())); len(faulted) == 0 && diff != "" {
		t.Errorf("the action claimed success (-wanted +got):\n%s", diff)
	}
	tenant.ClearFaults()
	if failures := ours.invoke(d.action, d.arguments); len(failures) > 0 {
		t.Errorf("the action after the fault fails: %q", failures)
	}
	if diff := cmp.Diff(c.after, normalised(t, c.before, tenant.Snapshot())); diff != "" {
		t.Errorf("the tenant is not as if nothing had gone wrong (-wanted +got):\n%s", diff)
	}
}
