package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Each parameter that a strict application sends to /authorize is checked. A refusal ends on an error page under
// redirect protection, and otherwise redirects to the application.
func TestStrictRequests(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners())
	const notAllowed = " is not allowed for third-party clients in strict security mode"
	for _, test := range []struct {
		changes []string
		want    string // the error, "" for a login page
	}{
		{nil, ""},
		{[]string{
			"acr_values", "x", "correlation_id", "x", "display", "page", "dpop_jkt", "x", "ext-a", "x", "login_hint", "x",
			"max_age", "60", "nonce", "x", "resource", "https://files.example/", "ui_locales", "en",
		}, ""},
		{[]string{"claims", "{}"}, "invalid_request: parameter claims" + notAllowed},
		{[]string{"id_token_hint", "x"}, "invalid_request: parameter id_token_hint" + notAllowed},
		{[]string{"invitation", "x"}, "invalid_request: parameter invitation" + notAllowed},
		{[]string{"login_ticket", "x"}, "invalid_request: parameter login_ticket" + notAllowed},
		{[]string{"request", "x"}, "invalid_request: parameter request" + notAllowed},
		{[]string{"request_uri", "x"}, "invalid_request: parameter request_uri" + notAllowed},
		{[]string{"screen_hint", "signup"}, "invalid_request: parameter screen_hint" + notAllowed},
		{[]string{"whatever", "x"}, "invalid_request: parameter whatever" + notAllowed},
		{[]string{"response_mode", "query"}, "invalid_request: parameter response_mode" + notAllowed},
		{[]string{"response_type", ""}, "invalid_request: Missing required parameter: response_type"},
		{[]string{"response_type", "token"}, "unsupported_response_type: Unsupported response type: token"},
		{[]string{"response_type", "id_token"}, "unsupported_response_type: Unsupported response type: id_token"},
		{[]string{"response_type", "code id_token"}, "unsupported_response_type: Unsupported response type: code id_token"},
		{[]string{"code_challenge", ""}, "invalid_request: Missing required parameter: code_challenge"},
		{[]string{"code_challenge_method", ""}, "invalid_request: code_challenge_method must be S256"},
		{[]string{"code_challenge_method", "plain"}, "invalid_request: code_challenge_method must be S256"},
		{[]string{"code_challenge", "short"}, "invalid_request: code_challenge is not a SHA-256 hash in base64url"},
		{[]string{"prompt", "create"}, "invalid_request: Invalid value of prompt: create"},
		{[]string{"prompt", "none login"}, "invalid_request: Invalid value of prompt: none login"},
		{[]string{"max_age", "-1"}, "invalid_request: Invalid value of max_age: -1"},
		{[]string{"prompt", "none"}, "login_required: Login required"},
		{[]string{"audience", ""}, "invalid_request: No audience parameter was provided, and no default audience has been configured"},
		{[]string{"audience", "", "resource", ordersAPI}, "invalid_request: No audience parameter was provided, and no default audience has been configured"},
		{[]string{"audience", "https://none/"}, "access_denied: Service not found: https://none/"},
		{[]string{"audience", "https://files.example/"}, `unauthorized_client: Client "ID" is not authorized to access resource server "https://files.example/".`},
		{[]string{"connection", "partners"}, ""},
		{[]string{"connection", "inside"}, "invalid_request: no connections enabled for the client."},
		{[]string{"organization", "org_open"}, ""},
		{[]string{"organization", "org_shut"}, "invalid_request: parameter organization is invalid: org_shut"},
		{[]string{"organization", "org_none"}, "invalid_request: parameter organization is invalid: org_none"},
		{[]string{"organization", "open-org"}, "invalid_request: parameter organization is invalid: open-org"},
		{[]string{"organization", "org_bare"}, "invalid_request: no connections enabled for the client."},
	} {
		for _, clientID := range []string{"agent", "open"} {
			parameters := asking(clientID, test.changes...)
			got := s.browser().authorize(parameters)
			want := strings.ReplaceAll(test.want, `"ID"`, `"`+clientID+`"`)
			switch {
			case want == "":
				wantEnd(t, got, "page", "Log in to <bdi>"+clientID)
			case clientID == "open":
				wantEnd(t, got, "redirect", want)
			default:
				code, description, _ := strings.Cut(want, ": ")
				got.html = strings.ReplaceAll(got.html, "&#34;", `"`)
				wantEnd(t, got, "page", "Error: <code>"+code+"</code>")
				wantEnd(t, got, "page", "<bdi>"+description+"</bdi>")
			}
		}
	}
	repeated := asking("open")
	repeated.Add("scope", "write:orders")
	wantEnd(t, s.browser().authorize(repeated), "redirect", "invalid_request: parameter scope must not be repeated")
}

// Nothing redirects to an address that is not one of the application's callbacks.
func TestRequestsThatNeverRedirect(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(func(seed *Seed) {
		seed.Clients = append(seed.Clients,
			map[string]any{"name": "n", "client_id": "native", "app_type": "native", "is_first_party": false, "grant_types": []any{"authorization_code"}, "callbacks": []any{"http://127.0.0.1:3000/cb"}},
			map[string]any{"name": "o", "client_id": "own native", "app_type": "native", "callbacks": []any{"http://127.0.0.1:3000/cb", "https://*.own.example/cb"}},
		)
	}))
	for _, test := range []struct{ clientID, address, want string }{
		{"open", "https://agent.example/callback/", "Callback URL mismatch"},
		{"open", "https://agent.example/callback?a=b", "Callback URL mismatch"},
		{"open", "https://evil.example/callback", "Callback URL mismatch"},
		{"open", "", "Missing required parameter: redirect_uri"},
		{"nobody", callback, "Unknown client: nobody"},
		{"", callback, "Missing required parameter: client_id"},
		{"native", "http://127.0.0.1:4000/cb", "Callback URL mismatch"},
		{"own native", "http://127.0.0.1:4000/other", "Callback URL mismatch"},
		{"own native", "https://a.b.own.example/cb", "Callback URL mismatch"},
		{"own native", "https://.own.example/cb", "Callback URL mismatch"},
	} {
		got := s.browser().authorize(asking(test.clientID, "client_id", test.clientID, "redirect_uri", test.address))
		wantEnd(t, got, "page", test.want)
	}
	for clientID, address := range map[string]string{"own native": "http://127.0.0.1:4000/cb", "native": "http://127.0.0.1:3000/cb"} {
		if got := s.browser().authorize(asking(clientID, "redirect_uri", address)); strings.Contains(got.html, "mismatch") {
			t.Errorf("%s is refused %s", clientID, address)
		}
	}
	if got := s.browser().authorize(asking("own native", "redirect_uri", "https://a.own.example/cb")); strings.Contains(got.html, "mismatch") {
		t.Error("a wildcard stands for no label")
	}
}

// Discovery contains what unmodified clients need. Pages on applications' origins may read it and call the token
// endpoint.
func TestDiscoveryAndOrigins(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners())
	get := func(method, path, origin string) outcome {
		request, err := http.NewRequest(method, s.http.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if origin != "" {
			request.Header.Set("Origin", origin)
		}
		return s.send(request)
	}
	openID, server := get("GET", "/.well-known/openid-configuration", ""), get("GET", "/.well-known/oauth-authorization-server", "")
	if openID.raw != server.raw || openID.object["client_id_metadata_document_supported"] != nil {
		t.Errorf("metadata: %s and %s", openID.raw, server.raw)
	}
	for name, want := range map[string]string{
		"authorization_endpoint": s.http.URL + "/authorize", "token_endpoint": s.http.URL + "/oauth/token",
		"revocation_endpoint": s.http.URL + "/oauth/revoke", "userinfo_endpoint": s.http.URL + "/userinfo",
	} {
		if openID.object[name] != want {
			t.Errorf("%s is %v", name, openID.object[name])
		}
	}
	for name, want := range map[string]string{
		"response_types_supported": "code", "subject_types_supported": "public", "id_token_signing_alg_values_supported": "RS256",
		"code_challenge_methods_supported": "S256", "grant_types_supported": "refresh_token", "token_endpoint_auth_methods_supported": "none",
	} {
		if !slices.Contains(object.List(openID.object, name), want) {
			t.Errorf("%s lacks %s: %v", name, want, openID.object[name])
		}
	}
	s.mustCall(200, "PATCH", "/tenants/settings", `{"client_id_metadata_document_supported":true}`)
	if got := get("GET", "/.well-known/oauth-authorization-server", ""); got.object["client_id_metadata_document_supported"] != true {
		t.Errorf("documents are not announced: %s", got.raw)
	}
	for origin, allowed := range map[string]bool{
		"https://app.example": true, "https://agent.example": true, "https://evil.example": false, "https://agent.example:444": false, "null": false,
	} {
		for _, call := range [][2]string{{"OPTIONS", "/oauth/token"}, {"OPTIONS", "/.well-known/openid-configuration"}, {"GET", "/.well-known/openid-configuration"}, {"POST", "/oauth/token"}} {
			got := get(call[0], call[1], origin).header.Get("Access-Control-Allow-Origin")
			if allowed && got != origin || !allowed && got != "" {
				t.Errorf("%v from %s allows %q", call, origin, got)
			}
		}
	}
}

// Grant types that are not emulated get another error than invalid ones.
func TestOtherGrants(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners())
	for _, grantType := range []string{"urn:ietf:params:oauth:grant-type:token-exchange", "password", "urn:ietf:params:oauth:grant-type:device_code"} {
		status, got := s.requestToken(url.Values{"grant_type": {grantType}, "client_id": {"agent"}}, nil)
		if status != 403 || got["error"] != "unsupported_grant_type" {
			t.Errorf("%s: %d %v", grantType, status, got)
		}
	}
	for _, path := range []string{"/v2/logout", "/dbconnections/signup", "/passwordless/start", "/oauth/par", "/oauth/device/code", "/bc-authorize", "/samlp/agent", "/wsfed/agent", "/delegation", "/oauth/ro", "/co/authenticate"} {
		request, err := http.NewRequest(http.MethodPost, s.http.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.send(request); got.status != http.StatusNotImplemented {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}
