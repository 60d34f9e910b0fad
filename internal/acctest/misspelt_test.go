package acctest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The plan reports a misspelt API or scope, with the likely right word. It accepts an identifier if the same run may
// create the API.
func TestMisspeltAPI(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		audience string
		scopes   []any
		errors   string // what the only error says; empty for none
		warnings string // what the only warning says; empty for none
	}{
		"as defined":            {audience: "https://api.example.com/", scopes: []any{"read:orders"}},
		"without its slash":     {audience: "https://api.example.com", errors: `audience = "https://api.example.com/"`},
		"in another case":       {audience: "https://API.example.com/", errors: `audience = "https://api.example.com/"`},
		"a blank at its end":    {audience: "https://api.example.com/ ", errors: `differs by white space. Write audience = "https://api.example.com/"`},
		"a blank":               {audience: " ", warnings: `no API with the identifier " "`},
		"a letter left out":     {audience: "https://ap.example.com/", errors: `one with "https://api.example.com/"`},
		"letters swapped":       {audience: "https://aip.example.com/", errors: `one with "https://api.example.com/"`},
		"another letter":        {audience: "https://apx.example.com/", warnings: `There is one with "https://api.example.com/"`},
		"another version":       {audience: "https://api.example.com/2", warnings: `no API with the identifier "https://api.example.com/2"`},
		"nothing like it":       {audience: "https://new.example.org/", warnings: `no API with the identifier "https://new.example.org/"`},
		"scope misspelt":        {audience: "https://api.example.com/", scopes: []any{"raed:orders"}, warnings: `"raed:orders" (did you mean "read:orders"?)`},
		"scope in another case": {audience: "https://api.example.com/", scopes: []any{"Read:orders"}, warnings: `(did you mean "read:orders"?)`},
		"scopes in one text":    {audience: "https://api.example.com/", scopes: []any{"read:orders,write:orders"}, warnings: "for several scopes, write each in quotes of its own"},
		"scope of another API":  {audience: "https://api.example.com/", scopes: []any{"delete:files"}, warnings: "\"delete:files\"\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
			clientID := acctest.Application(t, tenant, nil)
			if test.scopes == nil {
				test.scopes = []any{}
			}
			for typeName, config := range map[string]map[string]any{
				"auth0access_client_grant": {
					"client_id": clientID, "audience": test.audience, "subject_type": "user", "scopes": test.scopes,
				},
				"auth0access_api_default_permissions": {
					"audience": test.audience, "client_access": map[string]any{"scopes": test.scopes},
				},
			} {
				plan := acctest.Plan(t, tenant, typeName, nil, config)
				wantOnly(t, typeName+": errors", plan.Errors, test.errors)
				wantOnly(t, typeName+": warnings", plan.Warnings, test.warnings)
			}
		})
	}
}

func wantOnly(t *testing.T, what string, texts []string, part string) {
	t.Helper()
	switch {
	case part == "" && len(texts) > 0:
		t.Errorf("%s: %q", what, texts)
	case part != "" && (len(texts) != 1 || !strings.Contains(texts[0], part)):
		t.Errorf("%s: %q, want one with %q", what, texts, part)
	}
}

// Only new values are looked up, in one listing of APIs. Without the scope for that listing, the check is left out.
func TestAPIsAreLookedUpOnce(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	grant := map[string]any{
		"id": "cgr_1", "client_id": "tpc_1", "audience": "https://gone.example.com/", "subject_type": "user",
		"scopes": []any{"read:orders", "gone"},
	}
	narrower := map[string]any{
		"client_id": "tpc_1", "audience": "https://gone.example.com/", "subject_type": "user", "scopes": []any{"gone"},
	}
	plan := acctest.Plan(t, tenant, "auth0access_client_grant", grant, narrower)
	if len(plan.Warnings)+len(plan.Errors) > 0 || len(tenant.Requests()) > 0 {
		t.Errorf("a grant that is only narrowed was looked up: %q, %q, %v", plan.Warnings, plan.Errors, tenant.Requests())
	}

	blind := acctest.ManagementApplication(t, tenant, nil, "read:client_grants").Tenant()
	config := map[string]any{
		"client_id": "tpc_1", "audience": "https://api.example.com", "subject_type": "user", "scopes": []any{"x"},
	}
	if plan := acctest.Plan(t, blind, "auth0access_client_grant", nil, config); len(plan.Warnings)+len(plan.Errors) > 0 {
		t.Errorf("without the scope to look: %q, %q", plan.Warnings, plan.Errors)
	}
	if diff := cmp.Diff([]string{}, blind.Mutations()); diff != "" {
		t.Errorf("a plan writes:\n%s", diff)
	}
}
