package emulator

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// withTokens is a tenant with a user and her refresh tokens: a and b of the application one, c of two.
func withTokens(variants ...string) *Seed {
	seed := orders()
	seed.Variants = variants
	seed.Clients = []map[string]any{
		{"name": "One", "client_id": "one", "is_first_party": false}, {"name": "Two", "client_id": "two", "is_first_party": false},
	}
	seed.Connections = []map[string]any{{"id": "con_1", "name": "partners", "strategy": "auth0"}}
	seed.Organizations = []map[string]any{{
		"id": "org_1", "name": "acme", "enabled_connections": []any{object.Object{"connection_id": "con_1"}},
	}}
	seed.Users = []map[string]any{{
		"user_id": "auth0|ada", "name": "Ada", "email": "ada@example.com", "password": "correct horse", "connection": "partners",
		"organizations": []any{"org_1"},
	}}
	for id, client := range map[string]string{"rt_a": "one", "rt_b": "one", "rt_c": "two"} {
		audience := ordersAPI
		if id == "rt_b" {
			audience = "https://other.example.com/"
		}
		seed.RefreshTokens = append(seed.RefreshTokens, map[string]any{
			"id": id, "token": "value of " + id, "user_id": "auth0|ada", "client_id": client,
			"resource_servers": []any{object.Object{"audience": audience, "scopes": "read:orders"}},
		})
	}
	seed.Grants = []map[string]any{{"id": "g", "clientID": "one", "user_id": "auth0|ada", "audience": ordersAPI}}
	return seed
}

// tokenIDs returns the ids of a user's refresh tokens, in any order.
func (s *site) tokenIDs(path string) string {
	s.tb.Helper()
	shown := s.callBeyond("GET", path, nil)
	var ids strings.Builder
	for _, id := range []string{"rt_a", "rt_b", "rt_c"} {
		if strings.Contains(shown.raw, `"id":"`+id+`"`) {
			ids.WriteString(strings.TrimPrefix(id, "rt_"))
		}
	}
	return ids.String()
}

func TestRefreshTokensAreListedAndRevoked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		body, left string
		status     int
		message    string
	}{
		{`{"ids":["rt_a","rt_none"]}`, "bc", 202, ""},
		{`{"user_id":"auth0|ada"}`, "", 202, ""},
		{`{"user_id":"auth0|ada","client_id":"one"}`, "c", 202, ""},
		{`{"user_id":"auth0|ada","client_id":"one","audience":"` + ordersAPI + `"}`, "bc", 202, ""},
		{`{"client_id":"one"}`, "abc", 400, "Invalid combination of parameters."},
		{`{"ids":["rt_a"],"user_id":"auth0|ada"}`, "abc", 400, "Invalid combination of parameters."},
		{`{"user_id":"auth0|ada","audience":"` + ordersAPI + `"}`, "abc", 400, "Invalid combination of parameters."},
		{`{}`, "abc", 400, "Invalid combination of parameters."},
		{`{"user_id":"auth0|bob"}`, "abc", 400, "User not found."},
		{`{"user_id":"auth0|ada","client_id":"three"}`, "abc", 400, "Client not found."},
		{`{"user_id":"auth0|ada","client_id":"one","audience":"x"}`, "abc", 400, "Resource server not found."},
	} {
		s := serveTenant(t, withTokens())
		got := s.call("POST", "/refresh-tokens/revoke", test.body)
		if got.status != test.status || object.Text(got.object, "message") != test.message {
			t.Errorf("%s: %d %s", test.body, got.status, got.raw)
		}
		for _, path := range []string{"/refresh-tokens?user_id=auth0%7Cada", "/users/auth0%7Cada/refresh-tokens"} {
			if left := s.tokenIDs(path); left != test.left {
				t.Errorf("%s leaves %q at %s", test.body, left, path)
			}
		}
	}
	s := serveTenant(t, withTokens())
	if got := s.tokenIDs("/refresh-tokens?user_id=auth0%7Cada&client_id=two"); got != "c" {
		t.Errorf("of one application: %q", got)
	}
	for path, key := range map[string]string{"/refresh-tokens?user_id=auth0%7Cada": "refresh_tokens", "/users/auth0%7Cada/refresh-tokens": "tokens"} {
		if shown := s.callBeyond("GET", path, nil); shown.object[key] == nil {
			t.Errorf("%s: no %s in %s", path, key, shown.raw)
		}
	}
	wantRefusal(t, s.callBeyond("GET", "/refresh-tokens", nil), 400, "invalid_query_string", "Query validation error: 'Missing required property: user_id'.")
	wantRefusal(t, s.call("GET", "/users/auth0%7Cbob/refresh-tokens", nil), 404, "inexistent_user", "The user does not exist.")
	missing := serveTenant(t, withTokens(tenant.RefreshTokensMissing))
	wantRefusal(t, missing.call("POST", "/refresh-tokens/revoke", `{"user_id":"auth0|ada"}`), 403, "feature_not_enabled", "This feature is not enabled for this tenant.")
}

// Users and refresh tokens are deleted with the objects that they belong to. Whether tokens are deleted with a consent
// depends on the variant.
func TestWhatGoesWithOthers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ variant, path, left string }{
		{"consent-keeps-refresh-tokens", "/grants/g", "abc"},
		{tenant.ConsentTakesRefreshTokens, "/grants/g", "bc"},
		{"consent-keeps-refresh-tokens", "/clients/one", "c"},
	} {
		s := serveTenant(t, withTokens(test.variant))
		s.mustCall(204, "DELETE", test.path, nil)
		if left := s.tokenIDs("/refresh-tokens?user_id=auth0%7Cada"); left != test.left {
			t.Errorf("%s, %s: %q are left", test.variant, test.path, left)
		}
	}
	s := serveTenant(t, withTokens())
	s.mustCall(204, "DELETE", "/organizations/org_1", nil)
	if user := s.server.Snapshot().Users[0]; len(object.List(user, "organizations")) != 0 {
		t.Errorf("still a member: %v", user)
	}
	s = serveTenant(t, withTokens())
	s.mustCall(202, "DELETE", "/connections/con_1", nil)
	left := s.server.Snapshot()
	if enabled, _ := left.Organizations[0]["enabled_connections"].([]any); len(left.Users) != 0 || len(enabled) != 0 {
		t.Errorf("left: %v, %v", left.Users, enabled)
	}
}

// Passwords and tokens are stored as hashes, so nothing shows them. They still work in a tenant made from a snapshot.
func TestPasswordsAndTokensAreHashed(t *testing.T) {
	t.Parallel()
	first, err := New(Options{Seed: withTokens()})
	if err != nil {
		t.Fatal(err)
	}
	state, err := json.Marshal(first.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	if text := string(state); strings.Contains(text, "correct horse") || strings.Contains(text, "value of") {
		t.Errorf("a secret is shown: %s", text)
	}
	again := &Seed{}
	if err := json.Unmarshal(state, again); err != nil {
		t.Fatal(err)
	}
	second, err := New(Options{Seed: again})
	if err != nil {
		t.Fatal(err)
	}
	ada := second.store.Current.Users.Get("auth0|ada")
	if !rules.HasPassword(ada, "correct horse") || rules.HasPassword(ada, "correct horses") || rules.HasPassword(object.Object{"user_id": "x"}, "") {
		t.Error("the password is another one")
	}
	if token := second.store.Current.RefreshTokens.Get("rt_a"); token[rules.TokenHash] != rules.HashToken("value of rt_a") {
		t.Errorf("the token is another one: %v", token)
	}
}
