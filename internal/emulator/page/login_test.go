package page_test

import (
	"net/url"
	"strings"
	"testing"
)

// loginSite is the rich tenant with applications whose callbacks are the tenant's own page.
func loginSite(tb testing.TB) *site {
	tb.Helper()
	s := newSite(tb, richTenant(tb))
	seed := s.tenant.Snapshot()
	for _, client := range seed.Clients {
		client["callbacks"] = []any{s.url + "/"}
	}
	if err := s.tenant.Load(seed); err != nil {
		tb.Fatal(err)
	}
	return s
}

// authorize is the address that an application sends a browser to.
func (s *site) authorize(clientID, audience string) string {
	return s.url + "/authorize?" + url.Values{
		"client_id": {clientID}, "redirect_uri": {s.url + "/"}, "response_type": {"code"}, "audience": {audience},
		"code_challenge": {strings.Repeat("a", 43)}, "code_challenge_method": {"S256"}, "state": {"kept"},
	}.Encode()
}

// click presses a button of a form and waits for the page that it leads to.
func (t *tab) click(button string) {
	t.tb.Helper()
	t.load("Runtime.evaluate", map[string]any{
		"expression": `[...document.querySelectorAll("button")].find((b) => b.innerText === "` + button + `").click()`,
	})
}

// wantPage fails if the page does not fit, is hard to read, or has another heading.
func (t *tab) wantPage(heading string) {
	t.tb.Helper()
	if got := eval[string](t, `document.querySelector("h1").innerText`); got != heading {
		t.tb.Fatalf("the page is %q, want %q", got, heading)
	}
	if got := eval[string](t, contrasts); got != "" {
		t.tb.Errorf("%s is hard to read:\n%s", heading, got)
	}
	if wide := eval[bool](t, `document.documentElement.scrollWidth > innerWidth`); wide {
		t.tb.Errorf("%s is too wide", heading)
	}
}

func (t *tab) logIn(application string) {
	t.tb.Helper()
	t.logInWith("correct horse", application)
}

func (t *tab) logInWith(password, application string) {
	t.tb.Helper()
	t.wantPage("Log in to " + application)
	eval[any](t, `{
		document.querySelector("[name=connection][value=customers]").checked = true;
		document.querySelector("[name=email]").value = "ada@example.com";
		document.querySelector("[name=password]").value = "`+password+`";
	}`)
	t.click("Continue")
}

// A user logs in and refuses consent, which ends on a page; then the user consents, which redirects to the application.
// For another application the same user picks an organization, and a refusal redirects. This is one test, because a
// browser shares cookies among all ports.
func TestLoginInBrowser(t *testing.T) {
	t.Parallel()
	s := loginSite(t)
	tab := chromium(t).open(t, s.authorize(inbox, "https://orders.example.com/"), 390, 800, "dark")
	tab.logIn("Inbox assistant")
	tab.wantPage("Let Inbox assistant act for you?")
	tab.click("Decline")
	tab.wantPage("Inbox assistant cannot log you in")
	tab.load("Page.navigate", map[string]any{"url": s.authorize(inbox, "https://orders.example.com/")})
	tab.click("Accept")
	if got := eval[string](tab, `location.pathname + location.search`); !strings.HasPrefix(got, "/?code=") || !strings.HasSuffix(got, "&state=kept") {
		t.Errorf("the browser ends at %s", got)
	}

	tab.emulate("light", "reduce")
	tab.load("Page.navigate", map[string]any{"url": s.authorize(dashboards, "https://analytics.example.com/")})
	tab.wantPage("Choose an organization for Sales dashboards")
	if got := eval[string](tab, `document.querySelector("fieldset").innerText.replaceAll(/\s+/g, " ")`); !strings.Contains(got, "North depot") || strings.Contains(got, "Head office") {
		t.Errorf("the organizations are %q", got)
	}
	tab.click("Continue")
	tab.wantPage("Let Sales dashboards act for you?")
	tab.click("Decline")
	if got := eval[string](tab, `new URLSearchParams(location.search).get("error")`); got != "access_denied" {
		t.Errorf("the browser ends with %q", got)
	}
}
