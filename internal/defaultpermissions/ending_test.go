package defaultpermissions_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestDefaultPermissionsEnd(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	tenant.SetClock(t, "2030-01-01T00:00:00Z")
	audience := ownAPI(t, tenant)
	config := map[string]any{
		"audience": audience, "expires_at": "2030-02-01T00:00:00Z",
		"user_access":   map[string]any{"scopes": []string{"read:orders"}},
		"client_access": map[string]any{"scopes": []string{}},
	}
	with := func(argument string, value any) map[string]any {
		changed := maps.Clone(config)
		changed[argument] = value
		return changed
	}
	life := acctest.NewLifecycle(t, tenant, "auth0access_api_default_permissions")
	apply := func(config map[string]any, status any, halves int, wantWrites ...string) {
		t.Helper()
		tenant.ResetRequests()
		if errors := life.Apply(config); len(errors) > 0 {
			t.Fatalf("apply fails: %q", errors)
		}
		var writes []string
		for _, request := range tenant.Writes() {
			writes = append(writes, request.Method)
		}
		if got := life.State()["status"]; got != status || !slices.Equal(writes, wantWrites) {
			t.Errorf("status %v, want %v; wrote %v, want %v", got, status, writes, wantWrites)
		}
		if got := len(defaults(t, tenant, audience)); got != halves {
			t.Errorf("there are %d halves, want %d", got, halves)
		}
		if config == nil {
			return
		}
		if before, after := fmt.Sprint(life.State()), fmt.Sprint(life.Plan(config).Planned); before != after {
			t.Errorf("the next plan is not empty:\n%s\n%s", before, after)
		}
	}
	apply(config, "active", 2, "POST", "POST")

	tenant.SetClock(t, "2030-02-01T00:00:00Z")
	if planned := life.Plan(config).Planned; planned["status"] != "ended" || fmt.Sprint(planned["user_access"]) != fmt.Sprint(life.State()["user_access"]) {
		t.Errorf("the plan from the date on: %v", planned)
	}
	apply(config, "ended", 0, "DELETE", "DELETE")
	grantClientAccess(t, tenant, audience)
	if planned := life.Plan(config).Planned; planned["status"] != "ended" || planned["user_access"] == nil {
		t.Errorf("a half that was made again: %v", planned)
	}
	apply(config, "ended", 0, "DELETE", "DELETE")
	apply(with("client_access", nil), "ended", 0)
	apply(with("expires_at", "2030-03-01T00:00:00Z"), "active", 2, "POST", "POST")
	apply(with("expires_at", "2030-01-31T00:00:00Z"), "ended", 0, "DELETE", "DELETE")
	apply(with("expires_at", nil), nil, 2, "POST", "POST")
	apply(nil, nil, 0, "DELETE", "DELETE")

	// access that ends before it is created is not created, and does not remove what somebody else has created
	life = acctest.NewLifecycle(t, tenant, "auth0access_api_default_permissions")
	grantClientAccess(t, tenant, audience)
	if errors := life.Apply(config); len(errors) != 1 || !strings.Contains(errors[0], "lets end before now") {
		t.Errorf("default permissions that somebody else has made: %q", errors)
	}
	if errors := life.Import(audience); len(errors) > 0 {
		t.Fatal(errors)
	}
	apply(config, "ended", 0, "DELETE")
	apply(nil, nil, 0)
	apply(config, "ended", 0)
	apply(with("expires_at", "2030-03-01T00:00:00Z"), "active", 2, "POST", "POST")
}
