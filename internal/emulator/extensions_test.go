package emulator

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// An enabled Rule, or an enabled Hook for the credentials exchange, prevents tokens for strict applications only. The
// listings support their filters.
func TestRulesAndHooks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rules, hooks []object.Object
		want         string // what prevents tokens for strict applications
	}{
		"none":               {nil, nil, ""},
		"disabled":           {[]object.Object{{"name": "a", "enabled": false}}, []object.Object{{"name": "b", "triggerId": "credentials-exchange", "enabled": false}}, ""},
		"hook elsewhere":     {nil, []object.Object{{"name": "b", "triggerId": "post-user-registration"}}, ""},
		"rule":               {[]object.Object{{"name": "a"}}, nil, `Rule "a"`},
		"hook for the token": {nil, []object.Object{{"name": "b", "triggerId": "credentials-exchange"}}, `Hook "b"`},
	} {
		seed := machines()
		seed.Rules, seed.Hooks = test.rules, test.hooks
		seed.Clients = append(seed.Clients, object.Object{
			"name": "old", "client_id": "old", "client_secret": "secret", "app_type": "non_interactive", "is_first_party": false,
			"third_party_security_mode": "permissive", "grant_types": []string{"client_credentials"}, "token_endpoint_auth_method": "client_secret_post",
		})
		seed.ClientGrants = append(seed.ClientGrants, object.Object{"client_id": "old", "audience": ordersAPI, "scope": []any{}})
		s := serveTenant(t, seed)
		status, got := s.requestToken(askAs("unset"), nil)
		description := object.Text(got, "error_description")
		if (status == 200) != (test.want == "") || test.want != "" && !strings.HasPrefix(description, test.want+" is enabled") {
			t.Errorf("%s: %d %v, want %q", name, status, got, test.want)
		}
		if status, got := s.requestToken(askAs("old"), nil); status != 200 {
			t.Errorf("%s: a permissive application gets %d %v", name, status, got)
		}
		active := s.mustCall(200, "GET", "/rules?enabled=true&fields=name&include_fields=true", nil).raw +
			s.mustCall(200, "GET", "/hooks?enabled=true&triggerId=credentials-exchange&fields=name&include_totals=true&per_page=100", nil).raw
		if named := strings.Count(active, `{"name":`); named != strings.Count(test.want, `"`)/2 || strings.Contains(active, "script") {
			t.Errorf("%s: listed are %s", name, active)
		}
		if kept := s.server.Snapshot(); len(kept.Rules) != len(test.rules) || len(kept.Hooks) != len(test.hooks) {
			t.Errorf("%s: kept are %v and %v", name, kept.Rules, kept.Hooks)
		}
	}
}

func TestSeededRulesAndHooks(t *testing.T) {
	t.Parallel()
	for want, seed := range map[string]*Seed{
		"rules[0].name: want a text":           {Rules: []map[string]any{{}}},
		"rules[0].enabled: want true or false": {Rules: []map[string]any{{"name": "a", "enabled": "no"}}},
		"hooks[0].triggerId: want a text":      {Hooks: []map[string]any{{"name": "a"}}},
		`rules[1].id: "rul_1" is used twice`:   {Rules: []map[string]any{{"id": "rul_1", "name": "a"}, {"id": "rul_1", "name": "b"}}},
	} {
		if _, err := New(Options{Seed: seed}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// Connections can be enabled for an organization at creation or later, and deleted connections are not shown.
func TestConnectionsOfOrganizations(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{
		Connections: []map[string]any{
			{"id": "con_1", "name": "a", "strategy": "auth0"}, {"id": "con_2", "name": "b", "strategy": "samlp"},
			{"id": "con_3", "name": "c", "strategy": "samlp"},
		},
		Organizations: []map[string]any{{"id": "org_1", "name": "acme", "enabled_connections": []any{
			object.Object{"connection_id": "con_1"}, object.Object{"connection_id": "con_3"},
		}}},
	})
	const path = "/organizations/org_1/enabled_connections"
	s.mustCall(202, "DELETE", "/connections/con_3", nil)
	s.mustCall(201, "POST", path, `{"connection_id":"con_2","assign_membership_on_login":true}`)
	wantJSON(t, "enabled", s.mustCall(200, "GET", path+"?include_totals=true", nil).object, `{"enabled_connections":[
	  {"connection_id":"con_1","assign_membership_on_login":false,"show_as_button":true,"is_signup_enabled":false,"connection":{"name":"a","strategy":"auth0"}},
	  {"connection_id":"con_2","assign_membership_on_login":true,"show_as_button":true,"is_signup_enabled":false,"connection":{"name":"b","strategy":"samlp"}}],"start":0,"limit":50,"total":2}`)
	wantRefusal(t, s.call("POST", path, `{"connection_id":"con_2"}`), 409, "", "The connection con_2 is already enabled for the organization")
	wantRefusal(t, s.call("POST", path, `{"connection_id":"con_9"}`), 404, "inexistent_connection", "The connection does not exist")
	wantRefusal(t, s.call("GET", "/organizations/org_9/enabled_connections", nil), 404, "", "No organization found by that id or name")
}
