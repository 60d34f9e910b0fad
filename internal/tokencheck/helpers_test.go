package tokencheck_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const check = "auth0access_token_check"

type object = map[string]any

// machine returns a strict application with client_credentials and a grant for reading orders.
func machine(t *testing.T, tenant *acctest.Tenant, members object) (clientID, grantID string) {
	t.Helper()
	body := object{"grant_types": []string{"client_credentials"}}
	for name, value := range members {
		body[name] = value
	}
	clientID = acctest.Application(t, tenant, body)
	made := tenant.Call(t, http.MethodPost, "/api/v2/client-grants", object{
		"client_id": clientID, "audience": acctest.API(t, tenant), "subject_type": "client",
		"scope": []string{"read:orders", "read:customers"}, "organization_usage": "allow",
	})
	grantID, _ = made["id"].(string)
	return clientID, grantID
}

// secretOf returns an application's secret.
func secretOf(t *testing.T, tenant *acctest.Tenant, clientID string) string {
	t.Helper()
	secret, _ := tenant.Call(t, http.MethodGet, "/api/v2/clients/"+clientID, nil)["client_secret"].(string)
	if secret == "" {
		t.Fatal("the application has no secret")
	}
	return secret
}

// withoutSecrets fails if any text that Terraform gets contains the secret or a token.
func withoutSecrets(t *testing.T, secret string, values ...any) {
	t.Helper()
	encoded, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{secret, "eyJ", "BEGIN"} {
		if part != "" && strings.Contains(string(encoded), part) {
			t.Errorf("%q is seen in %s", part, encoded)
		}
	}
}
