package acctest_test

import (
	"net/http"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// TestSweep proves the sweeper on an emulator. On a real tenant, where other tests may be at work, it sweeps only
// when it is asked to (make sweep).
func TestSweep(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	if tenant.Emulator == nil {
		if os.Getenv("AUTH0_SWEEP") == "" {
			t.Skip("AUTH0_SWEEP is not set")
		}
		acctest.Sweep(t, tenant)
		return
	}
	before := tenant.Emulator.Snapshot()
	audience := "https://" + acctest.Name(t, "api") + ".example.com/"
	tenant.Call(t, http.MethodPost, "/api/v2/resource-servers", map[string]any{"name": acctest.Name(t, "api"), "identifier": audience})
	tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{"name": acctest.Name(t, "application")})
	tenant.Call(t, http.MethodPost, "/api/v2/connections", map[string]any{"name": acctest.Name(t, "users"), "strategy": "auth0"})
	tenant.Call(t, http.MethodPost, "/api/v2/client-grants",
		map[string]any{"audience": audience, "default_for": "third_party_clients", "subject_type": "user", "scope": []string{}})

	acctest.Sweep(t, tenant)
	if diff := cmp.Diff(before, tenant.Emulator.Snapshot()); diff != "" {
		t.Errorf("left behind, or swept away (-before +after):\n%s", diff)
	}
}
