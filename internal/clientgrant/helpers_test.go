package clientgrant_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// grant is the configuration of a grant; arguments are separated by semicolons.
func grant(clientID, audience, subjectType, arguments string) string {
	return fmt.Sprintf(`
resource "auth0access_client_grant" "test" {
  client_id    = %q
  audience     = %q
  subject_type = %q
  %s
}`, clientID, audience, subjectType, strings.ReplaceAll(arguments, "; ", "\n  "))
}

func grants(t *testing.T, tenant *acctest.Tenant, clientID string) []map[string]any {
	t.Helper()
	return tenant.List(t, "/api/v2/client-grants?client_id="+url.QueryEscape(clientID))
}

func only(t *testing.T, grants []map[string]any) map[string]any {
	t.Helper()
	if len(grants) != 1 {
		t.Fatalf("there are %d grants, want one", len(grants))
	}
	return grants[0]
}

func idOf(t *testing.T, tenant *acctest.Tenant, clientID string) string {
	t.Helper()
	id, _ := only(t, grants(t, tenant, clientID))["id"].(string)
	return id
}

// makeGrant makes a grant behind Terraform's back and returns its id. The test's end deletes it.
func makeGrant(t *testing.T, tenant *acctest.Tenant, body map[string]any) string {
	t.Helper()
	id, _ := tenant.Call(t, http.MethodPost, "/api/v2/client-grants", body)["id"].(string)
	t.Cleanup(func() { tenant.Call(t, http.MethodDelete, "/api/v2/client-grants/"+id, nil) })
	return id
}

func wantGrants(t *testing.T, tenant *acctest.Tenant, clientID string, want int) error {
	t.Helper()
	if got := len(grants(t, tenant, clientID)); got != want {
		return fmt.Errorf("the application has %d grants, want %d", got, want)
	}
	return nil
}

func wantGrantCount(t *testing.T, tenant *acctest.Tenant, clientID string, want int) func() {
	t.Helper()
	return func() {
		t.Helper()
		if err := wantGrants(t, tenant, clientID, want); err != nil {
			t.Error(err)
		}
	}
}

// wantRequests checks that since the last check the provider has made exactly one call that changes something, with
// this method and body; none if the method is empty.
func wantRequests(t *testing.T, tenant *acctest.Tenant, method string, body map[string]any) func() {
	t.Helper()
	return func() {
		t.Helper()
		got := tenant.Writes()
		tenant.ResetRequests()
		switch {
		case method == "" && len(got) == 0:
		case method == "" || len(got) != 1 || got[0].Method != method:
			t.Errorf("the provider made the calls %v, want one %s", got, method)
		default:
			if diff := cmp.Diff(body, got[0].Body); diff != "" {
				t.Errorf("body of the %s (-want +got):\n%s", method, diff)
			}
		}
	}
}

func wantApplicationReads(t *testing.T, tenant *acctest.Tenant, clientID string, want int) {
	t.Helper()
	got := 0
	for _, request := range tenant.Requests() {
		if path, _, _ := strings.Cut(request.Path, "?"); request.Method == http.MethodGet && path == "/api/v2/clients/"+clientID {
			got++
		}
	}
	if got != want {
		t.Errorf("the application was read %d times, want %d", got, want)
	}
}
