package acctest

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/acctest"
)

// namePrefix marks everything that tests make, so that a sweeper finds what they left behind on a real tenant.
const namePrefix = "tfacc-"

// Scopes are those of the API that [API] returns.
var Scopes = []string{"read:orders", "write:orders", "read:customers"}

// Name returns a name for an object of the test's own.
func Name(t testing.TB, what string) string {
	t.Helper()
	return namePrefix + what + "-" + acctest.RandStringFromCharSet(8, acctest.CharSetAlphaNum)
}

// API returns the audience of an API that has Scopes.
func API(t testing.TB, tenant *Tenant) string {
	t.Helper()
	if tenant.Emulator != nil {
		return "https://api.example.com/"
	}
	scopes := make([]map[string]any, 0, len(Scopes))
	for _, scope := range Scopes {
		scopes = append(scopes, map[string]any{"value": scope})
	}
	audience := "https://" + Name(t, "api") + ".example.com/"
	tenant.Call(t, http.MethodPost, "/api/v2/resource-servers",
		map[string]any{"name": Name(t, "api"), "identifier": audience, "scopes": scopes})
	t.Cleanup(func() {
		tenant.Call(t, http.MethodDelete, "/api/v2/resource-servers/"+url.PathEscape(audience), nil)
	})
	return audience
}

// Connection returns the id of a connection that is not promoted.
func Connection(t testing.TB, tenant *Tenant) string {
	t.Helper()
	connection := tenant.Call(t, http.MethodPost, "/api/v2/connections",
		map[string]any{"name": Name(t, "users"), "strategy": "auth0"})
	id := stringMember(t, connection, "id")
	t.Cleanup(func() { tenant.Call(t, http.MethodDelete, "/api/v2/connections/"+id, nil) })
	return id
}

// Organization returns the id of an organization that blocks third-party applications.
func Organization(t testing.TB, tenant *Tenant) string {
	t.Helper()
	id := stringMember(
		t,
		tenant.Call(t, http.MethodPost, "/api/v2/organizations", map[string]any{"name": Name(t, "organization")}),
		"id",
	)
	// 404 where a test deleted it
	t.Cleanup(func() { tenant.CallStatus(t, http.MethodDelete, "/api/v2/organizations/"+id, nil) })
	return id
}

// Application returns the client_id of a strict third-party application; overrides are members of the request that
// makes it, nil for a member to be left out.
func Application(t testing.TB, tenant *Tenant, overrides map[string]any) string {
	t.Helper()
	body := map[string]any{
		"name":                       Name(t, "application"),
		"app_type":                   "regular_web",
		"is_first_party":             false,
		"third_party_security_mode":  "strict",
		"token_endpoint_auth_method": "client_secret_post",
		"callbacks":                  []string{"https://partner.example.com/callback"},
	}
	for name, value := range overrides {
		if value == nil {
			delete(body, name)
			continue
		}
		body[name] = value
	}
	id := stringMember(t, tenant.Call(t, http.MethodPost, "/api/v2/clients", body), "client_id")
	t.Cleanup(func() { tenant.Call(t, http.MethodDelete, "/api/v2/clients/"+id, nil) })
	return id
}

func stringMember(t testing.TB, object map[string]any, name string) string {
	t.Helper()
	value, ok := object[name].(string)
	if !ok {
		t.Fatal(fmt.Errorf("the answer has no %s", name))
	}
	return value
}
