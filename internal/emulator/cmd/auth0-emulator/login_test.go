package main

import (
	"bytes"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	tenant, err := emulator.New(emulator.Options{Seed: &emulator.Seed{
		ResourceServers: []map[string]any{{"identifier": "https://orders.example/", "scopes": []any{map[string]any{"value": "read:orders"}}}},
		Connections:     []map[string]any{{"name": "partners", "strategy": "auth0", "is_domain_connection": true}},
		Users:           []map[string]any{{"email": "ada@example.com", "connection": "partners"}},
		Clients: []map[string]any{{
			"client_id": "agent", "name": "Agent", "is_first_party": false, "app_type": "regular_web", "callbacks": []any{"https://agent.example/"},
			"token_endpoint_auth_method": "none",
		}},
		ClientGrants: []map[string]any{{"client_id": "agent", "audience": "https://orders.example/", "subject_type": "user", "scope": []any{"read:orders"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(tenant)
	t.Cleanup(server.Close)
	const asked = "--client-id agent --user ada@example.com --audience https://orders.example/ --scope read:orders"
	const silent = asked + " --signed-in --parameter prompt=none"
	for _, test := range []struct {
		args     string
		isRefuse bool
		want     string // of what is printed, or of the error
	}{
		{silent, true, "  no   consent          Consent required\n"},
		{asked, false, "logged in, scopes: read:orders\n  yes  application\n"},
		{silent, false, "logged in, scopes: read:orders\n"},
		{strings.Replace(silent, "--signed-in", "", 1), true, "login_required: Login required\n"},
		{asked + " --json", false, `"logged_in": true`},
		{asked + " --decline --parameter prompt=consent", true, "error page: access_denied: User did not authorize the request\n"},
		{"--client-id agent --user eve@example.com --audience https://orders.example/", true, "no login is possible: the tenant has no such user\n"},
		{"--client-id agent --audience https://other.example/", true, "  no   api_access       Service not found: https://other.example/\n"},
		{"--user ada@example.com", true, "--client-id is required"},
		{asked + " --parameter prompt", true, "want NAME=VALUE"},
		{asked + " more", true, `unexpected argument "more"`},
		{asked + " --url https://example.com/", true, "an emulator on this machine"},
		{"--help", false, "Usage:"},
	} {
		var out bytes.Buffer
		args := append([]string{"login", "--url", server.URL}, strings.Fields(test.args)...)
		err := run(t.Context(), args, &out)
		printed := out.String()
		var code exitError
		if err != nil && !errors.As(err, &code) {
			printed += err.Error()
		}
		if (err != nil) != test.isRefuse || !strings.Contains(printed, test.want) {
			t.Errorf("%s: %v\n%s", test.args, err, printed)
		}
	}
}
