package faultmatrix

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// An application that a document describes is registered, read, changed if the tenant allows it, and destroyed in a
// tenant of every kind.
func TestVariantsOfDescribedApplications(t *testing.T) {
	t.Parallel()
	for _, variant := range emulator.Variants() {
		if variant.AboutLogins {
			continue
		}
		t.Run(variant.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := newTenant(t, emulator.Options{Seed: seed(t), Variants: []string{variant.Name}})
				liveWithDocument(t, &workspace{t: t, tenant: tenant})
			})
		})
	}
}

func liveWithDocument(t *testing.T, w *workspace) {
	t.Helper()
	wanted := []configured{described()}
	settle := func(after string) {
		t.Helper()
		if pending := w.pending(wanted); len(pending) > 0 {
			t.Fatalf("after %s: %q", after, pending)
		}
	}
	if _, failures := w.apply(wanted); len(failures) > 0 {
		t.Fatalf("create: %q", failures)
	}
	settle("the create")

	wanted = []configured{wanted[0].with(arguments{"description": "Reads orders", "grant_types": []any{"authorization_code", "refresh_token"}})}
	if _, failures := w.apply(wanted); len(failures) > 0 {
		t.Fatalf("update: %q", failures)
	}
	settle("the update")

	clientID := func() string {
		for _, one := range list(generic(t, w.tenant.Snapshot()), "clients") {
			if one["external_client_id"] == agentURL {
				id, _ := one["client_id"].(string)
				return id
			}
		}
		return ""
	}
	if status := w.tenant.request(t, http.MethodPatch, "/api/v2/clients/"+clientID(), object{"description": "Somebody's"}); status != http.StatusOK {
		t.Fatalf("the change behind Terraform's back is answered with %d", status)
	}
	if actions, failures := w.apply(wanted); len(actions) != 1 || len(failures) > 0 {
		t.Errorf("after a change behind Terraform's back: %q, errors %q", actions, failures)
	}
	settle("the repair")

	if _, failures := w.apply(nil); len(failures) > 0 {
		t.Fatalf("destroy: %q", failures)
	}
	if id := clientID(); id != "" {
		t.Errorf("it is still there: %s", id)
	}
}
