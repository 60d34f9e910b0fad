package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// opened is a tenant with open registration. Applications that register get default permissions of orders, and none of
// files.
func opened(seed *Seed) {
	seed.TenantSettings = object.Object{
		"flags": object.Object{"enable_dynamic_client_registration": true}, "resource_parameter_profile": "compatibility",
		"client_id_metadata_document_supported": true,
	}
	seed.ClientGrants = append(seed.ClientGrants, map[string]any{
		"default_for": "third_party_clients", "audience": ordersAPI, "subject_type": "user", "scope": []any{"read:orders"},
	})
}

// An application that registers itself logs in with the promoted connection and reaches the default permissions, and
// nothing else.
func TestSelfRegisteredApplications(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(opened))
	registered := s.register(`{"client_name":"Agent","redirect_uris":["` + callback + `"],"token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"]}`)
	id := object.Text(registered.object, "client_id")
	b := s.browser()
	tokens := b.tokens(asking(id, "audience", "", "resource", ordersAPI, "scope", "read:orders write:orders offline_access"))
	if tokens["scope"] != "offline_access read:orders" {
		t.Errorf("scopes: %v", tokens["scope"])
	}
	if status, next := s.refresh(id, tokens, "resource", ordersAPI); status != 200 || next["refresh_token"] == tokens["refresh_token"] {
		t.Errorf("refresh: %d %v", status, without(next, "access_token"))
	}
	got := b.authorize(asking(id, "audience", "", "resource", "https://files.example/"))
	wantEnd(t, got, "page", "is not authorized to access resource server")
	status, refused := s.requestToken(map[string][]string{"grant_type": {"client_credentials"}, "client_id": {id}, "audience": {ordersAPI}}, nil)
	if status != 403 || refused["error"] != "unauthorized_client" {
		t.Errorf("as itself: %d %v", status, refused)
	}
}

// The URL of a document is the client_id at /authorize and in tokens, and consents are those of the application.
func TestDescribedApplications(t *testing.T) {
	t.Parallel()
	s, h := publishing(t, partners(opened))
	h.publish("/client.json", agentDocument(object.Object{"redirect_uris": object.Array(callback)}))
	id := object.Text(s.mustCall(201, "POST", "/clients/cimd/register", about(agentURL)).object, "client_id")
	tokens := s.browser().tokens(asking(agentURL))
	if claims := claimsOf(t, tokens); claims.AuthorizedParty != agentURL {
		t.Errorf("azp %q", claims.AuthorizedParty)
	}
	if grants := s.mustCall(200, "GET", "/grants?client_id="+id, nil); len(grants.array) != 1 {
		t.Errorf("grants: %s", grants.raw)
	}
	wantEnd(t, s.browser().authorize(asking(id)), "page", "Unknown client: "+id)
	if got := s.try(ada(id)); !got.LoggedIn {
		t.Errorf("the control does not know the client_id: %+v", got)
	}
	if got := s.try(ada(agentURL)); !got.LoggedIn {
		t.Errorf("the control does not know the URL: %+v", got)
	}
}

// Permissive and first-party applications can use the ordinary flows.
func TestOrdinaryApplications(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(func(seed *Seed) { seed.Connections[0]["enabled_clients"] = []any{"own"} }))
	b := s.browser()
	implicit := b.logIn(b.authorize(asking("older", "response_type", "token id_token", "nonce", "n1", "scope", "openid write:orders", "code_challenge", "", "code_challenge_method", "")))
	if implicit.location == nil || implicit.location.RawQuery != "" || implicit.parameter("access_token") == "" || implicit.parameter("id_token") == "" || implicit.parameter("state") != "s1" {
		t.Fatalf("implicit: %v %s", implicit.location, implicit.html)
	}
	if claims := claimsOf(t, object.Object{"access_token": implicit.parameter("access_token")}); claims.Scope != "openid write:orders" {
		t.Errorf("claims: %+v", claims)
	}
	for _, test := range []struct {
		clientID, change, value, want string
	}{
		{"older", "organization", "org_open", "invalid_request: Organizations are only available to first party clients on user-based flows"},
		{"own", "response_type", "token", "unauthorized_client: Grant type 'implicit' not allowed for the client."},
		{"own", "organization", "org_open", "invalid_request: parameter organization is not allowed for this client"},
		{"older", "response_type", "id_token", "invalid_request: Missing required parameter: nonce"},
		{"older", "response_mode", "form_post", "invalid_request: Unsupported response mode: form_post"},
		{"older", "response_type", "device", "unsupported_response_type: Unsupported response type: device"},
	} {
		wantEnd(t, s.browser().authorize(asking(test.clientID, test.change, test.value)), "redirect", test.want)
	}
	end := b.authorize(asking("own", "screen_hint", "signup", "scope", "openid read:orders delete:orders", "code_challenge", "", "code_challenge_method", ""))
	end = b.logIn(end)
	status, tokens := b.exchange("own", end.parameter("code"), "client_secret", "secret", "code_verifier", "")
	if status != 200 || tokens["scope"] != "openid read:orders delete:orders" || tokens["id_token"] == nil {
		t.Errorf("own: %d %v", status, without(tokens, "access_token", "id_token"))
	}
	if status, got := b.exchange("own", end.parameter("code"), "client_secret", "wrong"); status != 401 || got["error"] != "access_denied" {
		t.Errorf("with a wrong secret: %d %v", status, got)
	}
}

// An application that requires an organization lets the user name one before the login, or pick one after it.
func TestOrganizationsArePicked(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(func(seed *Seed) {
		seed.Users[0]["organizations"] = []any{"org_open", "org_shut", "org_bare", "org_more"}
		seed.Organizations = append(seed.Organizations, map[string]any{
			"id": "org_more", "name": "more", "display_name": "More & more", "third_party_client_access": "allow",
			"enabled_connections": []any{object.Object{"connection_id": "con_promoted"}},
		})
		for id, behavior := range map[string]string{"before": "pre_login_prompt", "after": "post_login_prompt", "never": "no_prompt"} {
			seed.Clients = append(seed.Clients, map[string]any{
				"client_id": id, "name": id, "app_type": "regular_web", "is_first_party": false, "token_endpoint_auth_method": "none",
				"callbacks": []any{callback}, "grant_types": []any{"authorization_code"}, "organization_usage": "require", "organization_require_behavior": behavior,
			})
		}
		opened(seed)
	}))
	b := s.browser()
	named := b.authorize(asking("before"))
	if !strings.Contains(named.html, "Name of your organization") {
		t.Fatalf("before: %s", named.html)
	}
	again := b.answer(named, "organization", "shut-org")
	if again.status != 400 || !strings.Contains(again.html, "There is no such organization here.") {
		t.Errorf("one that is shut: %d %s", again.status, again.html)
	}
	end := b.logIn(b.answer(again, "organization", "open-org"))
	_, tokens := b.exchange("before", end.parameter("code"))
	if claimsOf(t, tokens).OrganizationID != "org_open" {
		t.Errorf("before: %v %s", end.location, end.html)
	}
	picker := b.authorize(asking("after"))
	for text, want := range map[string]bool{"open-org": true, "More &amp; more": true, "shut-org": false, "bare-org": false} {
		if strings.Contains(picker.html, "<bdi>"+text+"</bdi>") != want {
			t.Errorf("the picker shows %q: %t", text, !want)
		}
	}
	end = b.logIn(b.answer(picker, "organization", "org_more"))
	_, tokens = b.exchange("after", end.parameter("code"))
	if claimsOf(t, tokens).OrganizationID != "org_more" {
		t.Errorf("after: %v %s", end.location, end.html)
	}
	wantEnd(t, b.authorize(asking("after", "prompt", "none")), "page", "interaction_required")
	wantEnd(t, b.authorize(asking("never")), "page", "parameter organization is required for this client")
	for pick, want := range map[string]LoginEnd{"org_more": LoginRedirected, "org_shut": LoginImpossible, "": LoginImpossible} {
		if got := s.try(ada("after", func(a *LoginAttempt) { a.Pick = pick })); got.End != want {
			t.Errorf("pick %q: %+v", pick, got)
		}
	}
}

// Rate limit policies apply to endpoints of the Authentication API, not to login pages, and their headers say what is
// left.
func TestRateLimitsOfLogins(t *testing.T) {
	t.Parallel()
	policy := func(configuration object.Object) func(*Seed) {
		return func(seed *Seed) {
			seed.Clock = "2026-11-28T12:00:00Z"
			seed.RateLimitPolicies = []map[string]any{{"consumer_selector": "third_party_clients", "configuration": configuration}}
		}
	}
	b := serveTenant(t, partners(policy(object.Object{"action": "block", "limit": 0}))).browser()
	got := b.authorize(asking("open"))
	if got.status != http.StatusTooManyRequests || got.location != nil || got.header.Get("Retry-After") != "1" || got.header.Get("Auth0-RateLimit") != "client;q=0;t=1;r=0" {
		t.Errorf("blocked: %d %v %v", got.status, got.location, got.header)
	}
	if status, refused := b.exchange("open", "code"); status != http.StatusTooManyRequests || refused["error"] != "too_many_requests" {
		t.Errorf("the token endpoint: %d %v", status, refused)
	}
	b = serveTenant(t, partners(policy(object.Object{"action": "redirect", "limit": 0, "redirect_uri": "https://slow.example/"}))).browser()
	if got := b.authorize(asking("open")); got.location == nil || got.location.String() != "https://slow.example/" {
		t.Errorf("redirected: %d %v", got.status, got.location)
	}
	b = serveTenant(t, partners(policy(object.Object{"action": "block", "limit": 1}))).browser()
	for range 3 {
		if got := b.authorize(asking("agent")); got.status == http.StatusOK && b.logIn(got).parameter("code") == "" {
			t.Error("the pages are limited as well")
		}
	}
}

// An access token has the dialect of its API.
func TestTokenDialects(t *testing.T) {
	t.Parallel()
	for dialect, want := range map[string]struct{ kind, party, clientID, permissions string }{
		"access_token":          {"JWT", "agent", "", "null"},
		"access_token_authz":    {"JWT", "agent", "", `["read:orders"]`},
		"rfc9068_profile":       {"at+jwt", "", "agent", "null"},
		"rfc9068_profile_authz": {"at+jwt", "", "agent", `["read:orders"]`},
	} {
		s := serveTenant(t, partners(func(seed *Seed) { seed.ResourceServers[0]["token_dialect"] = dialect }))
		got := s.try(ada("agent", func(a *LoginAttempt) { a.Scopes = []string{"read:orders", "offline_access"} })).AccessToken
		permissions, err := json.Marshal(got.Claims["permissions"])
		if err != nil {
			t.Fatal(err)
		}
		if got.Header["typ"] != want.kind || object.Text(got.Claims, "azp") != want.party || object.Text(got.Claims, "client_id") != want.clientID || string(permissions) != want.permissions {
			t.Errorf("%s: %v", dialect, got)
		}
	}
}
