package emulator

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// try simulates a login with the control.
func (s *site) try(attempt LoginAttempt) LoginOutcome {
	s.tb.Helper()
	body, err := json.Marshal(attempt)
	if err != nil {
		s.tb.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, s.http.URL+"/__emulator/login", strings.NewReader(string(body)))
	if err != nil {
		s.tb.Fatal(err)
	}
	got := s.send(request)
	var outcome LoginOutcome
	if err := json.Unmarshal([]byte(got.raw), &outcome); err != nil || got.status != http.StatusOK {
		s.tb.Fatalf("%d %s %v", got.status, got.raw, err)
	}
	return outcome
}

// ada is a login of Ada to an application.
func ada(clientID string, change ...func(*LoginAttempt)) LoginAttempt {
	attempt := LoginAttempt{ClientID: clientID, User: "ada@example.com", Audience: ordersAPI, Scopes: []string{"read:orders"}}
	for _, one := range change {
		one(&attempt)
	}
	return attempt
}

// unmet returns the names of the unmet conditions.
func unmet(o LoginOutcome) string {
	var names []string
	for _, condition := range o.Conditions {
		if !condition.Met {
			names = append(names, condition.Name)
		}
	}
	return strings.Join(names, " ")
}

// For redirect protection, promotion, organization access, the API's policy and a rate limit of 0, one login succeeds
// and one fails.
func TestWhatLoginsDependOn(t *testing.T) {
	t.Parallel()
	set := func(collection func(*Seed) []map[string]any, i int, name string, value any) func(*Seed) {
		return func(seed *Seed) { collection(seed)[i][name] = value }
	}
	connections := func(seed *Seed) []map[string]any { return seed.Connections }
	apis := func(seed *Seed) []map[string]any { return seed.ResourceServers }
	in := func(organization string) func(*LoginAttempt) {
		return func(a *LoginAttempt) { a.Organization = organization }
	}
	no := false
	declines := func(a *LoginAttempt) { a.Consent = &no }
	silent := func(a *LoginAttempt) { a.Parameters = map[string]string{"prompt": "none"} }
	requires := func(behavior string, more func(*Seed)) func(*Seed) {
		return func(seed *Seed) {
			seed.Users[0]["organizations"] = []any{}
			for _, client := range seed.Clients {
				if client["client_id"] == "agent" {
					client["organization_usage"], client["organization_require_behavior"] = "require", behavior
				}
			}
			if more != nil {
				more(seed)
			}
		}
	}
	as := func(user string) func(*LoginAttempt) { return func(a *LoginAttempt) { a.User = user } }
	policy := func(user string) object.Object {
		return object.Object{"user": object.Object{"policy": user}, "client": object.Object{"policy": "require_client_grant"}}
	}
	limit := func(n int) func(*Seed) {
		return func(seed *Seed) {
			seed.RateLimitPolicies = []map[string]any{{"consumer_selector": "client_id:agent", "configuration": object.Object{"action": "block", "limit": n}}}
		}
	}
	for name, test := range map[string]struct {
		change  func(*Seed)
		attempt LoginAttempt
		end     LoginEnd
		failure string // the error, "" for a login
		unmet   string
	}{
		"granted":                             {nil, ada("agent"), LoginRedirected, "", ""},
		"protected from redirects":            {nil, ada("agent", declines), LoginErrorPage, "access_denied", "consent"},
		"not protected from redirects":        {nil, ada("open", declines), LoginRedirected, "access_denied", "consent"},
		"the connection is not promoted":      {set(connections, 0, "is_domain_connection", false), ada("agent"), LoginErrorPage, "invalid_request", "connection user"},
		"another connection's user":           {nil, ada("agent", as("bob@example.com")), LoginImpossible, "", "user"},
		"the other connection, promoted":      {set(connections, 1, "is_domain_connection", true), ada("agent", as("samlp|bob")), LoginRedirected, "", ""},
		"nobody":                              {nil, ada("agent", as("eve@example.com")), LoginImpossible, "", "user"},
		"organization that allows it":         {nil, ada("agent", in("org_open")), LoginRedirected, "", ""},
		"organization that does not":          {nil, ada("agent", in("org_shut")), LoginErrorPage, "invalid_request", "organization"},
		"organization of others":              {func(seed *Seed) { seed.Users[0]["organizations"] = []any{} }, ada("agent", in("org_open")), LoginErrorPage, "invalid_request", "membership"},
		"nobody who has logged in before":     {nil, ada("agent", silent), LoginErrorPage, "login_required", "session"},
		"user of no organization":             {requires("post_login_prompt", nil), ada("agent"), LoginErrorPage, "invalid_request", "membership"},
		"organization not named":              {requires("pre_login_prompt", nil), ada("agent", silent), LoginErrorPage, "interaction_required", "organization"},
		"organization without the connection": {requires("pre_login_prompt", nil), ada("agent", func(a *LoginAttempt) { a.Pick = "bare-org" }), LoginErrorPage, "invalid_request", "connection"},
		"organization with another connection": {requires("pre_login_prompt", func(seed *Seed) {
			seed.Connections[1]["is_domain_connection"] = true
			seed.Organizations[2]["enabled_connections"] = []any{object.Object{"connection_id": "con_inside"}}
		}), ada("agent", func(a *LoginAttempt) { a.Pick = "bare-org" }), LoginImpossible, "", "user"},
		"API that anybody may use":  {set(apis, 0, "subject_type_authorization", policy("allow_all")), ada("older"), LoginRedirected, "", ""},
		"API that asks for a grant": {set(apis, 0, "subject_type_authorization", policy("require_client_grant")), ada("older"), LoginRedirected, "unauthorized_client", "api_access"},
		"API that denies all":       {set(apis, 0, "subject_type_authorization", policy("deny_all")), ada("agent"), LoginErrorPage, "unauthorized_client", "api_access"},
		"no rate limit":             {limit(100), ada("agent"), LoginRedirected, "", ""},
		"rate limit of 0":           {limit(0), ada("agent"), LoginErrorPage, "too_many_requests", "rate_limit"},
		"active Rule":               {func(seed *Seed) { seed.Rules = []map[string]any{{"name": "old"}} }, ada("agent"), LoginErrorPage, "access_denied", "rules_and_hooks"},
		"permissive, active Rule":   {func(seed *Seed) { seed.Rules = []map[string]any{{"name": "old"}} }, ada("older"), LoginRedirected, "", ""},
		"active Hook":               {func(seed *Seed) { seed.Hooks = []map[string]any{{"name": "old", "triggerId": "credentials-exchange"}} }, ada("agent"), LoginErrorPage, "access_denied", "rules_and_hooks"},
		"unknown application":       {nil, ada("nobody"), LoginErrorPage, "invalid_request", "application"},
		"no callback":               {nil, ada("agent", func(a *LoginAttempt) { a.RedirectURI = "https://evil.example/" }), LoginErrorPage, "unauthorized_client", "redirect_uri"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var changes []func(*Seed)
			if test.change != nil {
				changes = append(changes, test.change)
			}
			got := serveTenant(t, partners(changes...)).try(test.attempt)
			isLoggedIn := test.failure == "" && test.end == LoginRedirected
			if got.End != test.end || got.Error != test.failure || got.LoggedIn != isLoggedIn || unmet(got) != test.unmet {
				t.Fatalf("%+v", got)
			}
			if isLoggedIn && (!slices.Equal(got.Scopes, []string{"read:orders"}) || got.AccessToken.Claims["scope"] != "read:orders") {
				t.Errorf("scopes %q, %v", got.Scopes, got.AccessToken)
			}
			if got.End == LoginRedirected && (got.Redirect.URI != callback || got.Redirect.Parameters["state"] != "attempt" || got.Redirect.Parameters["error"] != test.failure) {
				t.Errorf("redirected to %v", got.Redirect)
			}
			if domain := map[bool]string{true: "agent.example"}[test.attempt.ClientID == "open" || test.attempt.ClientID == "older"]; got.CallbackDomain != domain {
				t.Errorf("email templates see the callback domain %q, want %q", got.CallbackDomain, domain)
			}
			if !isLoggedIn && got.AccessToken != nil {
				t.Errorf("a token: %v", got.AccessToken)
			}
		})
	}
}

func TestLoginControlRefuses(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners())
	for body, want := range map[string]string{
		`{}`: "client_id is required", `{"client":"agent"}`: `unknown field "client"`, `{"client_id":"a"} {}`: "want one JSON object",
	} {
		request, err := http.NewRequest(http.MethodPost, s.http.URL+"/__emulator/login", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.send(request); got.status != 400 || !strings.Contains(got.raw, strings.ReplaceAll(want, `"`, `\"`)) {
			t.Errorf("%s: %d %s", body, got.status, got.raw)
		}
	}
}

// An application's own grant replaces default permissions, whether it gives more or less.
func TestOwnGrantsCountBeforeDefaults(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(opened, func(seed *Seed) {
		seed.Clients = append(seed.Clients, map[string]any{
			"client_id": "other", "name": "other", "app_type": "regular_web", "is_first_party": false, "token_endpoint_auth_method": "none",
			"callbacks": []any{callback}, "grant_types": []any{"authorization_code"},
		})
		seed.ClientGrants = append(seed.ClientGrants, map[string]any{
			"client_id": "other", "audience": ordersAPI, "subject_type": "user", "scope": []any{"delete:orders"},
		})
	}))
	for clientID, want := range map[string]string{"agent": "read:orders write:orders", "open": "read:orders", "other": "delete:orders"} {
		got := s.try(ada(clientID, func(a *LoginAttempt) { a.Scopes = []string{"read:orders", "write:orders", "delete:orders"} }))
		if strings.Join(got.Scopes, " ") != want {
			t.Errorf("%s: %+v", clientID, got)
		}
	}
}

// Users, consents and refresh tokens survive a restart.
func TestLoginsSurviveARestart(t *testing.T) {
	t.Parallel()
	options := Options{Seed: partners(), State: filepath.Join(t.TempDir(), "state")}
	server, closeServer := open(t, options)
	tokens := serveServer(t, server).browser().tokens(asking("agent", "scope", "read:orders offline_access"))
	closeServer()
	server, closeServer = open(t, options)
	defer closeServer()
	s := serveServer(t, server)
	if status, got := s.refresh("agent", tokens); status != http.StatusOK {
		t.Errorf("refresh: %d %v", status, got)
	}
	b := s.browser()
	consent := b.answer(b.authorize(asking("agent")), "email", "ada@example.com", "password", "correct horse")
	if consent.parameter("code") == "" {
		t.Errorf("the consent is lost: %s", consent.html)
	}
}

// The token contains the rich authorization requests whose types the API defines and the grant contains.
func TestAuthorizationDetails(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(func(seed *Seed) {
		seed.ResourceServers[0]["authorization_details"] = []any{object.Object{"type": "payment"}, object.Object{"type": "transfer"}}
		seed.ClientGrants[0]["authorization_details_types"] = []any{"payment"}
	}))
	for details, want := range map[string]string{
		`[{"type":"payment"}]`:                     "",
		`[{"type":"transfer"}]`:                    "authorization_details type is not allowed: transfer",
		`[{"type":"payment"},{"type":"transfer"}]`: "authorization_details type is not allowed: transfer",
		`{"type":"payment"}`:                       "authorization_details is not a JSON array",
	} {
		got := s.try(ada("agent", func(a *LoginAttempt) { a.Parameters = map[string]string{"authorization_details": details} }))
		if got.ErrorDescription != want || got.LoggedIn != (want == "") {
			t.Errorf("%s: %+v", details, got)
		}
		if got.LoggedIn {
			wantJSON(t, "claim", got.AccessToken.Claims["authorization_details"], details)
		}
	}
}
