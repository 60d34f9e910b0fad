package registration_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	typeName   = "auth0access_dynamic_client_registration"
	address    = typeName + ".test"
	audience   = "https://api.example.com/"
	patch      = "PATCH /api/v2/tenants/settings"
	flagName   = "enable_dynamic_client_registration"
	modeName   = "dynamic_client_registration_security_mode"
	strict     = `security_mode = "strict"`
	permissive = `security_mode = "permissive"`
	override   = "allow_without_default_permissions = true"
)

// seed is a tenant whose settings have every kind of member that a careless update could change: flags other than the
// defaults, objects, lists, nulls and empty texts. No API has default permissions. A tenant ACL limits who
// registers. It is old enough to show the mode of registrations.
const seed = `{
  "variants": ["registration-mode-shown", "permissive-by-default"],
  "network_acls": [{
    "description": "Registration from the office", "rule": {
      "scope": "dynamic_client_registration", "action": {"block": true}, "not_match": {"ipv4_cidrs": ["198.51.100.0/24"]}
    }
  }],
  "resource_servers": [{"name": "Orders", "identifier": "https://api.example.com/", "scopes": [{"value": "read:orders"}]}],
  "tenant_settings": {
    "friendly_name": "Acme & sons",
    "support_email": "help@example.com",
    "default_audience": "",
    "default_directory": "customers",
    "enabled_locales": ["de", "en"],
    "session_lifetime": 72,
    "idle_session_lifetime": 24,
    "error_page": {"html": "<h1>Oops</h1>", "show_log_link": true, "url": ""},
    "change_password": {"enabled": true, "html": "<b>x</b>"},
    "session_cookie": {"mode": "non-persistent"},
    "sessions": {"oidc_logout_prompt_enabled": false},
    "allowed_logout_urls": ["https://a.example/", "https://b.example/"],
    "client_id_metadata_document_supported": true,
    "resource_parameter_profile": "compatibility",
    "flags": {
      "enable_client_connections": false,
      "enable_sso": false,
      "revoke_refresh_token_grant": true,
      "disable_clickjack_protection_headers": true,
      "use_scope_descriptions_for_consent": true,
      "enable_dynamic_client_registration": false
    }
  }
}`

// newTenant returns an emulator: on a real tenant, the tests would let anybody register applications with it.
func newTenant(t *testing.T, options ...acctest.Option) *acctest.Tenant {
	t.Helper()
	return acctest.NewTenant(t, append(options, acctest.WithSeed(seed))...)
}

func registration(arguments ...string) string {
	return fmt.Sprintf(`
resource "auth0access_dynamic_client_registration" "test" {
  %s
}
`, strings.Join(arguments, "\n  "))
}

const defaults = `
resource "auth0access_api_default_permissions" "orders" {
  audience    = "` + audience + `"
  user_access = { scopes = ["read:orders"] }
}
`

// after makes registration wait for default permissions.
const after = "depends_on = [auth0access_api_default_permissions.orders]"

func read(t *testing.T, tenant *acctest.Tenant) map[string]any {
	t.Helper()
	return tenant.Call(t, http.MethodGet, "/api/v2/tenants/settings", nil)
}

// set changes settings behind Terraform's back.
func set(t *testing.T, tenant *acctest.Tenant, settings map[string]any) {
	t.Helper()
	tenant.Call(t, http.MethodPatch, "/api/v2/tenants/settings", settings)
}

func flags(enabled bool) map[string]any { return map[string]any{flagName: enabled} }

// giveDefaultPermissions gives an API default permissions behind Terraform's back, and returns a function that removes
// them.
func giveDefaultPermissions(t *testing.T, tenant *acctest.Tenant) (remove func()) {
	t.Helper()
	grant := tenant.Call(t, http.MethodPost, "/api/v2/client-grants", map[string]any{
		"default_for": "third_party_clients", "audience": audience, "subject_type": "user", "scope": []string{"read:orders"},
	})
	return func() { tenant.Call(t, http.MethodDelete, fmt.Sprintf("/api/v2/client-grants/%s", grant["id"]), nil) }
}

// wantSettings checks that only the two settings of registration have changed. An empty mode means none.
func wantSettings(t *testing.T, tenant *acctest.Tenant, before map[string]any, enabled bool, mode string) error {
	t.Helper()
	now := read(t, tenant)
	nowFlags, _ := now["flags"].(map[string]any)
	gotMode, _ := now[modeName].(string)
	if nowFlags[flagName] != enabled || gotMode != mode {
		return fmt.Errorf("registration is %v in mode %q, want %v in mode %q", nowFlags[flagName], gotMode, enabled, mode)
	}
	beforeFlags, _ := before["flags"].(map[string]any)
	nowFlags[flagName] = beforeFlags[flagName]
	delete(now, modeName)
	if modeBefore, ok := before[modeName]; ok {
		now[modeName] = modeBefore
	}
	if diff := cmp.Diff(before, now); diff != "" {
		return fmt.Errorf("other settings (-before +now):\n%s", diff)
	}
	return nil
}

// wantPatch checks that the provider made one write since it was last called, with this body.
func wantPatch(t *testing.T, tenant *acctest.Tenant, body map[string]any) func() {
	t.Helper()
	return func() {
		t.Helper()
		for _, request := range tenant.Requests() {
			if request.Method == http.MethodPatch {
				if diff := cmp.Diff(body, request.Body); diff != "" {
					t.Errorf("body (-want +got):\n%s", diff)
				}
			}
		}
		acctest.WantWrites(t, tenant, patch)()
	}
}

func wantUpdate() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)},
	}
}
