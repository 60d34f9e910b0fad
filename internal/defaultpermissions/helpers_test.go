package defaultpermissions_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

var (
	userGrantID   = tfjsonpath.New("user_access").AtMapKey("grant_id")
	clientGrantID = tfjsonpath.New("client_access").AtMapKey("grant_id")
)

// permissions is the configuration of an API's default permissions.
func permissions(audience string, halves ...string) string {
	return fmt.Sprintf(`
resource "auth0access_api_default_permissions" "test" {
  audience = %q
  %s
}`, audience, strings.Join(halves, "\n  "))
}

// ownAPI makes an API of the test's own, for an API has only one set of default permissions, and returns its audience.
func ownAPI(t *testing.T, tenant *acctest.Tenant) string {
	t.Helper()
	name := acctest.Name(t, "api")
	audience := "https://" + name + ".example.com/"
	tenant.Call(t, http.MethodPost, "/api/v2/resource-servers", map[string]any{
		"name": name, "identifier": audience,
		"scopes": []map[string]any{{"value": "read:orders"}, {"value": "write:orders"}},
	})
	t.Cleanup(func() { tenant.Call(t, http.MethodDelete, "/api/v2/resource-servers/"+url.PathEscape(audience), nil) })
	return audience
}

// grantClientAccess grants client access behind Terraform's back and returns the grant's id.
func grantClientAccess(t *testing.T, tenant *acctest.Tenant, audience string) string {
	t.Helper()
	id, _ := tenant.Call(t, http.MethodPost, "/api/v2/client-grants", newDefault(audience, "client", "scope", []any{"read:orders"}))["id"].(string)
	t.Cleanup(func() { tenant.Call(t, http.MethodDelete, "/api/v2/client-grants/"+id, nil) })
	return id
}

// newDefault is the body that makes a default grant, with one more member.
func newDefault(audience, subjectType, member string, value any) map[string]any {
	return map[string]any{"default_for": "third_party_clients", "audience": audience, "subject_type": subjectType, member: value}
}

func defaults(t *testing.T, tenant *acctest.Tenant, audience string) []map[string]any {
	t.Helper()
	return tenant.List(t, "/api/v2/client-grants?default_for=third_party_clients&audience="+url.QueryEscape(audience))
}

// withdrawUserAccess deletes the grant behind user access behind Terraform's back.
func withdrawUserAccess(t *testing.T, tenant *acctest.Tenant, audience string) {
	t.Helper()
	tenant.Call(t, http.MethodDelete, "/api/v2/client-grants/"+idOfUserAccess(t, tenant, audience), nil)
}

func idOfUserAccess(t *testing.T, tenant *acctest.Tenant, audience string) string {
	t.Helper()
	for _, grant := range defaults(t, tenant, audience) {
		if id, ok := grant["id"].(string); ok && grant["subject_type"] == "user" {
			return id
		}
	}
	t.Fatalf("%s has no default grant for user access", audience)
	return ""
}

// wantDefaults checks for which subject types the API has default grants in the tenant, in alphabetical order.
func wantDefaults(t *testing.T, tenant *acctest.Tenant, audience string, want ...string) {
	t.Helper()
	grants := defaults(t, tenant, audience)
	got := make([]string, 0, len(grants))
	for _, grant := range grants {
		got = append(got, fmt.Sprint(grant["subject_type"]))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s has default grants for %v, want %v", audience, got, want)
	}
}

// call is a call that changes something: its method and its body.
type call struct {
	Method string
	Body   map[string]any
}

// wantCalls checks which calls that change something the provider has made since the last check.
func wantCalls(t *testing.T, tenant *acctest.Tenant, want ...call) func() {
	t.Helper()
	return func() {
		t.Helper()
		var got []call
		for _, request := range tenant.Writes() {
			got = append(got, call{request.Method, request.Body})
		}
		tenant.ResetRequests()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("calls of the provider (-want +got):\n%s", diff)
		}
	}
}
