package ratelimitpolicy_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

const (
	typeName = "auth0access_rate_limit_policy"
	address  = typeName + ".test"
	policies = "/api/v2/rate-limit-policies"
	agent    = "https://agent.example.com/client.json"
)

// policy is a configuration of one policy; arguments are lines of HCL.
func policy(arguments string) string {
	return fmt.Sprintf("resource %q \"test\" {\n%s\n}\n", typeName, arguments)
}

// makePolicy makes a policy behind Terraform's back and returns its id.
func makePolicy(t *testing.T, tenant *acctest.Tenant, selector string, configuration map[string]any) string {
	t.Helper()
	made := tenant.Call(t, http.MethodPost, policies, map[string]any{
		"resource": "oauth_authentication_api", "consumer": "client", "consumer_selector": selector, "configuration": configuration,
	})
	id, _ := made["id"].(string)
	return id
}

// only returns the one policy that the tenant has.
func only(t *testing.T, tenant *acctest.Tenant) map[string]any {
	t.Helper()
	page := tenant.Call(t, http.MethodGet, policies, nil)
	all, _ := page["rate_limit_policies"].([]any)
	if len(all) != 1 {
		t.Fatalf("the tenant has %d policies, not 1", len(all))
	}
	one, _ := all[0].(map[string]any)
	return one
}

func idOf(t *testing.T, tenant *acctest.Tenant) string {
	t.Helper()
	id, _ := only(t, tenant)["id"].(string)
	return id
}

// wantWrites checks which writes the provider made since it was last called, and the body of the last.
func wantWrites(t *testing.T, tenant *acctest.Tenant, body map[string]any, writes ...string) func() {
	t.Helper()
	return func() {
		t.Helper()
		for _, request := range tenant.Requests() {
			if request.Method == http.MethodPost && request.Path == policies || request.Method == http.MethodPatch {
				if diff := cmp.Diff(body, request.Body); diff != "" {
					t.Errorf("body of %s (-want +got):\n%s", request.Method, diff)
				}
			}
		}
		acctest.WantWrites(t, tenant, writes...)()
	}
}

// askToken asks for a token for the application itself and returns the status of the answer.
func askToken(t *testing.T, tenant *acctest.Tenant, clientID, secret, audience string) int {
	t.Helper()
	answer, err := loopback.Client.PostForm(tenant.URL+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {clientID}, "client_secret": {secret}, "audience": {audience},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Error(err)
	}
	return answer.StatusCode
}
