package emulator

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

func TestCreateConnectionDefaults(t *testing.T) {
	t.Parallel()
	const common = `"is_domain_connection":false,"enabled_clients":[],"realms":["a"],"authentication":{"active":true},"connected_accounts":{"active":false},"name":"a"`
	tests := map[string]struct {
		body, want string
		keys       []string
	}{
		"database": {
			`{"name":"a","strategy":"auth0"}`,
			`{"strategy":"auth0","options":{"mfa":{"active":true,"return_enroll_settings":true},"passwordPolicy":"good","strategy_version":2,
				"authentication_methods":{"password":{"enabled":true,"api_behavior":"required"},"passkey":{"enabled":false}},
				"passkey_options":{"challenge_ui":"both","progressive_enrollment_enabled":true,"local_enrollment_enabled":true},
				"brute_force_protection":true},` + common + `}`,
			[]string{"id", "options", "strategy", "name", "is_domain_connection", "authentication", "connected_accounts", "enabled_clients", "realms"},
		},
		"social": {
			`{"name":"a","strategy":"google-oauth2"}`,
			`{"strategy":"google-oauth2","options":{},` + common + `}`,
			[]string{"id", "options", "strategy", "name", "is_domain_connection", "authentication", "connected_accounts", "enabled_clients", "realms"},
		},
		"enterprise": {
			`{"name":"a","strategy":"oidc","options":{"client_id":"x"}}`,
			`{"strategy":"oidc","options":{"client_id":"x"},"display_name":"a","show_as_button":false,` + common + `}`,
			[]string{"id", "options", "strategy", "name", "display_name", "show_as_button", "is_domain_connection", "authentication", "connected_accounts", "enabled_clients", "realms"},
		},
		"with a ticket": {
			`{"name":"a","strategy":"samlp","display_name":"Shown"}`,
			`{"strategy":"samlp","options":{},"display_name":"Shown","show_as_button":false,` + common + `}`,
			[]string{"id", "options", "strategy", "name", "provisioning_ticket_url", "display_name", "show_as_button", "is_domain_connection", "authentication", "connected_accounts", "enabled_clients", "realms"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveTenant(t, &Seed{Tenant: "example"})
			made := s.mustCall(201, "POST", "/connections", test.body)
			if !regexp.MustCompile(`^con_[A-Za-z0-9]{16}$`).MatchString(object.Text(made.object, "id")) {
				t.Errorf("id %q", made.object["id"])
			}
			if ticket := object.Text(made.object, "provisioning_ticket_url"); ticket != "" && !strings.HasPrefix(ticket, "https://example.auth0.com/p/samlp/") {
				t.Errorf("ticket %q", ticket)
			}
			wantJSON(t, "created", without(made.object, "id", "provisioning_ticket_url"), test.want)
			if diff := cmp.Diff(test.keys, keyNames(t, made.raw)); diff != "" {
				t.Errorf("key order: %s", diff)
			}
			if got := s.mustCall(200, "GET", "/connections/"+object.Text(made.object, "id"), nil); got.raw != made.raw {
				t.Errorf("read back: %s", got.raw)
			}
		})
	}
}

func TestUpdateConnection(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		strategy, create, update string
		want                     map[string]string
	}{
		"promotion changes nothing else": {
			"google-oauth2", `"options":{"email":true},"metadata":{"a":"b"}`, `{"is_domain_connection":true}`,
			map[string]string{"is_domain_connection": `true`, "options": `{"email":true}`, "metadata": `{"a":"b"}`, "realms": `["a"]`, "display_name": `null`},
		},
		"a display_name left out falls back to the name": {
			"okta", `"display_name":"Shown","options":{}`, `{"is_domain_connection":true}`, map[string]string{"display_name": `"a"`},
		},
		"a display_name sent stays": {
			"okta", `"display_name":"Shown"`, `{"is_domain_connection":true,"display_name":"Shown"}`, map[string]string{"display_name": `"Shown"`},
		},
		"options are replaced whole": {
			"oauth2", `"options":{"scope":"a","upstream_params":{"x":{"value":"y"}},"icon_url":"https://a.example/"}`, `{"options":{"scope":"b"}}`,
			map[string]string{"options": `{"scope":"b"}`},
		},
		"database options keep what is derived": {
			"auth0", `"options":{"passwordPolicy":"low","brute_force_protection":false}`, `{"options":{"import_mode":false}}`,
			map[string]string{"options": `{"import_mode":false,"brute_force_protection":false,
				"authentication_methods":{"password":{"enabled":true,"api_behavior":"required"},"passkey":{"enabled":false}},
				"passkey_options":{"challenge_ui":"both","progressive_enrollment_enabled":true,"local_enrollment_enabled":true}}`},
		},
		"OIDC options keep what is derived": {
			"oidc", `"options":{"scope":"openid","schema_version":"oidc-V4","attribute_map":{"mapping_mode":"bind_all"}}`, `{"options":{"client_id":"x"}}`,
			map[string]string{"options": `{"client_id":"x","schema_version":"oidc-V4","attribute_map":{"mapping_mode":"bind_all"}}`},
		},
		"enabled_clients null empties": {
			"google-oauth2", `"enabled_clients":["app"]`, `{"enabled_clients":null}`, map[string]string{"enabled_clients": `[]`},
		},
		"enabled_clients are replaced": {
			"google-oauth2", `"enabled_clients":["app"]`, `{"enabled_clients":["other"]}`, map[string]string{"enabled_clients": `["other"]`},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveTenant(t, &Seed{Clients: []map[string]any{{"name": "app", "client_id": "app"}, {"name": "other", "client_id": "other"}}})
			id := object.Text(s.mustCall(201, "POST", "/connections", `{"name":"a","strategy":"`+test.strategy+`",`+test.create+`}`).object, "id")
			updated := s.mustCall(200, "PATCH", "/connections/"+id, test.update)
			for key, want := range test.want {
				wantJSON(t, key, updated.object[key], want)
			}
			if got := s.mustCall(200, "GET", "/connections/"+id, nil); got.raw != updated.raw {
				t.Errorf("read back: %s", got.raw)
			}
		})
	}
}

func TestConnectionsAreRefused(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Connections: []map[string]any{
		{"id": "con_1", "name": "taken", "strategy": "auth0", "is_domain_connection": true},
	}})
	tests := map[string]struct {
		method, path, body string
		status             int
		code, message      string
	}{
		"name taken":      {"POST", "/connections", `{"name":"Taken","strategy":"auth0"}`, 409, "connection_conflict", "A connection with the same name already exists"},
		"realm taken":     {"POST", "/connections", `{"name":"b","strategy":"auth0","realms":["taken"]}`, 409, "connection_conflict", "The realm taken is used by another connection"},
		"second domain":   {"POST", "/connections", `{"name":"b","strategy":"auth0","is_domain_connection":true}`, 409, "connection_conflict", "A domain connection is already enabled for the strategy auth0"},
		"unknown client":  {"POST", "/connections", `{"name":"b","strategy":"auth0","enabled_clients":["none"]}`, 400, "invalid_body", "The client none does not exist"},
		"bad name":        {"POST", "/connections", `{"name":"b c","strategy":"auth0"}`, 400, "invalid_body", "Payload validation error: 'String does not match pattern ^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$: b c' on property name (Name of the connection)."},
		"name is fixed":   {"PATCH", "/connections/con_1", `{"name":"b"}`, 400, "invalid_body", "Payload validation error: 'Additional properties not allowed: name'."},
		"empty update":    {"PATCH", "/connections/con_1", `{}`, 400, "invalid_body", "Payload validation error: 'Too few properties defined (0), minimum 1'."},
		"missing":         {"GET", "/connections/con_2", "", 404, "inexistent_connection", "The connection does not exist"},
		"update missing":  {"PATCH", "/connections/con_2", `{"is_domain_connection":true}`, 404, "inexistent_connection", "The connection does not exist"},
		"clients missing": {"GET", "/connections/con_2/clients", "", 404, "inexistent_connection", "The connection does not exist"},
		"client missing":  {"PATCH", "/connections/con_1/clients", `[{"client_id":"none","status":true}]`, 404, "inexistent_client", "The client does not exist"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var body any
			if test.body != "" {
				body = test.body
			}
			wantRefusal(t, s.call(test.method, test.path, body), test.status, test.code, test.message)
		})
	}
}

func TestDeleteConnection(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Connections: []map[string]any{{"id": "con_1", "name": "a", "strategy": "auth0"}}})
	first := s.call("DELETE", "/connections/con_1", nil)
	if _, err := time.Parse(time.RFC3339, object.Text(first.object, "deleted_at")); first.status != 202 || err != nil {
		t.Errorf("first: %d %s", first.status, first.raw)
	}
	if again := s.call("DELETE", "/connections/con_1", nil); again.status != 204 || again.raw != "" {
		t.Errorf("again: %d %s", again.status, again.raw)
	}
	wantRefusal(t, s.call("GET", "/connections/con_1", nil), 404, "inexistent_connection", "The connection does not exist")
}

func TestConnectionClients(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Connections = []map[string]any{{"id": "con_1", "name": "a", "strategy": "auth0", "enabled_clients": []string{"strict"}}}
	s := serveTenant(t, seed)
	for _, step := range []struct{ body, want string }{
		{`[{"client_id":"first","status":true}]`, `{"clients":[{"client_id":"first"}]}`},
		{`[{"client_id":"first","status":true},{"client_id":"strict","status":true},{"client_id":"permissive","status":true}]`, `{"clients":[{"client_id":"first"}]}`},
		{`[{"client_id":"first","status":false}]`, `{"clients":[]}`},
	} {
		if got := s.call("PATCH", "/connections/con_1/clients", step.body); got.status != 204 || got.raw != "" {
			t.Errorf("%s: %d %s", step.body, got.status, got.raw)
		}
		wantJSON(t, step.body, s.mustCall(200, "GET", "/connections/con_1/clients", nil).object, step.want)
	}
	many := slices.Repeat([]any{object.Object{"client_id": "first", "status": true}}, 51)
	if got := s.callBeyond("PATCH", "/connections/con_1/clients", many); got.status != 400 {
		t.Errorf("51 changes: status %d", got.status)
	}
}

func TestListConnections(t *testing.T) {
	t.Parallel()
	seed := &Seed{Tenant: "example"}
	for _, name := range []string{"conn-test", "Connectionnnn", "conn", "a-z", "ab"} {
		seed.Connections = append(seed.Connections, map[string]any{"name": name, "strategy": "auth0", "realms": []string{name}})
	}
	seed.Connections = append(seed.Connections, map[string]any{"name": "google", "strategy": "google-oauth2"})
	s := serveTenant(t, seed)
	for query, want := range map[string][]string{
		"":                                      {"ab", "a-z", "conn", "Connectionnnn", "conn-test", "google"},
		"name=conn":                             {"conn"},
		"name=con":                              nil,
		"strategy=google-oauth2":                {"google"},
		"strategy=google-oauth2&strategy=auth0": {"ab", "a-z", "conn", "Connectionnnn", "conn-test", "google"},
	} {
		var names []string
		for _, connection := range object.Objects(s.mustCall(200, "GET", "/connections?"+query, nil).array) {
			names = append(names, object.Text(connection, "name"))
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	if got := s.call("GET", "/connections?strategy=none", nil); got.status != 400 {
		t.Errorf("unknown strategy: status %d", got.status)
	}
}

func TestConnectionFields(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Connections: []map[string]any{{"id": "con_1", "name": "a", "strategy": "auth0"}}})
	wantJSON(t, "fields", s.mustCall(200, "GET", "/connections/con_1?fields=strategy,name&include_fields=true", nil).object,
		`{"id":"con_1","name":"a","strategy":"auth0","is_domain_connection":false,"authentication":{"active":true},"connected_accounts":{"active":false}}`)
	if got := s.mustCall(200, "GET", "/connections/con_1?fields=options&include_fields=false", nil).object; got["options"] != nil || got["realms"] == nil {
		t.Errorf("without options: %v", got)
	}
	if got := s.call("GET", "/connections?fields=is_domain_connection", nil); got.object["errorCode"] != "invalid_query_string" {
		t.Errorf("is_domain_connection is no field: %s", got.raw)
	}
}

func TestConfigurationIsEncrypted(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	made := s.mustCall(201, "POST", "/connections", `{"name":"a","strategy":"auth0","options":{"configuration":{"key":"plain"}}}`)
	value := object.Text(object.Child(object.Child(made.object, "options"), "configuration"), "key")
	if strings.Contains(made.raw, "plain") || !strings.HasPrefix(value, "2.0$") {
		t.Errorf("configuration: %s", value)
	}
	again := s.mustCall(200, "PATCH", "/connections/"+object.Text(made.object, "id"), object.Object{"options": made.object["options"]})
	if got := object.Text(object.Child(object.Child(again.object, "options"), "configuration"), "key"); got != value {
		t.Errorf("sent back: %s, want %s", got, value)
	}
}
