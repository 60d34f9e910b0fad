package emulator

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

func TestSeedErrors(t *testing.T) {
	t.Parallel()
	const apis = `"resource_servers":[{"identifier":"https://a/"}],`
	tests := map[string]struct{ content, want string }{
		"not JSON":              {"{\n  \"clients\": [\n    nonsense\n  ]\n}", "line 3: not JSON: "},
		"unknown member":        {"{\n  \"tenant\": \"a\",\n  \"apps\": []\n}", "line 3: apps: unknown member; a seed has tenant, "},
		"wrong type":            {"{\n  \"clients\": [\n    5\n  ]\n}", "line 3: clients: want an object here, not a number"},
		"not a list":            {"{\"clients\": {}}", "line 1: clients: want an array here, not an object"},
		"a list of seeds":       {"[]", "line 1: the document: want an object here, not an array"},
		"text for a limit":      {"{\"application_limit\": \"9\"}", "line 1: application_limit: want a number here, not a string"},
		"short and misspelt":    {"{\"client\": []}", "line 1: client: unknown member; did you mean clients?"},
		"client without name":   {"{\n  \"clients\": [\n    {\"name\": \"a\"},\n    {\n      \"app_type\": \"spa\"\n    }\n  ]\n}", "line 4: clients[1].name: want a text"},
		"bad mode":              {"{\"clients\": [{\"name\": \"a\",\n\"is_first_party\": false,\n\"third_party_security_mode\": \"Strict\"}]}", "line 3: clients[0].third_party_security_mode: Strict is not one of [strict permissive]"},
		"client_id twice":       {"{\"clients\": [{\"name\": \"a\", \"client_id\": \"x\"},\n{\"name\": \"a\",\n\"client_id\": \"x\"}]}", "line 3: clients[1].client_id: \"x\" is used twice"},
		"bad key":               {`{"clients":[{"name":"a","jwt_configuration":{"alg":"RS256"},"client_authentication_methods":{"private_key_jwt":{"credentials":[{"pem":"x"}]}}}]}`, "line 1: clients[0].client_authentication_methods: pem is not"},
		"grant for nobody":      {"{" + apis + "\n\"client_grants\": [\n{\"audience\": \"https://a/\"}]}", "line 3: client_grants[0]: exactly one of client_id and default_for is required"},
		"grant for a ghost":     {"{" + apis + "\n\"client_grants\": [\n{\"audience\": \"https://a/\",\n\"client_id\": \"x\"}]}", "line 4: client_grants[0].client_id: no client has the client_id \"x\""},
		"grant on no API":       {"{\"client_grants\": [\n{\"audience\": \"https://b/\", \"default_for\": \"third_party_clients\"}]}", "line 2: client_grants[0].audience: no API has the identifier \"https://b/\""},
		"grant twice":           {"{" + apis + "\"client_grants\": [\n{\"audience\": \"https://a/\", \"default_for\": \"third_party_clients\"},\n{\"audience\": \"https://a/\", \"default_for\": \"third_party_clients\"}]}", "line 3: client_grants[1]: another grant has the same holder"},
		"scope of no API":       {"{\"variants\": [\"unknown-scopes-refused\"]," + apis + "\"client_grants\": [{\"audience\": \"https://a/\", \"default_for\": \"third_party_clients\", \"scope\": [\"x\"]}]}", "line 1: client_grants[0]: The API https://a/ does not define the scopes: x"},
		"API twice":             {"{\"resource_servers\": [{\"identifier\": \"a\"},\n{\"identifier\": \"a\"}]}", "line 2: resource_servers[1].identifier: another API has the identifier \"a\""},
		"connection twice":      {"{\"connections\": [{\"name\": \"a\", \"strategy\": \"auth0\"},\n{\"name\": \"a\", \"strategy\": \"auth0\"}]}", "line 2: connections[1].name: another connection has the name \"a\""},
		"connection's ghost":    {"{\"connections\": [{\"name\": \"a\", \"strategy\": \"auth0\", \"enabled_clients\": [\"x\"]}]}", "line 1: connections[0].enabled_clients: no client has the client_id \"x\""},
		"organization twice":    {"{\"organizations\": [{\"name\": \"a\"}, {\"name\": \"a\"}]}", "line 1: organizations[1].name: another organization has the name \"a\""},
		"link to no org":        {"{\"organization_client_grants\": [\n{\"organization_id\": \"org_1\", \"grant_id\": \"cgr_1\"}]}", "line 2: organization_client_grants[0].organization_id: no organization has the id \"org_1\""},
		"misspelt":              {"{\"clients\": [{\"name\": \"a\",\n\"calbacks\": []}]}", "line 2: clients[0].calbacks: unknown member; did you mean callbacks?"},
		"misspelt inside":       {"{\"tenant_settings\": {\"flags\": {\n\"enable_dynamic_client_registrations\": true}}}", "line 2: tenant_settings.flags.enable_dynamic_client_registrations: unknown member; did you mean enable_dynamic_client_registration?"},
		"bad value":             {"{\"clients\": [{\"name\": \"a\",\n\"app_type\": \"web\"}]}", "line 2: clients[0].app_type: web is not one of [native spa regular_web"},
		"bad URL":               {"{\"clients\": [{\"name\": \"a\",\n\"callbacks\": [\n\"callback\"]}]}", "line 3: clients[0].callbacks[0]: Object didn't pass validation for format callback-url: callback"},
		"bad setting":           {"{\"tenant_settings\": {\n\"dynamic_client_registration_security_mode\": \"lax\"}}", "line 2: tenant_settings.dynamic_client_registration_security_mode: lax is not one of [strict permissive]"},
		"bad default mode":      {"{\n\"default_third_party_security_mode\": \"lax\"}", "line 2: default_third_party_security_mode: lax is not one of [strict permissive]"},
		"against the rules":     {"{\"clients\": [\n{\"name\": \"a\", \"is_first_party\": false, \"third_party_security_mode\": \"strict\", \"callbacks\": [\"https://*.a.example/\"]}]}", "line 2: clients[0]: callbacks cannot contain wildcards for third-party clients in strict security mode: https://*.a.example/"},
		"tenant is a domain":    {"{\n\"tenant\": \"acme.eu.auth0.com\"}", "line 2: tenant: \"acme.eu.auth0.com\" is a domain; write \"acme.eu\""},
		"tenant is no name":     {"{\"tenant\": \"Acme Inc\"}", "line 1: tenant: \"Acme Inc\" cannot be part of a domain"},
		"member twice":          {"{\"clients\": [{\"name\": \"a\"}],\n\"clients\": []}", "line 2: clients: stands here for the second time"},
		"member twice inside":   {"{\"clients\": [{\"name\": \"a\"}, {\"name\": \"b\",\n\"name\": \"c\"}]}", "line 2: clients[1].name: stands here for the second time"},
		"user of no connection": {"{\"users\": [{\"email\": \"a\",\n\"connection\": \"x\"}]}", "line 2: users[0].connection: no connection has the name \"x\""},
		"user of no org":        {"{\"connections\": [{\"name\": \"x\", \"strategy\": \"auth0\"}], \"users\": [{\"email\": \"a\", \"connection\": \"x\", \"organizations\": [\n\"org_1\"]}]}", "line 2: users[0].organizations[0]: no organization has the id \"org_1\""},
		"user twice":            {"{\"connections\": [{\"name\": \"x\", \"strategy\": \"auth0\"}], \"users\": [{\"email\": \"a\", \"connection\": \"x\"},\n{\"email\": \"a\", \"connection\": \"x\"}]}", "line 2: users[1].email: another user of the connection has the email \"a\""},
		"token of a ghost":      {"{\"refresh_tokens\": [{\"user_id\": \"a\",\n\"client_id\": \"x\"}]}", "line 2: refresh_tokens[0].client_id: no client has the client_id \"x\""},
		"no such connection":    {"{\"organizations\": [{\"name\": \"a\", \"enabled_connections\": [\n{\"connection_id\": \"x\"}]}]}", "line 2: organizations[0].enabled_connections[0]: no connection has the id \"x\""},
		"document by http":      {"{\"documents\": {\n\"http://a.example/client.json\": {}}}", "line 2: documents.http://a.example/client.json: not an https URL"},
		"block without limit":   {"{\"rate_limit_policies\": [\n{\"consumer_selector\": \"default\",\n\"configuration\": {\"action\": \"block\"}}]}", "line 3: rate_limit_policies[0].configuration: Missing required property: limit"},
		"allow with limit":      {"{\"rate_limit_policies\": [{\"consumer_selector\": \"default\", \"configuration\": {\"action\": \"allow\", \"limit\": 1}}]}", "line 1: rate_limit_policies[0].configuration: Additional properties not allowed: limit"},
		"limit as text":         {"{\"rate_limit_policies\": [{\"consumer_selector\": \"default\", \"configuration\": {\"action\": \"log\",\n\"limit\": \"1\"}}]}", "line 2: rate_limit_policies[0].configuration.limit: Expected type integer but found type string"},
		"redirect by http":      {"{\"rate_limit_policies\": [{\"consumer_selector\": \"default\", \"configuration\": {\"action\": \"redirect\", \"limit\": 1,\n\"redirect_uri\": \"http://a.example/\"}}]}", "line 2: rate_limit_policies[0].configuration.redirect_uri: Object didn't pass validation"},
		"no such action":        {"{\"rate_limit_policies\": [{\"consumer_selector\": \"default\", \"configuration\": {\n\"action\": \"stop\", \"limit\": 1}}]}", "line 2: rate_limit_policies[0].configuration.action: stop is not one of [allow"},
		"key of a ghost":        {"{\"credentials\": [\n{\"client_id\": \"x\"}]}", "line 2: credentials[0].client_id: no client has the client_id \"x\""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "seed.json")
			if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			err := loadAndStart(path)
			if err == nil || !strings.HasPrefix(err.Error(), path+": "+test.want) {
				t.Errorf("got  %v\nwant %s: %s", err, path, test.want)
			}
		})
	}
	if _, err := LoadSeed(filepath.Join(t.TempDir(), "none.json")); err == nil || !strings.Contains(err.Error(), "none.json") {
		t.Errorf("missing file: %v", err)
	}
}

func TestSeedIsFilledIn(t *testing.T) {
	t.Parallel()
	seed := &Seed{
		Tenant:              "acme",
		DefaultSecurityMode: "strict",
		Clients: []map[string]any{
			{"name": "registered", "is_first_party": false, "external_metadata_type": "dcr", "registration_note": "kept"},
			{"name": "fixed", "client_id": "fixed", "client_secret": "known"},
		},
	}
	s := serveTenant(t, seed)
	registered := object.Objects(s.mustCall(200, "GET", "/clients?is_first_party=false", nil).array)[0]
	if !strings.HasPrefix(object.Text(registered, "client_id"), "tpc_") || registered["registration_note"] != "kept" || registered["tenant"] != "acme" {
		t.Errorf("registered: %v", without(registered, "signing_keys"))
	}
	if got := s.mustCall(200, "GET", "/clients/fixed", nil).object["client_secret"]; got != "known" {
		t.Errorf("client_secret %v", got)
	}
	if len(seed.Clients[0]) != 4 {
		t.Error("the caller's seed was changed")
	}
	made := s.mustCall(201, "POST", "/clients", `{"name":"a","is_first_party":false}`).object
	if made["third_party_security_mode"] != "strict" {
		t.Errorf("default mode: %v", made["third_party_security_mode"])
	}
	name, domain := s.server.Tenant()
	if name != "acme" || domain != "acme.auth0.com" {
		t.Errorf("tenant %s, domain %s", name, domain)
	}
}

// A seed may give the management application fewer scopes, for tests of missing ones.
func TestSeedNarrowsTheManagementGrant(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{
		Tenant:                "acme",
		ManagementApplication: object.Object{"client_id": "m2m"},
		ClientGrants:          []map[string]any{{"client_id": "m2m", "audience": "https://acme.auth0.com/api/v2/", "scope": []string{"read:clients"}}},
	})
	s.mustCall(200, "GET", "/clients", nil)
	wantRefusal(t, s.call("GET", "/client-grants", nil), 403, "insufficient_scope", "Insufficient scope, expected any of: read:client_grants")
}

// The seed in the README is valid.
func TestSeedOfTheReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, found := strings.Cut(string(readme), "A file with most of it:\n")
	shown, _, ended := strings.Cut(shown, "\n    }\n")
	if !found || !ended {
		t.Fatal("the README shows no seed")
	}
	path := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(path, []byte(shown+"\n}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := loadAndStart(path); err != nil {
		t.Error(err)
	}
}

// loadAndStart makes a tenant from a file.
func loadAndStart(path string) error {
	loaded, err := LoadSeed(path)
	if err == nil {
		_, err = New(Options{Seed: loaded})
	}
	return err
}
