package emulator

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// strictClient is a strict application with more members.
func strictClient(more string) string {
	return `{"name":"a","is_first_party":false,"third_party_security_mode":"strict"` + more + `}`
}

func permissiveClient(more string) string {
	return `{"name":"a","is_first_party":false,"third_party_security_mode":"permissive"` + more + `}`
}

func TestStrictClientsAreRefused(t *testing.T) {
	t.Parallel()
	const rest = " for third-party clients in strict security mode"
	tests := map[string]struct{ more, message string }{
		"implicit":                    {`,"grant_types":["authorization_code","implicit","password"]`, "Invalid grant types: implicit, password"},
		"device code":                 {`,"grant_types":["urn:ietf:params:oauth:grant-type:device_code"]`, "Invalid grant types: urn:ietf:params:oauth:grant-type:device_code"},
		"client_credentials, public":  {`,"token_endpoint_auth_method":"none","grant_types":["client_credentials"]`, "Invalid grant types: client_credentials"},
		"client_credentials, spa":     {`,"app_type":"spa","grant_types":["client_credentials"]`, "Invalid grant types: client_credentials"},
		"type":                        {`,"app_type":"sso_integration"`, "app_type sso_integration is not allowed" + rest},
		"HS256":                       {`,"jwt_configuration":{"alg":"HS256"}`, "jwt_configuration.alg must be RS256" + rest},
		"wildcard callback":           {`,"callbacks":["https://ok.example/","https://*.example.com/cb"]`, "callbacks cannot contain wildcards" + rest + ": https://*.example.com/cb"},
		"wildcard origin":             {`,"allowed_origins":["https://*.example.com"]`, "allowed_origins cannot contain wildcards" + rest + ": https://*.example.com"},
		"wildcard web origin":         {`,"web_origins":["https://*.example.com"]`, "web_origins cannot contain wildcards" + rest + ": https://*.example.com"},
		"refresh tokens for ever":     {`,"refresh_token":{"rotation_type":"rotating","expiration_type":"non-expiring"}`, "refresh_token.expiration_type must be expiring" + rest},
		"idle refresh tokens":         {`,"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","infinite_idle_token_lifetime":true}`, "refresh_token.infinite_idle_token_lifetime is not allowed" + rest},
		"logout URLs":                 {`,"allowed_logout_urls":["https://a.example/"]`, "allowed_logout_urls is not allowed" + rest},
		"PAR":                         {`,"require_pushed_authorization_requests":true`, "require_pushed_authorization_requests is not allowed" + rest},
		"cross-origin authentication": {`,"cross_origin_authentication":true`, "cross_origin_authentication is not allowed" + rest},
		"add-ons":                     {`,"addons":{"samlp":{"audience":"x"}}`, "addons is not allowed" + rest},
		"backchannel logout":          {`,"oidc_logout":{"backchannel_logout_urls":["https://a.example/"]}`, "oidc_logout is not allowed" + rest},
		"mutual TLS": {
			`,"client_authentication_methods":{"tls_client_auth":{"credentials":[{"credential_type":"cert_subject_dn","subject_dn":"CN=a"}]}}`,
			"client_authentication_methods.tls_client_auth is not allowed" + rest,
		},
	}
	s := serveTenant(t, nil)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantRefusal(t, s.call("POST", "/clients", strictClient(test.more)), 400, "invalid_body", test.message)

			// The same change of an existing application is refused too, and changes nothing.
			if strings.Contains(test.more, "credentials\":[{") {
				return // PATCH takes references to credentials
			}
			id := object.Text(s.mustCall(201, "POST", "/clients", strictClient("")).object, "client_id")
			before := s.mustCall(200, "GET", "/clients/"+id, nil).raw
			wantRefusal(t, s.call("PATCH", "/clients/"+id, "{"+strings.TrimPrefix(test.more, ",")+"}"), 400, "invalid_body", test.message)
			if after := s.mustCall(200, "GET", "/clients/"+id, nil).raw; after != before {
				t.Errorf("changed:\n%s\n%s", before, after)
			}
		})
	}
}

func TestStrictClientsAreAccepted(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]string{
		"client_credentials, secret": `,"token_endpoint_auth_method":"client_secret_basic","grant_types":["client_credentials","authorization_code","refresh_token"]`,
		"client_credentials, unset":  `,"app_type":"non_interactive","grant_types":["client_credentials"]`,
		"private callback scheme":    `,"app_type":"native","callbacks":["com.example.app://callback","http://127.0.0.1/cb"]`,
		"redirection policy":         `,"redirection_policy":"allow_always"`,
		"proof of possession":        `,"require_proof_of_possession":true`,
		"private key":                `,"client_authentication_methods":{"private_key_jwt":{"credentials":[{"credential_type":"public_key","pem":` + testKey.publicPEM() + `}]}}`,
		"own lifetimes":              `,"refresh_token":{"rotation_type":"non-rotating","expiration_type":"expiring","token_lifetime":60,"idle_token_lifetime":30}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveTenant(t, nil)
			made := s.mustCall(201, "POST", "/clients", strictClient(more))
			if more == "" || made.object["oidc_conformant"] != true {
				t.Error(made.raw)
			}
		})
	}
}

func TestOtherClientsAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body          string
		status        int
		code, message string
	}{
		"permissive with password":       {permissiveClient(`,"grant_types":["password","implicit"]`), 400, "invalid_body", "Invalid grant types: password"},
		"unknown grant type":             {`{"name":"a","grant_types":["magic"]}`, 400, "invalid_body", "Invalid grant types: magic"},
		"organizations of third parties": {permissiveClient(`,"organization_usage":"allow"`), 403, "operation_not_supported", "organization_usage cannot be set on a third-party client"},
		"mode of a first-party":          {`{"name":"a","third_party_security_mode":"strict"}`, 400, "invalid_body", "third_party_security_mode can only be set on a third-party client"},
		"policy of a first-party":        {`{"name":"a","redirection_policy":"allow_always"}`, 400, "invalid_body", "redirection_policy can only be set on a third-party client"},
		"own client_id":                  {strictClient(`,"client_id":"mine"`), 400, "invalid_body", "Payload validation error: 'Additional properties not allowed: client_id'."},
		"alias taken":                    {`{"name":"a","client_aliases":["taken"]}`, 409, "", "The alias taken is used by another client"},
		"half a default organization":    {`{"name":"a","default_organization":{"organization_id":"org_1"}}`, 400, "invalid_body", "Payload validation error: 'Missing required property: flows' on property default_organization."},
		"two kinds of authentication": {
			`{"name":"a","token_endpoint_auth_method":"none","jwt_configuration":{"alg":"RS256"},"client_authentication_methods":{"private_key_jwt":{"credentials":[]}}}`,
			400, "invalid_body", "token_endpoint_auth_method and client_authentication_methods are mutually exclusive",
		},
		"private key without RS256": {
			`{"name":"a","client_authentication_methods":{"private_key_jwt":{"credentials":[]}}}`,
			400, "invalid_body", "client_authentication_methods requires jwt_configuration.alg to be RS256",
		},
		"policy for an unknown API": {
			`{"name":"a","refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","policies":[{"audience":"https://none/","scope":[]}]}}`,
			400, "invalid_body", "No resource with identifier https://none/",
		},
	}
	s := serveTenant(t, &Seed{Clients: []map[string]any{{"name": "taken", "client_id": "taken", "client_aliases": []string{"taken"}}}})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantRefusal(t, s.call("POST", "/clients", test.body), test.status, test.code, test.message)
		})
	}
}

func TestPermanentMembers(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	strict := object.Text(s.mustCall(201, "POST", "/clients", strictClient("")).object, "client_id")
	first := object.Text(s.mustCall(201, "POST", "/clients", `{"name":"a"}`).object, "client_id")
	for _, test := range []struct {
		id, body, refused string
	}{
		{strict, `{"is_first_party":false,"third_party_security_mode":"strict"}`, ""},
		{strict, `{"third_party_security_mode":"permissive"}`, "third_party_security_mode cannot be changed"},
		{strict, `{"is_first_party":true}`, "is_first_party cannot be changed"},
		{first, `{"is_first_party":false}`, "is_first_party cannot be changed"},
		{first, `{"third_party_security_mode":"strict"}`, "third_party_security_mode cannot be changed"},
	} {
		got := s.call("PATCH", "/clients/"+test.id, test.body)
		if test.refused == "" {
			if got.status != 200 {
				t.Errorf("%s: %s", test.body, got.raw)
			}
			continue
		}
		wantRefusal(t, got, 400, "invalid_body", test.refused)
	}
}

func TestRedirectionPolicy(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	strict := object.Text(s.mustCall(201, "POST", "/clients", strictClient("")).object, "client_id")
	permissive := s.mustCall(201, "POST", "/clients", permissiveClient("")).object
	if _, shown := permissive["redirection_policy"]; shown {
		t.Error("a permissive application shows a policy nobody set")
	}
	for _, policy := range []string{"allow_always", "open_redirect_protection"} {
		got := s.mustCall(200, "PATCH", "/clients/"+strict, object.Object{"redirection_policy": policy}).object["redirection_policy"]
		if got != policy {
			t.Errorf("got %v, want %s", got, policy)
		}
	}
}

func TestGlobalClient(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	global := object.Objects(s.mustCall(200, "GET", "/clients?is_global=true", nil).array)[0]
	if global["name"] != "All Applications" || global["owners"] == nil || global["app_type"] != nil || global["grant_types"] != nil {
		t.Errorf("global client: %v", global)
	}
	wantRefusal(t, s.call("DELETE", "/clients/"+object.Text(global, "client_id"), nil), 400, "operation_not_supported", "The global client cannot be deleted")
}
