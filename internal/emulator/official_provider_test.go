package emulator

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// The requests with which the official Terraform provider adds a key to an application, removes it, and lists
// organizations, in its order.
func TestRequestsOfTheOfficialProvider(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Organizations: []map[string]any{{"id": "org_1", "name": "acme"}}})
	client := "/clients/" + object.Text(s.mustCall(201, "POST", "/clients",
		`{"app_type":"non_interactive","jwt_configuration":{"alg":"RS256"},"name":"Machine","token_endpoint_auth_method":"client_secret_post"}`).object, "client_id")
	s.mustCall(200, "GET", client+"?fields=client_id&include_fields=true", nil)
	key := object.Text(s.mustCall(201, "POST", client+"/credentials",
		`{"alg":"RS256","credential_type":"public_key","name":"one","pem":`+testKey.publicPEM()+`}`).object, "id")
	s.mustCall(200, "PATCH", client, `{"client_authentication_methods":{"private_key_jwt":{"credentials":[{"id":"`+key+`"}]}},"token_endpoint_auth_method":null}`)
	s.mustCall(200, "GET", client+"/credentials/"+key, nil)

	s.mustCall(200, "GET", client+"?fields=client_id%2Capp_type&include_fields=true", nil)
	if got := s.callBeyond("GET", client+"/credentials?include_totals=true&per_page=50", nil); got.status != 200 || len(got.array) != 1 {
		t.Errorf("keys: %d %s", got.status, got.raw)
	}
	s.mustCall(200, "PATCH", client, `{"client_authentication_methods":null,"signed_request_object":null,"token_endpoint_auth_method":"client_secret_post"}`)
	s.mustCall(204, "DELETE", client+"/credentials/"+key, nil)
	s.mustCall(204, "DELETE", client, nil)

	got := s.callBeyond("GET", "/organizations?include_client_association_for=tpc_1&include_totals=true&take=50", nil)
	if rows, _ := got.object["organizations"].([]any); got.status != 200 || len(rows) != 1 {
		t.Errorf("organizations: %d %s", got.status, got.raw)
	}
}
