package clientgrant_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const agents = `{
  "resource_servers": [{"identifier": "https://orders.example.com/", "scopes": [{"value": "read:orders"}]}],
  "clients": [
    {"name": "Agent", "client_id": "tpc_agent", "is_first_party": false, "third_party_security_mode": "strict",
     "external_metadata_type": "cimd", "external_metadata_created_by": "admin",
     "external_client_id": "https://agent.example.com/client.json"},
    {"name": "Desk", "client_id": "tpc_desk", "is_first_party": false, "third_party_security_mode": "strict",
     "external_metadata_type": "dcr"},
    {"name": "Old desk", "client_id": "old_desk", "is_first_party": false, "third_party_security_mode": "permissive",
     "external_metadata_type": "dcr", "grant_types": ["client_credentials"]},
    {"name": "Own", "client_id": "own", "is_first_party": true},
    {"name": "Partner", "client_id": "tpc_partner", "app_type": "non_interactive", "is_first_party": false,
     "third_party_security_mode": "strict", "grant_types": ["client_credentials"]}
  ]
}`

const noTokens = `AttributeName("subject_type"): Application gets no tokens for itself`

// The plan warns of a grant that its application can never use, and of no other.
func TestClientGrantWithoutEffect(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(agents))
	for name, c := range map[string]struct{ clientID, subjectType, want string }{
		"document, for itself":     {"tpc_agent", "client", "Agent (tpc_agent) is described by a metadata document"},
		"registration, for itself": {"tpc_desk", "client", "Desk (tpc_desk) registered itself"},
		"document, for users":      {"tpc_agent", "user", ""},
		"other, for itself":        {"tpc_partner", "client", ""},
		"permissive, for itself":   {"old_desk", "client", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			warnings, errors := acctest.PlanConfig(t, tenant, "auth0access_client_grant", map[string]any{
				"client_id": c.clientID, "audience": "https://orders.example.com/", "subject_type": c.subjectType,
				"scopes": []string{"read:orders"},
			})
			got := strings.Join(warnings, "\n")
			if len(errors) > 0 || strings.Contains(got, noTokens) != (c.want != "") || !strings.Contains(got, c.want) {
				t.Errorf("warnings %q, errors %q, want %q", warnings, errors, c.want)
			}
		})
	}
}

// The plan refuses an application that cannot have a grant, if it may read the application.
func TestClientGrantWithoutApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(agents))
	config := func(clientID, subjectType string) map[string]any {
		return map[string]any{
			"client_id": clientID, "audience": "https://orders.example.com/", "subject_type": subjectType, "scopes": []string{"read:orders"},
		}
	}
	gone := []string{`AttributeName("client_id"): Application not found`, "Correct client_id"}
	for name, c := range map[string]struct {
		clientID, subjectType string
		want                  []string
	}{
		"misspelt, for users":  {"tpc_agnet", "user", gone},
		"misspelt, for itself": {"tpc_agnet", "client", gone},
		"permissive, misspelt": {"old_dekc", "user", gone},
		"first-party":          {"own", "user", []string{`AttributeName("client_id"): Application is first-party`, "own (Own)"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errors := acctest.PlanConfig(t, tenant, "auth0access_client_grant", config(c.clientID, c.subjectType))
			acctest.WantOne(t, "plan", errors, c.want)
		})
	}
	t.Run("not to be read", func(t *testing.T) {
		t.Parallel()
		machine := acctest.ManagementApplication(t, tenant, nil, "read:resource_servers")
		warnings, errors := acctest.PlanConfig(t, machine.Tenant(), "auth0access_client_grant", config("tpc_agnet", "user"))
		if len(warnings)+len(errors) > 0 {
			t.Errorf("warnings %q, errors %q", warnings, errors)
		}
	})
}

// An application that somebody deleted is drift, which a plan has to show.
func TestClientGrantOfDeletedApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	clientID := acctest.Application(t, tenant, nil)
	config := grantConfig(clientID, acctest.API(t, tenant), "user")
	config["scopes"] = []any{}
	life := acctest.NewLifecycle(t, tenant, typeName)
	life.Converge(config, plancheck.ResourceActionCreate)
	tenant.Call(t, "DELETE", "/api/v2/clients/"+clientID, nil)
	plan := life.Plan(config)
	acctest.WantOne(t, "plan", plan.Warnings, []string{"Application not found"})
	if len(plan.Errors) > 0 {
		t.Errorf("the plan fails: %q", plan.Errors)
	}
	acctest.WantOne(t, "apply", life.Apply(config), []string{"Application not found"})
}

// Later plans neither warn of an existing grant nor read its application. In a replacement, Terraform shows the
// warnings of the first plan, and not those of the new grant's own plan.
func TestClientGrantWithoutEffectStays(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(agents))
	config := map[string]any{
		"client_id": "tpc_agent", "audience": "https://orders.example.com/", "subject_type": "client", "scopes": []string{"read:orders"},
	}
	prior := map[string]any{"id": "cgr_2Yl9pQfPzVYqWZ1m", "authorization_details_types": []string{}, "organization_usage": "deny"}
	maps.Copy(prior, config)
	plan := acctest.Plan(t, tenant, "auth0access_client_grant", prior, config)
	if len(plan.Warnings) > 0 || len(plan.Errors) > 0 {
		t.Errorf("warnings %q, errors %q", plan.Warnings, plan.Errors)
	}
	if requests := tenant.Requests(); len(requests) > 0 {
		t.Errorf("the plan made requests: %v", requests)
	}
	for attribute, before := range map[string]string{"client_id": "tpc_partner", "subject_type": "user"} {
		other := maps.Clone(prior)
		other[attribute] = before
		plan := acctest.Plan(t, tenant, "auth0access_client_grant", other, config)
		acctest.WantOne(t, "another "+attribute, plan.Warnings, []string{noTokens})
	}
}
