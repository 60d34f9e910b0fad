package apiaccesspolicy_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

const (
	typeName = "auth0access_api_access_policy"
	address  = typeName + ".test"

	ordersAPI = "https://orders.example.com/"
	filesAPI  = "urn:files|2026"
)

const seed = `{
  "tenant": "example",
  "resource_servers": [
    {
      "name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "read:orders", "description": "Read orders"}],
      "token_lifetime": 600, "signing_alg": "HS256", "allow_offline_access": true, "authorization_details": [{"type": "payment"}]
    },
    {"name": "Files", "identifier": "urn:files|2026", "subject_type_authorization": {"user": {"policy": "deny_all"}, "client": {"policy": "deny_all"}}}
  ]
}`

// policy is the configuration of an API's access policy.
func policy(audience string, halves ...string) string {
	return fmt.Sprintf("resource %q \"test\" {\n  audience = %q\n  %s\n}\n", typeName, audience, strings.Join(halves, "\n  "))
}

func path(audience string) string { return "/api/v2/resource-servers/" + url.PathEscape(audience) }

func read(t *testing.T, tenant *acctest.Tenant, audience string) map[string]any {
	t.Helper()
	return tenant.Call(t, http.MethodGet, path(audience), nil)
}

// set changes the policy behind Terraform's back; a half that is left out is not sent.
func set(t *testing.T, tenant *acctest.Tenant, audience string, halves map[string]string) {
	t.Helper()
	sent := map[string]any{}
	for half, policy := range halves {
		sent[half] = map[string]any{"policy": policy}
	}
	tenant.Call(t, http.MethodPatch, path(audience), map[string]any{"subject_type_authorization": sent})
}

func member(user, client string) map[string]any {
	return map[string]any{"user": map[string]any{"policy": user}, "client": map[string]any{"policy": client}}
}

func wantPolicy(t *testing.T, tenant *acctest.Tenant, audience, user, client string) error {
	t.Helper()
	if diff := cmp.Diff(member(user, client), read(t, tenant, audience)["subject_type_authorization"]); diff != "" {
		return fmt.Errorf("policy of %s (-want +got):\n%s", audience, diff)
	}
	return nil
}

// wantBodies checks that the provider has sent these policies since it was last called, and nothing else.
func wantBodies(t *testing.T, tenant *acctest.Tenant, policies ...map[string]any) func() {
	t.Helper()
	var want []map[string]any
	for _, policy := range policies {
		want = append(want, map[string]any{"subject_type_authorization": policy})
	}
	return acctest.WantBodies(t, tenant, want...)
}

// issued reports whether the application gets a token for the orders API with client_credentials.
func issued(t *testing.T, tenant *acctest.Tenant, application map[string]any) bool {
	t.Helper()
	response, err := loopback.Client.PostForm(tenant.URL+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "audience": {ordersAPI},
		"client_id": {fmt.Sprint(application["client_id"])}, "client_secret": {fmt.Sprint(application["client_secret"])},
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// allowed returns the data source's result about the application's client access, and whether there is one.
func allowed(state map[string]any, clientID any) (allowed, isThere bool) {
	entries, _ := state["access"].([]any)
	for _, one := range entries {
		entry, _ := one.(map[string]any)
		if entry["client_id"] == clientID && entry["subject_type"] == "client" {
			return entry["allowed"] == true, true
		}
	}
	return false, false
}
