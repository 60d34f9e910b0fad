package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// A user logs in to a strict application, consents, and the application gets tokens for what its grant allows; the
// refresh token rotates.
func TestLogin(t *testing.T) {
	t.Parallel()
	b := serveTenant(t, partners()).browser()
	login := b.authorize(asking("agent", "scope", "openid read:orders delete:orders offline_access"))
	if !strings.Contains(login.html, "With <bdi>partners</bdi>") || strings.Contains(login.html, "inside") {
		t.Errorf("the login page offers other connections: %s", login.html)
	}
	wrong := b.answer(login, "email", "ada@example.com", "password", "wrong")
	if wrong.status != 400 || !strings.Contains(wrong.html, "Wrong email or password.") {
		t.Errorf("a wrong password: %d %s", wrong.status, wrong.html)
	}
	consent := b.answer(wrong, "email", "ada@example.com", "password", "correct horse")
	if !strings.Contains(consent.html, "<bdi>read:orders</bdi>") || strings.Contains(consent.html, "delete:orders") || strings.Contains(consent.html, "openid") {
		t.Fatalf("the consent page: %s", consent.html)
	}
	end := b.answer(consent, "answer", "accept")
	if end.location == nil || !strings.HasPrefix(end.location.String(), callback+"?") || end.parameter("state") != "s1" {
		t.Fatalf("came to %v %s", end.location, end.html)
	}
	status, tokens := b.exchange("agent", end.parameter("code"))
	if status != 200 || tokens["scope"] != "offline_access read:orders" || tokens["id_token"] != nil || tokens["token_type"] != "Bearer" {
		t.Fatalf("%d %v", status, tokens)
	}
	if status, again := b.exchange("agent", end.parameter("code")); status != 403 || again["error"] != "invalid_grant" {
		t.Errorf("the code works twice: %d %v", status, again)
	}
}

// Users of third-party applications are asked until they consent. A consent is stored for the requested scopes and the
// organization, and listed and deleted as a grant. The application can make Auth0 ask again. A refusal redirects only
// if errors may.
func TestConsent(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners())
	b := s.browser()
	isAsked := func(what string, want bool, changes ...string) view {
		t.Helper()
		got := b.authorize(asking("agent", changes...))
		if asked := strings.Contains(got.html, `value="accept"`); asked != want {
			t.Errorf("%s: consent is asked: %t; %v %s", what, asked, got.location, got.html)
		}
		return got
	}
	b.tokens(asking("agent"))
	isAsked("given before", false)
	wantEnd(t, isAsked("more scopes, silently", false, "scope", "write:orders", "prompt", "none"), "page", "consent_required")
	isAsked("asked for again", true, "prompt", "consent")
	isAsked("in an organization", true, "organization", "org_open")
	refused := b.answer(isAsked("more scopes", true, "scope", "read:orders write:orders"), "answer", "decline")
	wantEnd(t, refused, "page", "User did not authorize the request")
	b.logIn(isAsked("more scopes again", true, "scope", "write:orders"))
	grants := s.mustCall(200, "GET", "/grants?client_id=agent", nil)
	if grants.array == nil || len(grants.array) != 1 || !strings.Contains(grants.raw, `"scope":["read:orders","write:orders"]`) {
		t.Fatalf("grants: %s", grants.raw)
	}
	isAsked("both scopes", false, "scope", "read:orders write:orders", "prompt", "none")
	s.mustCall(204, "DELETE", "/grants/"+object.Text(grants.array[0].(object.Object), "id"), nil) //nolint:forcetypeassert // an object
	isAsked("revoked", true)

	open := s.browser()
	consent := open.answer(open.authorize(asking("open")), "email", "ada@example.com", "password", "correct horse")
	wantEnd(t, open.answer(consent, "answer", "decline"), "redirect", "access_denied: User did not authorize the request")
	s.mustCall(200, "PATCH", "/tenants/settings", `{"flags":{"use_scope_descriptions_for_consent":true}}`)
	s.mustCall(200, "PATCH", "/resource-servers/https%3A%2F%2Fapi.example.com%2F", `{"scopes":[{"value":"read:orders","description":"See your orders"}]}`)
	if got := isAsked("described", true); !strings.Contains(got.html, "<bdi>See your orders</bdi>") || strings.Contains(got.html, "<bdi>read:orders</bdi>") {
		t.Errorf("the page does not describe: %s", got.html)
	}
}

// With a session, a user need not log in again, unless the application requires it or the session is too old.
func TestSessions(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners())
	b := s.browser()
	b.tokens(asking("agent"))
	asksToLogIn := func(changes ...string) bool {
		return strings.Contains(b.authorize(asking("agent", changes...)).html, `name="password"`)
	}
	later := func(d time.Duration) {
		if err := s.server.SetClock(s.server.Now().Add(d).Format(time.RFC3339)); err != nil {
			t.Fatal(err)
		}
	}
	later(time.Minute)
	for _, test := range []struct {
		changes []string
		want    bool
	}{
		{nil, false}, {[]string{"prompt", "none"}, false}, {[]string{"prompt", "login"}, true}, {[]string{"prompt", "select_account"}, true},
		{[]string{"max_age", "3600"}, false}, {[]string{"max_age", "10"}, true}, {[]string{"max_age", "0"}, true},
	} {
		if got := asksToLogIn(test.changes...); got != test.want {
			t.Errorf("%v: a login is asked for: %t", test.changes, got)
		}
	}
	again := b.authorize(asking("agent", "prompt", "login"))
	if end := b.logIn(again); end.parameter("code") == "" {
		t.Errorf("after another login: %d %s", end.status, end.html)
	}
	later(73 * time.Hour)
	if !asksToLogIn() {
		t.Error("the idle session is still there")
	}
}

// A login belongs to the browser that it began in.
func TestLoginOfAnotherBrowser(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners())
	first, second := s.browser(), s.browser()
	page := first.authorize(asking("agent"))
	second.authorize(asking("agent"))
	wantEnd(t, second.answer(page, "email", "ada@example.com", "password", "correct horse"), "page", "it began in another browser")
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self' https://agent.example; base-uri 'none'; frame-ancestors 'none'",
		"Cache-Control":           "no-store",
	} {
		if got := page.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	first.authorize(asking("agent", "login_ticket", "correct horse"))
	for _, request := range s.server.Requests() {
		if text := fmt.Sprint(request); strings.Contains(text, "correct horse") || strings.Contains(text, verifier) {
			t.Errorf("a secret is recorded: %s", text)
		}
	}
}
