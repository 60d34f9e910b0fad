package emulator

import (
	"net/url"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

func TestCreateResourceServer(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	made := s.mustCall(201, "POST", "/resource-servers", `{"identifier":"https://a.example/"}`)
	if !regexp.MustCompile(`^[0-9a-f]{24}$`).MatchString(object.Text(made.object, "id")) {
		t.Errorf("id %q", made.object["id"])
	}
	wantJSON(t, "created", without(made.object, "id"), `{"identifier":"https://a.example/","allow_offline_access":false,
		"skip_consent_for_verifiable_first_party_clients":false,
		"subject_type_authorization":{"client":{"policy":"require_client_grant"},"user":{"policy":"allow_all"}},
		"token_lifetime":86400,"token_lifetime_for_web":7200,"signing_alg":"RS256"}`)
	order := []string{
		"id", "identifier", "allow_offline_access", "skip_consent_for_verifiable_first_party_clients",
		"subject_type_authorization", "token_lifetime", "token_lifetime_for_web", "signing_alg",
	}
	if diff := cmp.Diff(order, keyNames(t, made.raw)); diff != "" {
		t.Errorf("key order: %s", diff)
	}
	symmetric := s.mustCall(201, "POST", "/resource-servers", `{"identifier":"b","signing_alg":"HS256"}`).object
	if len(object.Text(symmetric, "signing_secret")) != 32 {
		t.Errorf("signing_secret: %v", symmetric["signing_secret"])
	}
	wantRefusal(t, s.call("POST", "/resource-servers", `{"identifier":"https://a.example/"}`), 409, "", "A resource server with the same identifier already exists")
}

func TestUpdateResourceServer(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	id := object.Text(s.mustCall(201, "POST", "/resource-servers", `{"identifier":"https://a.example/","name":"a","scopes":[{"value":"b","description":""},{"value":"a"}]}`).object, "id")
	for _, step := range []struct{ update, member, want string }{
		{`{"token_lifetime":60}`, "scopes", `[{"value":"b","description":""},{"value":"a"}]`},
		{`{"scopes":[]}`, "scopes", `[]`},
		{`{"proof_of_possession":{"mechanism":"dpop","required":true,"required_for":"all_clients"}}`, "proof_of_possession", `{"mechanism":"dpop","required":true,"required_for":"all_clients"}`},
		{`{"proof_of_possession":{"mechanism":"mtls","required":false}}`, "proof_of_possession", `{"mechanism":"mtls","required":false}`},
		{`{"proof_of_possession":null}`, "proof_of_possession", `null`},
		{`{"authorization_details":null}`, "authorization_details", `null`},
		{`{"subject_type_authorization":{"user":{"policy":"deny_all"}}}`, "subject_type_authorization", `{"user":{"policy":"deny_all"}}`},
		{`{"name":"c"}`, "token_lifetime", `60`},
	} {
		got := s.mustCall(200, "PATCH", "/resource-servers/"+id, step.update)
		wantJSON(t, step.update, got.object[step.member], step.want)
	}
	const encryption = `{"token_encryption":{"format":"compact-nested-jwe","encryption_key":{"name":"k","alg":"RSA-OAEP-256","pem":"x"}}}`
	key := object.Child(object.Child(s.mustCall(200, "PATCH", "/resource-servers/"+id, encryption).object, "token_encryption"), "encryption_key")
	if key["pem"] != nil || key["thumbprint_sha256"] == nil || key["name"] != "k" {
		t.Errorf("encryption key: %v", key)
	}
	for _, update := range []string{`{"identifier":"x"}`, `{"token_lifetime":2592001}`, `{"scopes":[{"description":"x"}]}`, `{"subject_type_authorization":{"client":{"policy":"allow_all"}}}`} {
		if got := s.call("PATCH", "/resource-servers/"+id, update); got.object["errorCode"] != "invalid_body" {
			t.Errorf("%s: %s", update, got.raw)
		}
	}
}

// In tenants that merge access policies, the half that is not sent stays.
func TestMergeAccessPolicy(t *testing.T) {
	t.Parallel()
	seed := orders()
	seed.Variants = []string{tenant.PolicyMerged}
	got := serveTenant(t, seed).mustCall(200, "PATCH", "/resource-servers/"+url.PathEscape(ordersAPI), `{"subject_type_authorization":{"user":{"policy":"deny_all"}}}`)
	wantJSON(t, "policy", got.object["subject_type_authorization"], `{"client":{"policy":"require_client_grant"},"user":{"policy":"deny_all"}}`)
}

func TestFindResourceServer(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, orders())
	byIdentifier := s.mustCall(200, "GET", "/resource-servers/"+url.PathEscape(ordersAPI), nil)
	twice := url.PathEscape(url.PathEscape(ordersAPI))
	for _, id := range []string{object.Text(byIdentifier.object, "id"), "https:%2F%2Fapi.example.com%2F", twice} {
		if got := s.mustCall(200, "GET", "/resource-servers/"+id, nil); got.raw != byIdentifier.raw {
			t.Errorf("%s: %s", id, got.raw)
		}
	}
	wantRefusal(t, s.call("GET", "/resource-servers/none", nil), 404, "inexistent_resource_server", "The resource server does not exist")
	listed := s.mustCall(200, "GET", "/resource-servers?identifiers="+url.QueryEscape(ordersAPI)+"&identifiers=none", nil).array
	if len(listed) != 1 {
		t.Errorf("filter: %v", listed)
	}
	wantJSON(t, "fields", s.callBeyond("GET", "/resource-servers/"+twice+"?fields=name", nil).object, `{"name":"Orders"}`)
	for range 2 {
		if got := s.call("DELETE", "/resource-servers/"+object.Text(byIdentifier.object, "id"), nil); got.status != 204 {
			t.Errorf("delete: %d", got.status)
		}
	}
}

func TestSystemAPIs(t *testing.T) {
	t.Parallel()
	seed := orders()
	seed.ResourceServers = append(seed.ResourceServers, map[string]any{"identifier": "urn:auth0:express-configure", "is_system": true})
	s := serveTenant(t, seed)
	management := url.PathEscape("https://example.auth0.com/api/v2/")

	if api := s.mustCall(200, "GET", "/resource-servers/"+management, nil).object; api["is_system"] != true || !rules.HasScope(api, "update:client_keys") {
		t.Errorf("Management API: %v", without(api, "scopes"))
	}
	own := s.mustCall(200, "GET", "/resource-servers/"+url.PathEscape(s.http.URL+"/api/v2/"), nil).object
	if own["identifier"] != "https://example.auth0.com/api/v2/" {
		t.Errorf("by the host that was called: %v", own["identifier"])
	}
	const message = "System resource servers cannot be changed or deleted"
	wantRefusal(t, s.call("PATCH", "/resource-servers/"+management, `{"name":"x"}`), 400, "operation_not_supported", message)
	wantRefusal(t, s.call("DELETE", "/resource-servers/"+management, nil), 400, "operation_not_supported", message)
	wantRefusal(t, s.call("PATCH", "/resource-servers/urn:auth0:express-configure", `{"name":"x"}`), 400, "operation_not_supported", message)
	if got := s.call("DELETE", "/resource-servers/urn:auth0:express-configure", nil); got.status != 204 {
		t.Errorf("delete of another system API: %d", got.status)
	}
	wantRefusal(t, s.call("POST", "/resource-servers", `{"identifier":"https://example.auth0.com/mfa/"}`), 400, "invalid_body", "The identifier https://example.auth0.com/mfa/ is reserved")

	account := s.mustCall(201, "POST", "/resource-servers", `{"identifier":"https://example.auth0.com/me/","name":"mine","token_lifetime":5}`).object
	wantJSON(t, "My Account", without(account, "id", "scopes"), `{"name":"Auth0 My Account API","identifier":"https://example.auth0.com/me/","is_system":true,
		"allow_offline_access":false,"skip_consent_for_verifiable_first_party_clients":false,"token_lifetime":600,"token_lifetime_for_web":600,"signing_alg":"RS256",
		"subject_type_authorization":{"client":{"policy":"deny_all"},"user":{"policy":"require_client_grant"}}}`)
}

func TestLinkedClientShowsOnItsAPI(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, orders())
	id := object.Text(s.mustCall(201, "POST", "/clients", object.Object{"name": "a", "app_type": "resource_server", "resource_server_identifier": ordersAPI}).object, "client_id")
	path := "/resource-servers/" + url.PathEscape(ordersAPI)
	if got := s.mustCall(200, "GET", path, nil).object["client_id"]; got != id {
		t.Errorf("client_id %v, want %s", got, id)
	}
	s.mustCall(204, "DELETE", "/clients/"+id, nil)
	if got, shown := s.mustCall(200, "GET", path, nil).object["client_id"]; shown {
		t.Errorf("client_id %v of a deleted application", got)
	}
}
