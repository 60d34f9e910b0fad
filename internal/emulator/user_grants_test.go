package emulator

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Consents come from a seed, are listed with filters and paging, and are deleted by id or with their application.
func TestUserGrants(t *testing.T) {
	t.Parallel()
	seed := orders()
	seed.Clients = []map[string]any{
		{"name": "One", "client_id": "one", "is_first_party": false}, {"name": "Two", "client_id": "two", "is_first_party": false},
	}
	for id, client := range map[string]string{"a": "one", "b": "one", "c": "two"} {
		seed.Grants = append(seed.Grants, map[string]any{"id": id, "clientID": client, "user_id": "auth0|" + id, "audience": ordersAPI})
	}
	s := serveTenant(t, seed)
	wantIDs := func(query, want string) {
		t.Helper()
		for _, id := range strings.Split(want, "") {
			if got := s.mustCall(200, "GET", "/grants?"+query, nil).raw; strings.Count(got, `"id":`) != len(want) || !strings.Contains(got, `"id":"`+id+`"`) {
				t.Errorf("%s: %s, want %s", query, got, want)
			}
		}
	}
	wantIDs("", "abc")
	wantIDs("client_id=one", "ab")
	wantIDs("user_id=auth0|c", "c")
	wantIDs("audience=https://none/", "")
	page := s.mustCall(200, "GET", "/grants?client_id=one&include_totals=true&per_page=1&page=1", nil).object
	wantJSON(t, "page", without(page, "grants"), `{"start":1,"limit":1,"total":2}`)
	if rows := object.Objects(page["grants"]); len(rows) != 1 {
		t.Errorf("page: %v", page)
	}
	s.mustCall(204, "DELETE", "/grants/a", nil)
	s.mustCall(204, "DELETE", "/grants/a", nil)
	wantIDs("", "bc")
	s.mustCall(204, "DELETE", "/clients/two", nil)
	wantIDs("", "b")
	if kept := s.server.Snapshot().Grants; len(kept) != 1 || kept[0]["id"] != "b" {
		t.Errorf("kept: %v", kept)
	}
}

func TestSeededUserGrants(t *testing.T) {
	t.Parallel()
	for want, grant := range map[string]map[string]any{
		"grants[0].user_id: want a text":                        {"clientID": "one", "audience": ordersAPI},
		`grants[0].clientID: no client has the client_id "two"`: {"clientID": "two", "user_id": "auth0|1", "audience": ordersAPI},
	} {
		seed := &Seed{Clients: []map[string]any{{"name": "One", "client_id": "one"}}, Grants: []map[string]any{grant}}
		if _, err := New(Options{Seed: seed}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
