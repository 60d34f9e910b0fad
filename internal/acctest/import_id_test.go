package acctest_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The refusal of a malformed import id shows the right form, and takes no call.
func TestImportIDs(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{
		"resource_servers": [{"name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "read:orders"}]}],
		"clients": [
			{"name": "Partner", "client_id": "tpc_1111111111111111111111", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "regular_web"}
		],
		"client_grants": [
			{"id": "cgr_default000000001", "default_for": "third_party_clients", "audience": "https://orders.example.com/", "subject_type": "user", "scope": []},
			{"id": "cgr_partner000000001", "client_id": "tpc_1111111111111111111111", "audience": "https://orders.example.com/", "subject_type": "user", "scope": []}
		]
	}`))
	forms := map[string]string{
		"auth0access_third_party_application":                "client_id",
		"auth0access_third_party_applications_exclusive":     "the tenant's domain",
		"auth0access_cimd_application":                       "client_id",
		"auth0access_client_grant":                           "client_id|audience|subject_type",
		"auth0access_client_grants_exclusive":                "client_id",
		"auth0access_api_default_permissions":                "the API's identifier",
		"auth0access_default_permissions_exclusive":          "the tenant's domain",
		"auth0access_connection_domain_promotion":            "con_",
		"auth0access_connection_domain_promotions_exclusive": "the tenant's domain",
		"auth0access_redirect_protection":                    "client_id",
		"auth0access_redirect_protections_exclusive":         "the tenant's domain",
		"auth0access_dynamic_client_registration":            "the tenant's domain",
		"auth0access_organization_third_party_access":        "org_",
		"auth0access_rate_limit_policy":                      "third_party_clients",
		"auth0access_organization_client_grant":              "ORGANIZATION/GRANT",
		"auth0access_authorization_server":                   "the tenant's domain",
		"auth0access_organization_application":               "ORGANIZATION/CLIENT_ID",
		"auth0access_api_access_policy":                      "the API's identifier",
	}
	for typeName := range handMade {
		form, isKnown := forms[typeName]
		if !isKnown {
			t.Errorf("forms lacks the import id of %s", typeName)
		}
		for _, blank := range []string{"", " ", "\t\n"} {
			errors := acctest.NewLifecycle(t, tenant, typeName).Import(blank)
			if len(errors) != 1 || !strings.Contains(errors[0], "Import id not understood\nThe id of the import is empty") || !strings.Contains(errors[0], form) {
				t.Errorf("%s by %q: %q, want the form with %q", typeName, blank, errors, form)
			}
		}
		dots := acctest.NewLifecycle(t, tenant, typeName).Import("..")
		if len(dots) != 1 || !strings.Contains(dots[0], "Import id not understood") || !strings.Contains(dots[0], form) {
			t.Errorf("%s by dots: %q, want the form with %q", typeName, dots, form)
		}
		errors := acctest.NewLifecycle(t, tenant, typeName).Import("x ")
		if len(errors) != 1 || !strings.Contains(errors[0], "white space around it") {
			t.Errorf("%s by an id with a blank: %q", typeName, errors)
		}
	}
	if requests := tenant.Requests(); len(requests) > 0 {
		t.Errorf("calls were made: %v", requests)
	}

	tests := map[string]struct{ typeName, id, want string }{
		"name of an application":       {"auth0access_third_party_application", "Partner", "  - tpc_1111111111111111111111"},
		"name, for its protection":     {"auth0access_redirect_protection", "Partner", "  - tpc_1111111111111111111111"},
		"name, for its grants":         {"auth0access_client_grants_exclusive", "Partner", "  - tpc_1111111111111111111111"},
		"neither id nor name":          {"auth0access_third_party_application", "Nobody", `no application with the client_id "Nobody", nor one of that name`},
		"default grant":                {"auth0access_api_default_permissions", "cgr_default000000001", `id = "https://orders.example.com/"`},
		"grant of an application":      {"auth0access_api_default_permissions", "cgr_partner000000001", "auth0access_client_grant"},
		"no grant":                     {"auth0access_api_default_permissions", "cgr_gone000000000001", "the API's identifier"},
		"default grant as a grant":     {"auth0access_client_grant", "cgr_default000000001", "auth0access_api_default_permissions"},
		"two parts of a grant's key":   {"auth0access_client_grant", "tpc_1|https://orders.example.com/", "client_id|audience|subject_type"},
		"display name of a connection": {"auth0access_connection_domain_promotion", "Partners", `write "name:Partners"`},
		"name of an organization":      {"auth0access_organization_third_party_access", "acme", `write "name:acme"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			errors := acctest.NewLifecycle(t, tenant, test.typeName).Import(test.id)
			if len(errors) != 1 || !strings.Contains(errors[0], test.want) {
				t.Errorf("%q, want one with %q", errors, test.want)
			}
		})
	}
}
