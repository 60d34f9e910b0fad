package emulator

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// forward advances the tenant's clock.
func (s *site) forward(d time.Duration) {
	s.tb.Helper()
	if err := s.server.SetClock(s.server.Now().Add(d).Format(time.RFC3339)); err != nil {
		s.tb.Fatal(err)
	}
}

// refresh exchanges a refresh token; changes are pairs of a name and a value.
func (s *site) refresh(clientID string, tokens object.Object, changes ...string) (int, object.Object) {
	s.tb.Helper()
	form := url.Values{"grant_type": {"refresh_token"}, "client_id": {clientID}, "refresh_token": {object.Text(tokens, "refresh_token")}}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return s.requestToken(form, nil)
}

func wantGrant(t *testing.T, what string, status int, got object.Object, works bool) {
	t.Helper()
	if works != (status == http.StatusOK) || !works && got["error"] != "invalid_grant" {
		t.Errorf("%s: %d %v", what, status, without(got, "access_token", "refresh_token"))
	}
}

// A code is valid for one application, one redirect URI, one verifier and ten minutes.
func TestCodes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		clientID string
		changes  []string
		later    time.Duration
	}{
		"another application": {"open", nil, 0},
		"another address":     {"agent", []string{"redirect_uri", "https://agent.example/"}, 0},
		"another verifier":    {"agent", []string{"code_verifier", "another"}, 0},
		"no verifier":         {"agent", []string{"code_verifier", ""}, 0},
		"another code":        {"agent", []string{"code", "another"}, 0},
		"too late":            {"agent", nil, 11 * time.Minute},
	} {
		b := serveTenant(t, partners()).browser()
		code := b.logIn(b.authorize(asking("agent"))).parameter("code")
		b.forward(test.later)
		status, got := b.exchange(test.clientID, code, test.changes...)
		wantGrant(t, name, status, got, false)
	}
	b := serveTenant(t, partners()).browser()
	code := b.logIn(b.authorize(asking("agent", "scope", "offline_access"))).parameter("code")
	_, tokens := b.exchange("agent", code)
	status, got := b.exchange("agent", code)
	wantGrant(t, "a second time", status, got, false)
	status, got = b.refresh("agent", tokens)
	wantGrant(t, "what came of the first time", status, got, false)
}

// Refresh tokens of public applications rotate: the previous token is invalid after the leeway, and its reuse revokes
// the family.
func TestRefreshTokensRotate(t *testing.T) {
	t.Parallel()
	for _, leeway := range []int{0, 10} {
		b := serveTenant(t, partners(func(seed *Seed) {
			for _, client := range seed.Clients {
				if client["client_id"] == "agent" {
					client["refresh_token"] = object.Object{"rotation_type": "rotating", "expiration_type": "expiring", "leeway": leeway}
				}
			}
		})).browser()
		first := b.tokens(asking("agent", "scope", "read:orders offline_access"))
		status, second := b.refresh("agent", first)
		wantGrant(t, "the first", status, second, true)
		if second["refresh_token"] == first["refresh_token"] || second["scope"] != "offline_access read:orders" {
			t.Errorf("refreshed: %v", without(second, "access_token"))
		}
		if leeway > 0 {
			b.forward(5 * time.Second)
			status, sibling := b.refresh("agent", first)
			wantGrant(t, "the first within the leeway", status, sibling, true)
			b.forward(6 * time.Second)
		}
		status, third := b.refresh("agent", second)
		wantGrant(t, "the second", status, third, true)
		status, got := b.refresh("agent", first)
		wantGrant(t, "the first again", status, got, false)
		status, got = b.refresh("agent", third)
		wantGrant(t, "the third, after reuse", status, got, false)
	}
}

// Refresh tokens expire by the tenant's clock, unused ones earlier. Each use extends the idle lifetime.
func TestRefreshTokensExpire(t *testing.T) {
	t.Parallel()
	b := serveTenant(t, partners(func(seed *Seed) {
		for _, client := range seed.Clients {
			if client["client_id"] == "agent" {
				client["refresh_token"] = object.Object{
					"rotation_type": "non-rotating", "expiration_type": "expiring", "token_lifetime": 3000, "idle_token_lifetime": 1200,
				}
			}
		}
	})).browser()
	tokens := b.tokens(asking("agent", "scope", "read:orders offline_access"))
	for i, test := range []struct {
		later time.Duration
		works bool
	}{{1000 * time.Second, true}, {1000 * time.Second, true}, {1100 * time.Second, false}} {
		b.forward(test.later)
		status, got := b.refresh("agent", tokens)
		wantGrant(t, strings.Repeat("later ", i), status, got, test.works)
		if test.works && got["refresh_token"] != nil {
			t.Error("it rotates")
		}
	}
	b = serveTenant(t, partners()).browser()
	tokens = b.tokens(asking("agent", "scope", "read:orders offline_access"))
	b.forward(31 * 24 * time.Hour)
	status, got := b.refresh("agent", tokens)
	wantGrant(t, "after the default", status, got, false)
}

// An application gets a refresh token if it requests one and has the grant type, and if the API allows it. New tokens
// follow the grant as it is at that time.
func TestWhatIsRefreshed(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(func(seed *Seed) {
		seed.ResourceServers[1]["allow_offline_access"] = false
		seed.ClientGrants = append(seed.ClientGrants, map[string]any{"id": "cgr_files", "client_id": "agent", "audience": "https://files.example/", "subject_type": "user", "scope": []any{"read:files"}})
		seed.TenantSettings = object.Object{"resource_parameter_profile": "compatibility"}
	}))
	b := s.browser()
	if got := b.tokens(asking("agent")); got["refresh_token"] != nil {
		t.Error("nobody asked")
	}
	if got := b.tokens(asking("agent", "scope", "read:files offline_access", "audience", "", "resource", "https://files.example/")); got["refresh_token"] != nil || got["scope"] != "read:files" {
		t.Errorf("the API does not allow it: %v", without(got, "access_token"))
	}
	tokens := b.tokens(asking("agent", "scope", "read:orders write:orders offline_access"))
	for _, test := range []struct {
		changes []string
		status  int
		want    string // scopes or error
	}{
		{[]string{"resource", ordersAPI}, 200, "offline_access read:orders write:orders"},
		{[]string{"scope", "read:orders"}, 200, "read:orders"},
		{[]string{"resource", "https://files.example/"}, 403, "access_denied"},
		{[]string{"client_id", "open"}, 403, "invalid_grant"},
		{[]string{"refresh_token", ""}, 400, "invalid_request"},
		{[]string{"refresh_token", "unknown"}, 403, "invalid_grant"},
	} {
		status, got := s.refresh("agent", tokens, test.changes...)
		if status != test.status || object.Text(got, "scope")+object.Text(got, "error") != test.want {
			t.Errorf("%v: %d %v", test.changes, status, without(got, "access_token"))
		}
		if got["refresh_token"] != nil {
			tokens = got
		}
	}
	grants := s.mustCall(200, "GET", "/client-grants?client_id=agent&audience="+url.QueryEscape(ordersAPI), nil).array
	id := object.Text(grants[0].(object.Object), "id") //nolint:forcetypeassert // an object
	s.mustCall(200, "PATCH", "/client-grants/"+id, `{"scope":["write:orders"]}`)
	_, tokens = s.refresh("agent", tokens)
	if tokens["scope"] != "offline_access write:orders" {
		t.Errorf("after the grant has lost a scope: %v", without(tokens, "access_token"))
	}
	s.mustCall(204, "DELETE", "/client-grants/"+id, nil)
	if status, got := s.refresh("agent", tokens); status != 403 || got["error"] != "unauthorized_client" {
		t.Errorf("after the grant is gone: %d %v", status, without(got, "access_token"))
	}
}

func TestRevocation(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners())
	tokens := s.browser().tokens(asking("agent", "scope", "offline_access"))
	revoke := func(form url.Values) int {
		request, err := http.NewRequest(http.MethodPost, s.http.URL+"/oauth/revoke", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return s.send(request).status
	}
	token := object.Text(tokens, "refresh_token")
	for _, test := range []struct {
		form   url.Values
		status int
		works  bool // the refresh token, afterwards
	}{
		{url.Values{"client_id": {"own"}, "token": {token}}, 401, true},
		{url.Values{"client_id": {"open"}, "token": {token}}, 400, true},
		{url.Values{"client_id": {"agent"}}, 400, true},
		{url.Values{"client_id": {"agent"}, "token": {"unknown"}}, 200, true},
		{url.Values{"client_id": {"agent"}, "token": {token}}, 200, false},
	} {
		if got := revoke(test.form); got != test.status {
			t.Errorf("%v: %d", test.form, got)
		}
		if shown := s.callBeyond("GET", "/refresh-tokens?user_id=auth0%7Cada", nil); strings.Contains(shown.raw, `"client_id":"agent"`) != test.works || strings.Contains(shown.raw, token) {
			t.Errorf("%v leaves %s", test.form, shown.raw)
		}
	}
}

// Ordinary applications that requested the profile can read it, strict ones never can.
func TestUserInfo(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(func(seed *Seed) { seed.Connections[0]["enabled_clients"] = []any{"own"} }))
	b := s.browser()
	strict := b.tokens(asking("agent", "scope", "openid profile email read:orders"))
	end := b.logIn(b.authorize(asking("own", "audience", "", "scope", "openid profile email", "nonce", "n1")))
	_, own := b.exchange("own", end.parameter("code"), "client_secret", "secret")
	for token, want := range map[string]int{object.Text(strict, "access_token"): 403, object.Text(own, "access_token"): 200, "nonsense": 401, "": 401} {
		request, err := http.NewRequest(http.MethodGet, s.http.URL+"/userinfo", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+token)
		got := s.send(request)
		if got.status != want || want == 200 && (got.object["sub"] != "auth0|ada" || got.object["email"] != "ada@example.com") {
			t.Errorf("%d %s, want %d", got.status, got.raw, want)
		}
	}
	if strict["id_token"] != nil || own["id_token"] == nil || own["scope"] != "openid profile email" {
		t.Errorf("tokens: %v and %v", without(strict, "access_token"), without(own, "access_token", "id_token"))
	}
}
