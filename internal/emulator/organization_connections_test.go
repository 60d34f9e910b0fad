package emulator

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// organized is a tenant with two organizations and two connections, of which acme has one.
func organized() *Seed {
	seed := parties()
	seed.Connections = []map[string]any{
		{"id": "con_1", "name": "customers", "strategy": "auth0"}, {"id": "con_2", "name": "workforce", "strategy": "samlp"},
	}
	seed.Organizations = []map[string]any{
		{"id": "org_1", "name": "acme", "enabled_connections": []map[string]any{{"connection_id": "con_1"}}}, {"id": "org_2", "name": "globex"},
	}
	seed.Users = []map[string]any{
		{"user_id": "auth0|1", "name": "Ada", "email": "ada@example.com", "password": "x", "connection": "con_1", "organizations": []string{"org_1"}},
		{"user_id": "auth0|2", "email": "bob@example.com", "connection": "con_1"},
	}
	return seed
}

// Both collections of calls are about the same connections. The older one has only enabled connections.
func TestOrganizationConnections(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, organized())
	const enabled, all = "/organizations/org_1/enabled_connections", "/organizations/org_1/connections"
	const first = `{"connection_id":"con_1","assign_membership_on_login":false,"show_as_button":true,"is_signup_enabled":false,` +
		`"connection":{"name":"customers","strategy":"auth0"}}`
	if got := s.mustCall(200, "GET", enabled, nil); got.raw != "["+first+"]" {
		t.Errorf("seeded: %s", got.raw)
	}
	made := s.mustCall(201, "POST", enabled, `{"connection_id":"con_2","assign_membership_on_login":true}`)
	wantJSON(t, "added", made.object, `{"connection_id":"con_2","assign_membership_on_login":true,"show_as_button":true,"is_signup_enabled":false,`+
		`"connection":{"name":"workforce","strategy":"samlp"}}`)
	wantRefusal(t, s.callBeyond("POST", enabled, `{"connection_id":"con_2"}`), 409, "", "The connection con_2 is already enabled for the organization")
	wantRefusal(t, s.callBeyond("POST", enabled, `{"connection_id":"con_9"}`), 404, "inexistent_connection", "The connection does not exist")
	wantRefusal(t, s.call("POST", "/organizations/org_9/enabled_connections", `{"connection_id":"con_1"}`), 404, "", "No organization found by that id or name")
	if got := s.mustCall(200, "GET", enabled+"?include_totals=true&per_page=1", nil).object; got["total"] != 2.0 || len(object.Objects(got["enabled_connections"])) != 1 {
		t.Errorf("page: %v", got)
	}
	if got := s.mustCall(200, "PATCH", enabled+"/con_2", `{"show_as_button":false}`).object; got["show_as_button"] != false || got["assign_membership_on_login"] != true {
		t.Errorf("changed: %v", got)
	}

	disabled := s.callBeyond("PATCH", all+"/con_2", `{"is_enabled":false,"organization_access_level":"readonly"}`)
	wantJSON(t, "disabled", disabled.object, `{"connection_id":"con_2","assign_membership_on_login":true,"show_as_button":false,"is_signup_enabled":false,`+
		`"organization_access_level":"readonly","is_enabled":false,"connection":{"name":"workforce","strategy":"samlp"}}`)
	wantRefusal(t, s.call("GET", enabled+"/con_2", nil), 404, "", "The connection is not enabled for the organization")
	if got := s.callBeyond("GET", all+"?is_enabled=false&include_totals=true", nil).object; got["total"] != 1.0 || len(object.Objects(got["connections"])) != 1 {
		t.Errorf("those that are not enabled: %v", got)
	}
	if got := s.callBeyond("GET", all+"/con_1", nil).object; got["is_enabled"] != true {
		t.Errorf("read: %v", got)
	}
	s.mustCall(200, "GET", enabled+"/con_1", nil)
	for range 2 {
		s.mustCall(204, "DELETE", enabled+"/con_1", nil)
	}
	s.callBeyond("DELETE", all+"/con_2", nil)
	if left := s.callBeyond("GET", all, nil).raw; left != "[]" {
		t.Errorf("left: %s", left)
	}
}

// A new organization has the connections of its create, or is not created. The deletion of the connection or of the
// organization removes them.
func TestConnectionsOfNewOrganizations(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, organized())
	wantRefusal(t, s.callBeyond("POST", "/organizations", `{"name":"new","enabled_connections":[{"connection_id":"con_2"},{"connection_id":"con_9"}]}`),
		404, "inexistent_connection", "The connection does not exist")
	made := s.mustCall(201, "POST", "/organizations", `{"name":"new","enabled_connections":[{"connection_id":"con_2","show_as_button":false},{"connection_id":"con_1"}]}`)
	wantJSON(t, "answer", made.object["enabled_connections"], `[{"connection_id":"con_2","show_as_button":false},{"connection_id":"con_1"}]`)
	path := "/organizations/" + object.Text(made.object, "id")
	if got := s.mustCall(200, "GET", path+"/enabled_connections", nil); len(got.array) != 2 || object.Objects(got.array)[0]["show_as_button"] != false {
		t.Errorf("connections: %s", got.raw)
	}
	s.callBeyond("DELETE", "/connections/con_2", nil)
	if got := s.mustCall(200, "GET", path+"/enabled_connections", nil); len(got.array) != 1 {
		t.Errorf("after the connection was deleted: %s", got.raw)
	}
	s.mustCall(204, "DELETE", path, nil)
}

func TestOrganizationMembers(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, organized())
	const path = "/organizations/org_1/members"
	wantRefusal(t, s.callBeyond("POST", path, `{"members":["auth0|2","auth0|9"]}`), 404, "inexistent_user", "The user does not exist.")
	if got := s.callBeyond("GET", path, nil); len(got.array) != 1 {
		t.Errorf("a refused call left something: %s", got.raw)
	}
	s.callBeyond("POST", path, `{"members":["auth0|2","auth0|1"]}`)
	if got := s.callBeyond("GET", path, nil); got.raw != `[{"user_id":"auth0|1","email":"ada@example.com","name":"Ada"},{"user_id":"auth0|2","email":"bob@example.com","name":"bob@example.com"}]` {
		t.Errorf("members: %s", got.raw)
	}
	page := s.callBeyond("GET", path+"?include_totals=true&take=1&fields=user_id", nil)
	wantJSON(t, "page", page.object["members"], `[{"user_id":"auth0|1"}]`)
	if page.object["next"] == nil {
		t.Errorf("page: %s", page.raw)
	}
	for range 2 {
		if got := s.callBeyond("DELETE", path, `{"members":["auth0|1"]}`); got.status != 204 {
			t.Error(got.raw)
		}
	}
	if got := s.callBeyond("GET", path+"?include_totals=true&fields=user_id", nil); got.raw != `{"members":[{"user_id":"auth0|2"}],"start":0,"limit":50,"total":1}` {
		t.Errorf("left: %s", got.raw)
	}
	if got := s.callBeyond("POST", path, `{"members":[]}`); got.status != 400 {
		t.Error(got.raw)
	}
}

func TestSeedsOfOrganizationConnections(t *testing.T) {
	t.Parallel()
	seed := organized()
	seed.Organizations[1]["enabled_connections"] = []map[string]any{{"connection_id": "con_2"}, {"connection_id": "con_2"}}
	const want = "organizations[1].enabled_connections: The connection con_2 is already enabled for the organization"
	if _, err := New(Options{Seed: seed}); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	first := serveTenant(t, organized())
	first.callBeyond("POST", "/organizations/org_2/connections", `{"connection_id":"con_2","is_enabled":false}`)
	again := serveTenant(t, first.server.Snapshot())
	for path, want := range map[string]int{
		"/organizations/org_1/enabled_connections": 1, "/organizations/org_2/enabled_connections": 0, "/organizations/org_2/connections": 1,
	} {
		if got := again.callBeyond("GET", path, nil); len(got.array) != want {
			t.Errorf("of a snapshot: %s", got.raw)
		}
	}
}
