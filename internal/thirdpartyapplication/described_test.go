package thirdpartyapplication_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const describedSeed = `{
  "clients": [{
    "client_id": "tpc_described", "name": "TinyWiki", "app_type": "native", "is_first_party": false,
    "logo_uri": "https://tinywiki.example/logo.png", "callbacks": ["https://tinywiki.example/"],
    "token_endpoint_auth_method": "none", "grant_types": ["authorization_code"],
    "external_metadata_type": "cimd", "external_metadata_created_by": "admin", "external_client_id": "https://tinywiki.example/client.json"
  }]
}`

// This resource does not import an application with a document. If one is in the state, the plan refuses arguments that
// the document decides. The rest can be changed, whatever the answer shows.
func TestApplicationWithDocument(t *testing.T) {
	t.Parallel()
	for _, variant := range []string{"cimd-members-omitted", "cimd-members-shown"} {
		tenant := acctest.NewTenant(t, acctest.WithSeed(describedSeed), acctest.WithVariants(variant))
		with := func(changes map[string]any) map[string]any {
			config := map[string]any{
				"name": "TinyWiki", "app_type": "native", "logo_uri": "https://tinywiki.example/logo.png",
				"callbacks": []any{"https://tinywiki.example/"}, "token_endpoint_auth_method": "none", "grant_types": []any{"authorization_code"},
			}
			for name, value := range changes {
				config[name] = value
			}
			return config
		}
		application := acctest.NewLifecycle(t, tenant, "auth0access_third_party_application")
		if errors := application.Import("tpc_described"); len(errors) != 1 || !strings.Contains(errors[0], "auth0access_cimd_application.NAME\n    id = \"tpc_described\"") {
			t.Errorf("%s: the import is answered with %q", variant, errors)
		}
		application.Adopt(map[string]any{"client_id": "tpc_described", "name": "TinyWiki"})
		for name, value := range map[string]any{
			"name": "Mine", "logo_uri": "https://evil.example/logo.png", "callbacks": []any{"https://evil.example/"},
		} {
			errors := application.Apply(with(map[string]any{name: value}))
			if len(errors) != 1 || !strings.Contains(errors[0], "Argument belongs to the application's document") ||
				!strings.Contains(errors[0], "https://tinywiki.example/client.json") {
				t.Errorf("%s, %s: errors %q", variant, name, errors)
			}
		}
		if writes := tenant.Mutations(); len(writes) > 0 {
			t.Errorf("%s: refused plans wrote %q", variant, writes)
		}
		if errors := application.Apply(with(map[string]any{"description": "Reads the wiki", "grant_types": []any{"authorization_code", "refresh_token"}})); len(errors) > 0 {
			t.Errorf("%s: %q", variant, errors)
		}
		if got := tenant.Call(t, "GET", "/api/v2/clients/tpc_described", nil); got["description"] != "Reads the wiki" || got["external_metadata_type"] != "cimd" {
			t.Errorf("%s: the application is %v", variant, got)
		}
	}
}

// Who registered an application decides whether it counts as dynamically registered, not that it has a document.
func TestDynamicallyRegisteredFollowsTheCreator(t *testing.T) {
	t.Parallel()
	for creator, want := range map[string]bool{"admin": false, "client": true} {
		tenant := acctest.NewTenant(t, acctest.WithSeed(strings.Replace(describedSeed, `"admin"`, `"`+creator+`"`, 1)))
		state, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_application", map[string]any{"client_id": "tpc_described"})
		if len(errors) > 0 || state["dynamically_registered"] != want {
			t.Errorf("made by %s: dynamically_registered %v, %q", creator, state["dynamically_registered"], errors)
		}
	}
}
