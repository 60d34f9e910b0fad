package thirdpartyapplication_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const withOrganizations = `{"organizations": [{"id": "org_acme", "name": "acme"}, {"id": "org_globex", "name": "globex"}]}`

var organizationArguments = []string{"organization_usage", "organization_require_behavior", "organization_discovery_methods", "default_organization"}

// partner is a configuration of an application with further arguments.
func partner(more map[string]any) map[string]any {
	config := map[string]any{
		"name": "Partner", "app_type": "regular_web", "callbacks": []any{"https://partner.example.com/callback"},
		"grant_types": []any{"authorization_code", "client_credentials"}, "token_endpoint_auth_method": "client_secret_post",
	}
	maps.Copy(config, more)
	return config
}

// defaultOrganization returns the tenant's value of the argument.
func defaultOrganization(id string) map[string]any {
	return map[string]any{"organization_id": id, "flows": []any{"client_credentials"}}
}

// Arguments about organizations are set, changed one by one, left as they are if they are left out, and taken away if
// that is asked. What somebody else changes shows.
func TestOrganizationArguments(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(withOrganizations))
	life := acctest.NewLifecycle(t, tenant, applicationType)
	id := ""
	for _, step := range []struct {
		name         string
		give, tenant map[string]any
		sent         string // the members of the PATCH, empty for none
	}{
		{"none", nil, map[string]any{}, ""},
		{"all", map[string]any{
			"organization_usage": "allow", "organization_require_behavior": "pre_login_prompt", "organization_discovery_methods": []any{"email"},
			"default_organization": map[string]any{"organization_id": "org_acme"},
		}, map[string]any{
			"organization_usage": "allow", "organization_require_behavior": "pre_login_prompt", "organization_discovery_methods": []any{"email"},
			"default_organization": defaultOrganization("org_acme"),
		}, "default_organization organization_discovery_methods organization_require_behavior organization_usage"},
		{"one changes", map[string]any{"organization_usage": "require", "default_organization": map[string]any{"organization_id": "org_globex"}}, map[string]any{
			"organization_usage": "require", "organization_require_behavior": "pre_login_prompt", "organization_discovery_methods": []any{"email"},
			"default_organization": defaultOrganization("org_globex"),
		}, "default_organization organization_usage"},
		{"left out", nil, map[string]any{
			"organization_usage": "require", "organization_require_behavior": "pre_login_prompt", "organization_discovery_methods": []any{"email"},
			"default_organization": defaultOrganization("org_globex"),
		}, ""},
		{"no default", map[string]any{"default_organization": map[string]any{}}, map[string]any{
			"organization_usage": "require", "organization_require_behavior": "pre_login_prompt", "organization_discovery_methods": []any{"email"},
		}, "default_organization"},
	} {
		earlier := len(tenant.Requests())
		if errors := life.Apply(partner(step.give)); len(errors) > 0 {
			t.Fatalf("%s: %q", step.name, errors)
		}
		var sent []string
		for _, request := range tenant.Requests()[earlier:] {
			if request.Method != http.MethodPatch {
				continue
			}
			for _, name := range []string{"default_organization", "organization_discovery_methods", "organization_require_behavior", "organization_usage"} {
				if strings.Contains(fmt.Sprint(request.Body), name) {
					sent = append(sent, name)
				}
			}
		}
		if got := strings.Join(sent, " "); got != step.sent {
			t.Errorf("%s: sent are %q, want %q", step.name, got, step.sent)
		}
		id, _ = life.State()["client_id"].(string)
		shown := tenant.Call(t, "GET", "/api/v2/clients/"+id, nil)
		got := map[string]any{}
		for _, name := range organizationArguments {
			if shown[name] != nil {
				got[name] = shown[name]
			}
		}
		if diff := cmp.Diff(step.tenant, got); diff != "" {
			t.Errorf("%s: the tenant (-want +got):\n%s", step.name, diff)
		}
		if plan := life.Plan(partner(step.give)); len(plan.Errors) > 0 || !cmp.Equal(plan.Planned, life.State()) {
			t.Errorf("%s: the next plan is not empty: %q\n%s", step.name, plan.Errors, cmp.Diff(life.State(), plan.Planned))
		}
	}
	tenant.Call(t, "PATCH", "/api/v2/clients/"+id, map[string]any{"organization_usage": "deny"})
	if plan := life.Plan(partner(map[string]any{"organization_usage": "require"})); plan.Planned["organization_usage"] != "require" || len(plan.Errors) > 0 {
		t.Errorf("drift is planned as %v with %q", plan.Planned, plan.Errors)
	}
	imported := acctest.ImportByIdentity(t, tenant, applicationType, map[string]any{"client_id": id})
	if imported["organization_usage"] != "deny" || imported["organization_require_behavior"] != "pre_login_prompt" {
		t.Errorf("imported is %v", imported)
	}
}

func TestOrganizationArgumentsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config   map[string]any
		variants []string
		want     []string
	}{
		"permissive":              {map[string]any{"security_mode": "permissive", "organization_usage": "allow"}, nil, []string{"Organizations need strict mode", "organization_usage"}},
		"no such organization":    {map[string]any{"default_organization": map[string]any{"organization_id": "org_nobody"}}, nil, []string{"Organization not found", "org_nobody", "default_organization = {}"}},
		"empty id":                {map[string]any{"default_organization": map[string]any{"organization_id": ""}}, nil, []string{"default_organization", "Not the id of an organization", "default_organization = {}"}},
		"name of an organization": {map[string]any{"default_organization": map[string]any{"organization_id": "acme"}}, nil, []string{"default_organization", "Not the id of an organization", "acme"}},
		"no discovery":            {map[string]any{"organization_discovery_methods": []any{}}, nil, []string{"organization_discovery_methods"}},
		"unknown usage":           {map[string]any{"organization_usage": "always"}, nil, []string{"organization_usage"}},
		"tenant that refuses":     {map[string]any{"organization_usage": "allow"}, []string{"organizations-refused"}, []string{"Could not create the application", "Not every tenant takes organization_usage"}},
		"tenant that refuses two": {map[string]any{"organization_discovery_methods": []any{"email"}}, []string{"organizations-refused"}, []string{"Could not create the application", "Leave them out"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(withOrganizations), acctest.WithVariants(test.variants...))
			errors := acctest.NewLifecycle(t, tenant, applicationType).Apply(partner(test.config))
			if len(errors) != 1 {
				t.Fatalf("errors are %q, want one", errors)
			}
			for _, want := range test.want {
				if !strings.Contains(errors[0], want) {
					t.Errorf("error is %q, want %q in it", errors[0], want)
				}
			}
		})
	}
}

// What the official provider's state says of organizations is taken over.
func TestMoveWithOrganizations(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(withOrganizations))
	id := acctest.Application(t, tenant, map[string]any{"organization_usage": "require", "default_organization": defaultOrganization("org_acme")})
	app := tenant.Call(t, "GET", "/api/v2/clients/"+id, nil)
	source := official(t, officialState(app), `{"organization_usage": "require", "default_organization": [{"disable": false, "flows": ["client_credentials"], "organization_id": "org_acme"}]}`)
	result := acctest.Move(t, tenant, source, applicationType)
	if len(result.Errors) > 0 {
		t.Fatal(result.Errors)
	}
	for _, state := range []map[string]any{result.Moved, result.Read} {
		if diff := cmp.Diff(map[string]any{"organization_id": "org_acme"}, state["default_organization"]); diff != "" || state["organization_usage"] != "require" {
			t.Errorf("usage is %v, default (-want +got):\n%s", state["organization_usage"], diff)
		}
	}
}
