package acctest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// What TestAdoptHandMadeTenant shows for one tenant holds for any. An application may come from an older tenant or the
// Dashboard, or may have registered itself, and lack what the provider would have set.
func TestAdoptAnyTenant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		clients := rapid.SliceOfN(rapid.Custom(anyClient), 1, 3).Draw(rt, "clients")
		for i, client := range clients {
			client["client_id"] = fmt.Sprintf("%s%d", map[any]string{"strict": "tpc_", "permissive": "app_"}[client["third_party_security_mode"]], i)
		}
		seed, err := json.Marshal(map[string]any{"clients": clients})
		if err != nil {
			rt.Fatal(err)
		}
		var problems []string
		t.Run("", func(t *testing.T) { problems = adoptApplications(t, string(seed)) })
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
	})
}

func adoptApplications(t *testing.T, seed string) (problems []string) {
	t.Helper()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	var listed []acctest.Listed
	for _, name := range []string{"auth0access_third_party_application", "auth0access_redirect_protection", "auth0access_client_grants_exclusive"} {
		found, errors := acctest.List(t, tenant, name, nil, acctest.IncludeResource())
		listed, problems = append(listed, found...), append(problems, errors...)
	}
	return append(problems, adopt(t, tenant, listed)...)
}

// anyClient draws a third-party application as the API may show it.
func anyClient(t *rapid.T) map[string]any {
	client := map[string]any{"is_first_party": false}
	some := func(of map[string]any, name string, values ...any) {
		if rapid.Bool().Draw(t, name) {
			of[name] = rapid.SampledFrom(values).Draw(t, name)
		}
	}
	client["name"] = rapid.SampledFrom([]any{"Partner", "${var.x} %{if}", `"quoted" \ back`, "Größe ✓"}).Draw(t, "name")
	client["third_party_security_mode"] = rapid.SampledFrom([]any{"strict", "permissive"}).Draw(t, "mode")
	isStrict := client["third_party_security_mode"] == "strict"
	some(client, "app_type", "regular_web", "spa", "native", "non_interactive")
	some(client, "description", "", "Orders", "two\nlines")
	some(client, "logo_uri", "", "https://partner.example.com/logo.png")
	some(client, "callbacks", []any{}, []any{"https://partner.example.com/callback"}, []any{"com.example.app://done", "http://127.0.0.1/x"})
	some(client, "allowed_origins", []any{}, []any{"https://partner.example.com"})
	some(client, "web_origins", []any{}, []any{"https://partner.example.com"})
	some(client, "grant_types", []any{}, []any{"authorization_code"}, []any{"authorization_code", "refresh_token"})
	some(client, "token_endpoint_auth_method", "none", "client_secret_post", "client_secret_basic")
	some(client, "client_metadata", map[string]any{}, map[string]any{"tier": "gold", "empty": ""})
	some(client, "require_proof_of_possession", true, false)
	some(client, "external_metadata_type", "dcr", "cimd")
	if rapid.Bool().Draw(t, "ID tokens") {
		jwt := map[string]any{}
		some(jwt, "lifetime_in_seconds", 600, 36000)
		if isStrict {
			some(jwt, "alg", "RS256")
		} else {
			some(jwt, "alg", "RS256", "HS256", "PS256")
		}
		client["jwt_configuration"] = jwt
	}
	if rapid.Bool().Draw(t, "refresh tokens") {
		refresh := map[string]any{"rotation_type": "rotating", "expiration_type": "expiring"}
		if !isStrict {
			refresh["rotation_type"] = rapid.SampledFrom([]any{"rotating", "non-rotating"}).Draw(t, "rotation")
			some(refresh, "infinite_token_lifetime", true, false)
			some(refresh, "infinite_idle_token_lifetime", true, false)
		}
		some(refresh, "leeway", 0, 30)
		some(refresh, "token_lifetime", 2592000)
		some(refresh, "idle_token_lifetime", 3600)
		client["refresh_token"] = refresh
	}
	if isStrict {
		some(client, "redirection_policy", "allow_always", "open_redirect_protection")
	}
	return client
}
