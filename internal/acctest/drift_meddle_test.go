package acctest_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// meddle opens the tenant in every way that a job should find.
func meddle(t *testing.T, tenant *acctest.Tenant) {
	t.Helper()
	clientIDs := map[string]string{}
	for _, application := range tenant.List(t, "/api/v2/clients?is_first_party=false") {
		clientIDs[fmt.Sprint(application["name"])] = fmt.Sprint(application["client_id"])
	}
	const grants, orders = "/api/v2/client-grants", "https://orders.example.com/"
	fastlane, shopping, reporting := clientIDs["Fastlane Logistics"], clientIDs["Basket shopping agent"], clientIDs["Nightly reporting"]
	for _, grant := range tenant.List(t, grants+"?client_id="+fastlane) {
		path := grants + "/" + fmt.Sprint(grant["id"])
		if grant["subject_type"] == "user" {
			tenant.Call(t, http.MethodPatch, path, map[string]any{"scope": []string{"read:orders", "cancel:orders"}})
			continue
		}
		tenant.Call(t, http.MethodDelete, path, nil)
		tenant.Call(t, http.MethodPost, grants, map[string]any{
			"client_id": fastlane, "audience": orders, "subject_type": "client", "scope": []string{"read:orders", "create:orders"},
		})
	}
	tenant.Call(t, http.MethodPost, grants, map[string]any{
		"client_id": fastlane, "audience": "https://catalog.example.com/", "subject_type": "client", "scope": []string{"write:products"},
	})
	tenant.Call(t, http.MethodPost, grants, map[string]any{
		"default_for": "third_party_clients", "audience": orders, "subject_type": "user", "scope": []string{"cancel:orders"},
	})
	acctest.Application(t, tenant, map[string]any{"name": "Made `in` the Dashboard"})
	for _, connection := range []string{"con_9dLbN2vQxYwEr41k", "con_kB5wRt0ZxQm3HsUi"} {
		tenant.Call(t, http.MethodPatch, "/api/v2/connections/"+connection, map[string]any{"is_domain_connection": true})
	}
	tenant.Call(t, http.MethodPatch, "/api/v2/clients/"+shopping, map[string]any{
		"redirection_policy": "allow_always", "callbacks": []string{"http://127.0.0.1:33418/callback", "https://elsewhere.example/callback"},
	})
	tenant.Call(t, http.MethodPatch, "/api/v2/tenants/settings", map[string]any{"flags": map[string]any{"enable_dynamic_client_registration": true}})
	exchangeKey(t, tenant, reporting)
	for _, organization := range tenant.List(t, "/api/v2/organizations") {
		tenant.Call(t, http.MethodPatch, "/api/v2/organizations/"+fmt.Sprint(organization["id"]), map[string]any{"third_party_client_access": "allow"})
	}
}

// exchangeKey replaces the key of an application by another of the same name.
func exchangeKey(t *testing.T, tenant *acctest.Tenant, clientID string) {
	t.Helper()
	path := "/api/v2/clients/" + clientID
	before := tenant.List(t, path+"/credentials")
	registered := tenant.Call(t, http.MethodPost, path+"/credentials", map[string]any{
		"credential_type": "public_key", "name": before[0]["name"], "pem": acctest.NewPublicKey(),
	})
	tenant.Call(t, http.MethodPatch, path, map[string]any{"client_authentication_methods": map[string]any{
		"private_key_jwt": map[string]any{"credentials": []any{map[string]any{"id": registered["id"]}}},
	}})
	tenant.Call(t, http.MethodDelete, path+"/credentials/"+fmt.Sprint(before[0]["id"]), nil)
}
