package clientgrant_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// An exclusive set that lists an ended grant does not miss it, and one that does not list it removes what somebody made
// in its place. The ended grant does not show in effective access.
func TestEndedGrantElsewhere(t *testing.T) {
	t.Parallel()
	g := newEndingGrant(t)
	g.apply(g.config)
	reach := func() any {
		state, errors := acctest.ReadDataSource(t, g.tenant, "auth0access_effective_access", map[string]any{"client_ids": []any{g.config["client_id"]}})
		if len(errors) > 0 {
			t.Fatal(errors)
		}
		return state["access"]
	}
	if access, _ := reach().([]any); len(access) != 1 {
		t.Errorf("access before the end: %v", access)
	}
	g.tenant.SetClock(t, "2030-02-01T00:00:00Z")
	g.want("ended", 0, g.apply(g.config), "DELETE")
	if access, _ := reach().([]any); len(access) > 0 {
		t.Errorf("access after the end: %v", access)
	}

	set := acctest.NewLifecycle(t, g.tenant, "auth0access_client_grants_exclusive")
	clientID, _ := g.config["client_id"].(string)
	config := map[string]any{"client_id": clientID, "grants": []any{
		map[string]any{"audience": g.config["audience"], "subject_type": "user"},
	}}
	if errors := set.Apply(config); len(errors) > 0 {
		t.Fatal(errors)
	}
	undeclared := func() int {
		t.Helper()
		if errors := set.Apply(config); len(errors) > 0 {
			t.Fatal(errors)
		}
		left, _ := set.State()["undeclared"].([]any)
		return len(left)
	}
	g.remake()
	if got := undeclared(); got != 0 {
		t.Errorf("%d undeclared grants, want none: the set lists it", got)
	}
	g.want("ended", 0, g.apply(g.config), "DELETE")
	g.remake()
	config["grants"] = []any{}
	if got := undeclared(); got != 0 {
		t.Errorf("%d grants are left by the set that does not list it", got)
	}
	g.want("ended", 0, g.apply(g.config))
}

// The boundary limits what a grant gives: an ended grant gives nothing, and can come back only within the boundary.
func TestEndedGrantAndBoundary(t *testing.T) {
	t.Parallel()
	g := newEndingGrant(t)
	audience, _ := g.config["audience"].(string)
	beyond := g.with("scopes", []string{"read:orders", "write:orders"})
	g.apply(beyond)
	state := g.life.State()
	g.life = acctest.NewLifecycle(t, g.tenant.Bounded(map[string]any{"apis": map[string]any{audience: []string{"read:orders"}}}), "auth0access_client_grant")
	g.life.Adopt(state)
	isRefused := func(config map[string]any) bool {
		errors := g.life.Plan(config).Errors
		return len(errors) == 1 && strings.Contains(errors[0], "Access is beyond the boundary")
	}
	if !isRefused(beyond) {
		t.Error("a grant beyond the boundary is not refused")
	}
	g.tenant.SetClock(t, "2030-02-01T00:00:00Z")
	g.want("ended", 0, g.apply(beyond), "DELETE")
	g.wantNoChange(beyond)
	beyond["expires_at"] = "2030-03-01T00:00:00Z"
	if !isRefused(beyond) {
		t.Error("a grant that comes back beyond the boundary is not refused")
	}
	g.want("active", 1, g.apply(g.with("expires_at", "2030-03-01T00:00:00Z")), "POST")
}
