package consent_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const consents = "auth0access_consents"

// All given filters must match. An empty result is no error, but a read without a filter is refused.
func TestConsents(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(consented))
	for name, test := range map[string]struct {
		filters map[string]any
		want    string // ids
	}{
		"of an application": {map[string]any{"client_id": "tpc_partner"}, "g3 g2 g1 g4"},
		"of nobody":         {map[string]any{"client_id": "tpc_nobody"}, ""},
		"of a user":         {map[string]any{"user_id": "auth0|ada"}, "g5 g3 g2"},
		"for an API":        {map[string]any{"audience": "https://files.example.com/"}, "g3 g4"},
		"all together": {
			map[string]any{"client_id": "tpc_partner", "audience": "https://orders.example.com/", "user_id": "auth0|ada"}, "g2",
		},
	} {
		tenant.ResetRequests()
		state, errors := acctest.ReadDataSource(t, tenant, consents, test.filters)
		if got := idsOf(state); got != test.want || len(errors) > 0 || len(tenant.Requests()) != 1 {
			t.Errorf("%s: consents %q with errors %q after %d calls, want %q", name, got, errors, len(tenant.Requests()), test.want)
		}
		if state["id"] == "" || state["id"] == nil {
			t.Errorf("%s: no id", name)
		}
	}
	tenant.ResetRequests()
	_, errors := acctest.ReadDataSource(t, tenant, consents, nil)
	wantTexts(t, errors, "Consents need a filter", "at least one of them")
	if len(errors) != 1 || len(tenant.Requests()) > 0 {
		t.Errorf("errors %q, calls %v", errors, tenant.Requests())
	}
}

func TestMembersOfAConsent(t *testing.T) {
	t.Parallel()
	seed := strings.Replace(consented, `"grants": [`, `"grants": [{"id": "g0", "clientID": "tpc_partner", "user_id": "auth0|ada",
		"audience": "https://files.example.com/", "scope": [], "organization_id": "org_1"},`, 1)
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	state, errors := acctest.ReadDataSource(t, tenant, consents, map[string]any{"client_id": "tpc_partner", "user_id": "auth0|ada"})
	want := []any{
		map[string]any{
			"id": "g3", "client_id": "tpc_partner", "user_id": "auth0|ada", "audience": "https://files.example.com/",
			"scopes": []any{"read:files"}, "organization_id": nil,
		},
		map[string]any{
			"id": "g0", "client_id": "tpc_partner", "user_id": "auth0|ada", "audience": "https://files.example.com/",
			"scopes": []any{}, "organization_id": "org_1",
		},
		map[string]any{
			"id": "g2", "client_id": "tpc_partner", "user_id": "auth0|ada", "audience": "https://orders.example.com/",
			"scopes": []any{"read:orders"}, "organization_id": "org_1",
		},
	}
	if diff := cmp.Diff(want, state["consents"]); diff != "" || len(errors) > 0 {
		t.Errorf("errors %q, consents (-want +got):\n%s", errors, diff)
	}
}

// The consents fill more than one page.
func TestManyConsents(t *testing.T) {
	t.Parallel()
	var grants []string
	for i := range 201 {
		grants = append(grants, fmt.Sprintf(`{"id": "g%03d", "clientID": "tpc_partner", "user_id": "auth0|%03d", "audience": "https://orders.example.com/"}`, i, i))
	}
	seed := strings.Replace(consented, `"grants": [`, `"grants": [`+strings.Join(grants, ",")+",", 1)
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	state, errors := acctest.ReadDataSource(t, tenant, consents, map[string]any{"client_id": "tpc_partner"})
	if got := len(strings.Fields(idsOf(state))); got != 205 || len(errors) > 0 || len(tenant.Requests()) != 3 {
		t.Errorf("%d consents by %d calls, errors %q", got, len(tenant.Requests()), errors)
	}
}

func TestConsentsWithoutScope(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(consented))
	fault(t, tenant, insufficient("GET", "/api/v2/grants", "read:grants"))
	_, errors := acctest.ReadDataSource(t, tenant, consents, map[string]any{"client_id": "tpc_partner"})
	wantTexts(t, errors, "Could not list the consents", "Grant read:grants")
}

func idsOf(state map[string]any) string {
	var ids []string
	list, _ := state["consents"].([]any)
	for _, one := range list {
		consent, _ := one.(map[string]any)
		ids = append(ids, fmt.Sprint(consent["id"]))
	}
	return strings.Join(ids, " ")
}
