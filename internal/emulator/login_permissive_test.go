package emulator

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Permissive applications may send what only strict ones may not. Refusals that concern both redirect to permissive
// applications.
func TestPermissiveRequests(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(func(seed *Seed) {
		seed.Clients = append(seed.Clients, map[string]any{
			"client_id": "public", "name": "public", "app_type": "spa", "is_first_party": false, "third_party_security_mode": "permissive",
			"token_endpoint_auth_method": "none", "callbacks": []any{callback}, "grant_types": []any{"authorization_code"},
		})
	}))
	const none = "code_challenge"
	for _, test := range []struct {
		clientID string
		changes  []string
		want     string // the error, "" for a login page
	}{
		{"older", []string{
			"claims", "{}", "id_token_hint", "x", "invitation", "x", "login_ticket", "x", "request", "x", "request_uri", "x",
			"screen_hint", "signup", "whatever", "x", "response_mode", "query",
		}, ""},
		{"older", []string{none, "", "code_challenge_method", ""}, ""},
		{"older", []string{none, ""}, "invalid_request: Missing required parameter: code_challenge"},
		{"older", []string{"code_challenge_method", "plain"}, "invalid_request: code_challenge_method must be S256"},
		{"public", []string{none, "", "code_challenge_method", ""}, "invalid_request: Missing required parameter: code_challenge"},
		{"public", []string{"response_type", "token"}, "unauthorized_client: Grant type 'implicit' not allowed for the client."},
		{"older", []string{"audience", "", "scope", "openid"}, ""},
		{"older", []string{"audience", "https://none/"}, "access_denied: Service not found: https://none/"},
		{"older", []string{"connection", "inside"}, "invalid_request: no connections enabled for the client."},
		{"older", []string{"prompt", "none"}, "login_required: Login required"},
	} {
		got := s.browser().authorize(asking(test.clientID, test.changes...))
		if test.want == "" {
			wantEnd(t, got, "page", "Log in to <bdi>"+test.clientID)
		} else {
			wantEnd(t, got, "redirect", test.want)
		}
	}
}

// An application that names no API requests the tenant's default API, and needs access to it. An API that it names
// overrides the default.
func TestDefaultAudienceOfLogins(t *testing.T) {
	t.Parallel()
	const files = "https://files.example/"
	s := serveTenant(t, partners(func(seed *Seed) {
		seed.TenantSettings = object.Object{"default_audience": ordersAPI, "resource_parameter_profile": "compatibility"}
		seed.Connections[0]["enabled_clients"] = []any{"own"}
		seed.ClientGrants = append(seed.ClientGrants, map[string]any{
			"client_id": "agent", "audience": files, "subject_type": "user", "scope": []any{"read:files"},
		})
	}))
	scopes := []string{"read:orders", "read:files"}
	for _, clientID := range []string{"agent", "older", "own"} {
		for _, test := range []struct{ audience, resource, want, scope string }{
			{"", "", ordersAPI, "read:orders"}, {files, "", files, "read:files"}, {"", files, files, "read:files"},
			{files, ordersAPI, files, "read:files"},
		} {
			got := s.try(LoginAttempt{ClientID: clientID, User: "ada@example.com", Audience: test.audience, Resource: test.resource, Scopes: scopes})
			if !got.LoggedIn || strings.Join(got.Scopes, " ") != test.scope || got.AccessToken.Claims["aud"] != test.want {
				t.Errorf("%s for %q, %q: %+v", clientID, test.audience, test.resource, got)
			}
		}
	}
	s.mustCall(200, "PATCH", "/tenants/settings", `{"default_audience":"`+files+`"}`)
	if got := s.try(LoginAttempt{ClientID: "open", User: "ada@example.com"}); got.Error != "unauthorized_client" || got.End != LoginRedirected {
		t.Errorf("without a grant: %+v", got)
	}
}

// A consent is not valid for another user, application, API or organization.
func TestConsentIsForOneUserAndAPI(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(opened, func(seed *Seed) {
		seed.Users = append(seed.Users, map[string]any{
			"user_id": "auth0|eve", "name": "Eve", "email": "eve@example.com", "password": "correct horse", "connection": "partners",
			"organizations": []any{"org_open"},
		})
		seed.ClientGrants = append(seed.ClientGrants, map[string]any{
			"client_id": "agent", "audience": "https://files.example/", "subject_type": "user", "scope": []any{},
		})
	}))
	s.browser().tokens(asking("agent"))
	for _, test := range []struct {
		clientID, user string
		changes        []string
		isAsked        bool
	}{
		{"agent", "ada@example.com", nil, false},
		{"agent", "eve@example.com", nil, true},
		{"open", "ada@example.com", nil, true},
		{"agent", "ada@example.com", []string{"audience", "https://files.example/", "scope", ""}, true},
		{"agent", "ada@example.com", []string{"organization", "org_open"}, true},
		{"agent", "ada@example.com", []string{"scope", ""}, false},
	} {
		b := s.browser()
		got := b.answer(b.authorize(asking(test.clientID, test.changes...)), "email", test.user, "password", "correct horse")
		if isAsked := strings.Contains(got.html, `value="accept"`); isAsked != test.isAsked || !isAsked && got.parameter("code") == "" {
			t.Errorf("%+v: consent is asked: %t; %v %s", test, isAsked, got.location, got.html)
		}
	}
}

// Sources disagree on the error code of a login for an API without a grant.
func TestLoginsWithoutAGrant(t *testing.T) {
	t.Parallel()
	for variant, want := range map[string]string{
		"login-unauthorized-client": "unauthorized_client", tenant.LoginsInvalidRequest: "invalid_request",
	} {
		s := serveTenant(t, partners(func(seed *Seed) { seed.Variants = []string{variant} }))
		got := s.browser().authorize(asking("open", "audience", "https://files.example/"))
		wantEnd(t, got, "redirect", want+`: Client "open" is not authorized to access resource server "https://files.example/".`)
	}
}
