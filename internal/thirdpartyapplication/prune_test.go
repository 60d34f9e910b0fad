package thirdpartyapplication_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const prune = "auth0access_prune_applications"

// registered is a tenant with applications of every origin, most of them old.
const registered = `{
	"resource_servers": [{"name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "read:orders"}]}],
	"clients": [
		{"client_id": "first", "name": "Back office", "created_at": "2020-01-01T00:00:00.000Z"},
		{"client_id": "tpc_partner", "name": "Partner", "is_first_party": false, "third_party_security_mode": "strict", "created_at": "2020-01-01T00:00:00.000Z"},
		{"client_id": "tpc_imported", "name": "Imported", "is_first_party": false, "third_party_security_mode": "strict", "created_at": "2020-01-01T00:00:00.000Z",
			"external_metadata_type": "cimd", "external_metadata_created_by": "admin", "external_client_id": "https://a.example.com/c"},
		{"client_id": "tpc_untold", "name": "Untold", "is_first_party": false, "third_party_security_mode": "strict", "created_at": "2020-01-01T00:00:00.000Z",
			"external_metadata_type": "cimd", "external_client_id": "https://b.example.com/c"},
		{"client_id": "tpc_used", "name": "Used", "is_first_party": false, "third_party_security_mode": "strict", "created_at": "2021-01-01T00:00:00.000Z",
			"external_metadata_type": "dcr", "external_metadata_created_by": "client"},
		{"client_id": "tpc_granted", "name": "Granted", "is_first_party": false, "third_party_security_mode": "strict", "created_at": "2022-01-01T00:00:00.000Z",
			"external_metadata_type": "dcr", "external_metadata_created_by": "client"},
		{"client_id": "tpc_old", "name": "Old", "is_first_party": false, "third_party_security_mode": "strict", "created_at": "2023-01-01T00:00:00.000Z",
			"external_metadata_type": "dcr"},
		{"client_id": "tpc_document", "name": "Document", "is_first_party": false, "third_party_security_mode": "strict", "created_at": "2024-01-01T00:00:00.000Z",
			"external_metadata_type": "cimd", "external_metadata_created_by": "client", "external_client_id": "https://c.example.com/c"},
		{"client_id": "permissive1", "name": "Permissive", "is_first_party": false, "third_party_security_mode": "permissive", "created_at": "2024-06-01T00:00:00.000Z",
			"external_metadata_type": "dcr", "external_metadata_created_by": "client"},
		{"client_id": "tpc_new", "name": "New", "is_first_party": false, "third_party_security_mode": "strict",
			"external_metadata_type": "dcr", "external_metadata_created_by": "client"},
		{"client_id": "tpc_ageless", "name": "Ageless", "is_first_party": false, "third_party_security_mode": "strict", "created_at": "some day",
			"external_metadata_type": "dcr", "external_metadata_created_by": "client"}
	],
	"client_grants": [
		{"client_id": "tpc_granted", "audience": "https://orders.example.com/", "subject_type": "user", "scope": []},
		{"default_for": "third_party_clients", "audience": "https://orders.example.com/", "subject_type": "user", "scope": []}
	],
	"grants": [{"clientID": "tpc_used", "user_id": "auth0|1", "audience": "https://orders.example.com/", "scope": ["read:orders"]}]
}`

// remaining returns the client ids that the tenant still has.
func remaining(t *testing.T, tenant *acctest.Tenant) string {
	t.Helper()
	var ids []string
	for _, app := range tenant.List(t, "/api/v2/clients") {
		if id, _ := app["client_id"].(string); strings.HasPrefix(id, "tpc_") || id == "first" || id == "permissive1" {
			ids = append(ids, strings.TrimPrefix(id, "tpc_"))
		}
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// The data source lists by the same filters as the action deletes, and makes only the calls that they need.
func TestApplicationsByAgeAndUse(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(registered))
	const clients, grants, consents = "/api/v2/clients", "/api/v2/client-grants", "/api/v2/grants"
	for name, test := range map[string]struct {
		filters map[string]any
		want    string // client ids
		calls   []string
	}{
		"all":             {nil, "permissive1 tpc_ageless tpc_document tpc_granted tpc_imported tpc_new tpc_old tpc_partner tpc_untold tpc_used", []string{clients}},
		"old":             {map[string]any{"older_than": "30d"}, "permissive1 tpc_document tpc_granted tpc_imported tpc_old tpc_partner tpc_untold tpc_used", []string{clients}},
		"self-registered": {map[string]any{"dynamically_registered": true, "older_than": "1d", "security_mode": "strict"}, "tpc_document tpc_granted tpc_old tpc_untold tpc_used", []string{clients}},
		"without grants":  {map[string]any{"without_grants": true, "older_than": "1h", "name_regex": "^(Old|Granted)$"}, "tpc_old", []string{clients, grants}},
		"without consents": {
			map[string]any{"without_consents": true, "older_than": "1m", "name_regex": "^(Old|Used)$"}, "tpc_old", []string{clients, consents},
		},
		"one without consents": {map[string]any{"without_consents": true, "name_regex": "^Used$"}, "", []string{clients, consents}},
		"nothing to ask about": {map[string]any{"without_grants": true, "without_consents": true, "name_regex": "^Nobody$"}, "", []string{clients}},
		"not asked for":        {map[string]any{"without_grants": false, "without_consents": false, "name_regex": "^Used$"}, "tpc_used", []string{clients}},
		"but one":              {map[string]any{"except_client_ids": []any{"tpc_old"}, "name_regex": "^O|^U"}, "tpc_untold tpc_used", []string{clients}},
	} {
		tenant.ResetRequests()
		state, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_applications", test.filters)
		if len(errors) > 0 {
			t.Errorf("%s: errors %q", name, errors)
			continue
		}
		ids, _ := state["client_ids"].([]any)
		texts := make([]string, len(ids))
		for i, id := range ids {
			texts[i], _ = id.(string)
		}
		slices.Sort(texts)
		if got := strings.Join(texts, " "); got != test.want {
			t.Errorf("%s: listed %s, want %s", name, got, test.want)
		}
		var calls []string
		for _, request := range tenant.Requests() {
			path, _, _ := strings.Cut(request.Path, "?")
			calls = append(calls, path)
		}
		if !slices.Equal(calls, test.calls) {
			t.Errorf("%s: calls %q, want %q", name, calls, test.calls)
		}
	}
}

// Each application of the list says how old it is and who registered it.
func TestOriginOfApplications(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(registered))
	state, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_applications", nil)
	if len(errors) > 0 {
		t.Fatal(errors)
	}
	got := map[string]string{}
	apps, _ := state["applications"].([]any)
	for _, one := range apps {
		app, _ := one.(map[string]any)
		got[fmt.Sprint(app["name"])] = fmt.Sprint(app["registered_by"], " ", app["external_metadata_type"], " ", app["created_at"] == app["updated_at"])
	}
	want := map[string]string{
		"Partner": "<nil> <nil> true", "Imported": "admin cimd true", "Untold": "<nil> cimd true", "Used": "client dcr true", "Granted": "client dcr true",
		"Old": "client dcr true", "Document": "client cimd true", "Permissive": "client dcr true", "New": "client dcr true", "Ageless": "client dcr true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFiltersOfApplicationsRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	for value, want := range map[string]string{"90": `"90" is not written in days`, "0d": `"0d" is no time at all`, "": "no time at all"} {
		_, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_applications", map[string]any{"older_than": value})
		errors = append(errors, acctest.PlanAction(t, tenant, prune, map[string]any{"older_than": value})...)
		for _, message := range errors {
			if !strings.Contains(message, "Not a length of time") || !strings.Contains(message, want) {
				t.Errorf("%q: %q", value, message)
			}
		}
		if len(errors) != 2 {
			t.Errorf("%q: %d errors", value, len(errors))
		}
	}
	for name, config := range map[string]map[string]any{
		"name_regex": {"older_than": "1d", "name_regex": "*"}, "limit": {"older_than": "1d", "limit": 0}, "older_than": {},
	} {
		if errors := acctest.PlanAction(t, tenant, prune, config); len(errors) != 1 || !strings.Contains(errors[0], name) {
			t.Errorf("%s: %q", name, errors)
		}
	}
}

// The action deletes what matches and registered itself, the oldest first, and nothing that an administrator made.
func TestPruneApplications(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config map[string]any
		gone   []string
		says   []string
	}{
		"unused": {
			map[string]any{"older_than": "30d", "without_grants": true, "without_consents": true}, []string{"tpc_old", "tpc_document", "permissive1"},
			[]string{"Third-party applications: 10. Self-registered: 7. Matching the filters: 3", `Deleted "Old" (tpc_old, made 2023`, "1 of 3", "Applications deleted: 3"},
		},
		"every old one": {map[string]any{"older_than": "30d"}, []string{"tpc_used", "tpc_granted", "tpc_old", "tpc_document", "permissive1"}, nil},
		"the oldest":    {map[string]any{"older_than": "30d", "limit": 2}, []string{"tpc_used", "tpc_granted"}, []string{"The limit is 2. For now stay of them, the newest: 3"}},
		"of a mode":     {map[string]any{"older_than": "30d", "security_mode": "permissive"}, []string{"permissive1"}, nil},
		"but one":       {map[string]any{"older_than": "30d", "name_regex": "^(Old|Used)$", "except_client_ids": []any{"tpc_used"}}, []string{"tpc_old"}, nil},
		"dry run": {
			map[string]any{"older_than": "30d", "without_grants": true, "dry_run": true}, nil,
			[]string{`Would delete "Used" (tpc_used`, `Would delete "Permissive" (permissive1`, "Nothing was deleted"},
		},
		"none": {map[string]any{"older_than": "30d", "name_regex": "^Partner$"}, nil, []string{"Matching the filters: 0", "Applications deleted: 0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(registered))
			came := acctest.Invoke(t, tenant, prune, test.config)
			if len(came.Errors) > 0 {
				t.Fatalf("errors %q", came.Errors)
			}
			var deletions []string
			for _, id := range test.gone {
				deletions = append(deletions, "DELETE /api/v2/clients/"+id)
			}
			if diff := cmp.Diff(deletions, tenant.Mutations()); diff != "" && len(deletions)+len(tenant.Mutations()) > 0 {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
			said := strings.Join(came.Progress, "\n")
			for _, want := range test.says {
				if !strings.Contains(said, want) {
					t.Errorf("progress lacks %q:\n%s", want, said)
				}
			}
			left := remaining(t, tenant)
			if again := acctest.Invoke(t, tenant, prune, test.config); len(again.Errors) > 0 {
				t.Errorf("again: %q", again.Errors)
			}
			for _, id := range []string{"first", "partner", "imported", "untold", "new", "ageless"} {
				if !strings.Contains(" "+left+" ", " "+id+" ") {
					t.Errorf("%s is gone; left are %s", id, left)
				}
			}
		})
	}
}

// An application may come into use between the listing and its deletion. The action reads it once more, and keeps it.
func TestPruneLooksAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*emulator.Seed){
		"consented to": func(seed *emulator.Seed) {
			seed.Grants = append(seed.Grants, map[string]any{"clientID": "tpc_document", "user_id": "auth0|2", "audience": "https://orders.example.com/"})
		},
		"granted to": func(seed *emulator.Seed) {
			seed.ClientGrants = append(seed.ClientGrants, map[string]any{
				"id": "cgr_new", "client_id": "tpc_document", "audience": "https://orders.example.com/", "subject_type": "user", "scope": []any{},
			})
		},
		"taken over": func(seed *emulator.Seed) {
			i := slices.IndexFunc(seed.Clients, func(app map[string]any) bool { return app["client_id"] == "tpc_document" })
			seed.Clients[i]["external_metadata_created_by"] = "admin"
		},
		"deleted": func(seed *emulator.Seed) {
			seed.Clients = slices.DeleteFunc(seed.Clients, func(app map[string]any) bool { return app["client_id"] == "tpc_document" })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(registered))
			meddled := acctest.Meddled(t, tenant, func(r *http.Request) {
				if r.Method == http.MethodDelete {
					seed := tenant.Emulator.Snapshot()
					change(seed)
					if err := tenant.Emulator.Load(seed); err != nil {
						t.Error(err)
					}
				}
			})
			came := acctest.Invoke(t, meddled, prune, map[string]any{"older_than": "30d", "without_grants": true, "without_consents": true, "security_mode": "strict"})
			if len(came.Errors) > 0 || !strings.Contains(strings.Join(came.Progress, "\n"), `Kept "Document"`) {
				t.Errorf("progress %q, errors %q", came.Progress, came.Errors)
			}
			if want := []string{"DELETE /api/v2/clients/tpc_old"}; !slices.Equal(tenant.Mutations(), want) {
				t.Errorf("writes %q, want %q", tenant.Mutations(), want)
			}
		})
	}
}

// The error at the end names the applications that could not be deleted. The others are deleted, and the next
// invocation goes on.
func TestPruneNamesWhatItCouldNotDelete(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(registered))
	config := map[string]any{"older_than": "30d", "without_grants": true, "without_consents": true}
	fault(t, tenant, emulator.Fault{Method: http.MethodDelete, Path: "/api/v2/clients/tpc_document", Kind: emulator.FaultStatus, Status: http.StatusBadRequest})
	came := acctest.Invoke(t, tenant, prune, config)
	if len(came.Errors) != 1 {
		t.Fatalf("errors %q", came.Errors)
	}
	for _, want := range []string{"Could not delete all applications", "Applications deleted: 2. These could not be deleted", `"Document" (tpc_document`, "400", "invoke the action once more"} {
		if !strings.Contains(came.Errors[0], want) {
			t.Errorf("the error lacks %q: %s", want, came.Errors[0])
		}
	}
	tenant.Emulator.ClearFaults()
	if came := acctest.Invoke(t, tenant, prune, config); len(came.Errors) > 0 || !strings.Contains(strings.Join(came.Progress, "\n"), "Applications deleted: 1") {
		t.Errorf("again: %q, errors %q", came.Progress, came.Errors)
	}

	// An error that would end every deletion ends the run.
	tenant.ResetRequests()
	fault(t, tenant, emulator.Fault{Method: http.MethodDelete, Kind: emulator.FaultStatus, Status: http.StatusForbidden, Body: map[string]any{
		"statusCode": 403, "error": "Forbidden", "message": "Insufficient scope, expected any of: delete:clients", "errorCode": "insufficient_scope",
	}})
	came = acctest.Invoke(t, tenant, prune, map[string]any{"older_than": "30d"})
	if len(came.Errors) != 1 || len(tenant.Mutations()) != 1 || !strings.Contains(came.Errors[0], "and 1 that were not tried") {
		t.Errorf("errors %q, writes %q", came.Errors, tenant.Mutations())
	}
}

// A real Terraform invokes the action.
func TestPruneByTerraform(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(registered))
	config := func(revision int) string {
		return fmt.Sprintf(`
action %q "test" {
  config {
    older_than       = "30d"
    without_grants   = true
    without_consents = true
    limit            = 1
  }
}

resource "terraform_data" "nightly" {
  input = %d

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.%[1]s.test]
    }
  }
}
`, prune, revision)
	}
	deletion := func(id string) func() {
		return acctest.WantWrites(t, tenant, "DELETE /api/v2/clients/"+id)
	}
	tenant.Test(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		Steps: []resource.TestStep{
			{Config: config(1), PostApplyFunc: deletion("tpc_old")},
			{Config: config(2), PostApplyFunc: deletion("tpc_document")},
		},
	})
}
