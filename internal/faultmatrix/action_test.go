package faultmatrix

import (
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const rotation = "auth0access_rotate_client_secret"

// invoke is terraform apply -invoke: it plans an action and invokes it, and returns the errors.
func (w *workspace) invoke(actionType string, arguments map[string]any) []string {
	w.t.Helper()
	all, err := schemas()
	if err != nil {
		w.t.Fatal(err)
	}
	config := dynamic(w.t, build(all.ActionSchemas[actionType].Schema.ValueType(), arguments, nil))
	planning := w.start()
	if len(planning.errors) > 0 {
		return planning.errors
	}
	planned, err := planning.actions().PlanAction(w.t.Context(), &tfprotov6.PlanActionRequest{ActionType: actionType, Config: config})
	if err != nil {
		w.t.Fatal(err)
	}
	if !planning.succeeded(actionType, planned.Diagnostics) {
		return planning.errors
	}
	r := w.start()
	if len(r.errors) > 0 {
		return r.errors
	}
	stream, err := r.actions().InvokeAction(w.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: actionType, Config: config})
	if err != nil {
		w.t.Fatal(err)
	}
	for event := range stream.Events {
		if completed, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
			r.succeeded(actionType, completed.Diagnostics)
		}
	}
	return r.errors
}

func (r *run) actions() tfprotov6.ActionServer {
	r.t.Helper()
	server, ok := r.server.(tfprotov6.ActionServer)
	if !ok {
		r.t.Fatal("the provider's server has no actions")
	}
	return server
}

// secretOf returns the client secret of an application in the tenant.
func (tenant *tenant) secretOf(clientID string) any {
	for _, application := range tenant.Snapshot().Clients {
		if application["client_id"] == clientID {
			return application["client_secret"]
		}
	}
	return nil
}

// TestRotationMatrix lets every call of the action go wrong in every way. An action has no state, so only another
// invocation can finish it. That invocation leaves a new secret, and nothing else in the tenant has changed. The action
// never claims to have rotated a secret that it has not.
func TestRotationMatrix(t *testing.T) {
	t.Parallel()
	s := &stage{operation: operation{name: "rotate_client_secret/invoke"}, calls: map[route]int{}}
	var arguments map[string]any
	synctest.Test(t, func(t *testing.T) {
		tenant := newTenant(t, emulator.Options{Seed: seed(t)})
		ours := &workspace{t: t, tenant: tenant}
		mustApply(t, ours, []configured{partner()})
		arguments = map[string]any{"client_id": ours.clientID()}
		s.before = tenant.Snapshot()
		tenant.ResetRequests()
		if failures := ours.invoke(rotation, arguments); len(failures) > 0 {
			t.Fatalf("invoked without faults: %q", failures)
		}
		for _, request := range tenant.Requests() {
			s.calls[routeOf(request)]++
		}
		s.after, s.token = normalised(t, s.before, tenant.Snapshot()), tenant.token(t)
	})
	if all, err := schemas(); err != nil || len(all.ActionSchemas) != 3 {
		t.Errorf("the provider has %d actions, three of which are tried, here, in TestPruneMatrix and in TestRevokeMatrix (%v)", len(all.ActionSchemas), err)
	}

	var ran, failed atomic.Int64
	t.Cleanup(func() { t.Logf("fault matrix of actions: %d cases, %d failures", ran.Load(), failed.Load()) })
	for i, c := range s.cases() {
		if isLeftOut(i, shareOfCases) {
			continue
		}
		ran.Add(1)
		if !t.Run(c.name(), func(t *testing.T) { synctest.Test(t, func(t *testing.T) { c.invokeTwice(t, arguments) }) }) {
			failed.Add(1)
		}
	}
}

// invokeTwice invokes the action while the fault lasts, and once more when it is lifted.
func (c faultCase) invokeTwice(t *testing.T, arguments map[string]any) {
	t.Helper()
	tenant := newTenant(t, emulator.Options{Seed: c.before})
	clientID, _ := arguments["client_id"].(string)
	before := tenant.secretOf(clientID)
	ours := &workspace{t: t, tenant: tenant}
	tenant.strike(t, c.kind.fault(), c.route, c.occurrence, c.duration.times)
	faulted := ours.invoke(rotation, arguments)
	if tenant.struck() == 0 {
		t.Error("the fault has not struck")
	}
	if len(faulted) == 0 && tenant.secretOf(clientID) == before {
		t.Error("the action claimed success and the secret is the old one")
	}
	tenant.ClearFaults()
	if failures := ours.invoke(rotation, arguments); len(failures) > 0 {
		t.Errorf("the action after the fault fails: %q", failures)
	}
	if diff := cmp.Diff(c.after, normalised(t, c.before, tenant.Snapshot())); diff != "" {
		t.Errorf("the tenant is not as if nothing had gone wrong (-wanted +got):\n%s", diff)
	}
	for _, secret := range []any{tenant.credentials["client_secret"], before, tenant.secretOf(clientID)} {
		if text, ok := secret.(string); ok && strings.Contains(strings.Join(faulted, "\n"), text) {
			t.Error("an error shows a secret")
		}
	}
}
