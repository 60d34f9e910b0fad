package accesscheck_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// If the access token lacks a scope, the condition is unknown and names the scope. Each kind of object costs one call,
// and only objects that matter are read.
func TestMissingScopes(t *testing.T) {
	t.Parallel()
	owner := acctest.NewTenant(t, acctest.EmulatorOnly())
	seed := complete()
	entry(true)(seed, nil)
	consented(acme, read)(seed, object{})
	load(t, owner, seed)
	const base = "read:clients read:resource_servers read:client_grants read:rules read:hooks read:rate_limit_policies"
	silently := func() object {
		question := ofUsers()
		question["prompt_none"] = true
		return question
	}
	ofLogins := base + " read:connections read:organizations read:organization_clients read:organization_connections read:tenant_settings"
	for kind, test := range map[string]struct {
		question func() object
		scopes   string
	}{
		"user":        {ofUsers, ofLogins},
		"silent user": {silently, ofLogins + " read:grants"},
		"client":      {ofItself, base + " read:organizations read:organization_client_grants"},
	} {
		scopes := strings.Fields(test.scopes)
		for i, missing := range append(scopes, "none") {
			held := scopes
			if i < len(scopes) {
				held = slices.Delete(slices.Clone(scopes), i, i+1)
			}
			machine := acctest.ManagementApplication(t, owner, nil, held...)
			earlier := len(owner.Requests())
			s := check(t, t, machine.Tenant(), test.question())
			calls := 0
			for _, request := range owner.Requests()[earlier:] {
				if request.Method == http.MethodGet {
					calls++
				}
			}
			if missing == "none" {
				if !s.Allowed || calls != len(scopes) {
					t.Errorf("%s: allowed is %t after %d calls, want one for each of %q: %s", kind, s.Allowed, calls, scopes, s.Reason)
				}
				continue
			}
			if s.Allowed || len(s.in("unknown")) == 0 || len(s.in("unmet")) > 0 || !strings.HasSuffix(s.Reason, "Give it the scope "+missing+".") {
				t.Errorf("%s without %s: allowed is %t, because %s", kind, missing, s.Allowed, s.Reason)
			}
			if calls > len(scopes) {
				t.Errorf("%s without %s: %d calls", kind, missing, calls)
			}
		}
	}
}

// A refusal that names no scope names the call. What depends on the answer is unknown, too.
func TestMissingScopeWithoutName(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	load(t, tenant, complete())
	path := "/api/v2/clients/" + partner
	if err := tenant.Emulator.AddFault(emulator.Fault{
		Method: http.MethodGet, Path: path, Kind: emulator.FaultStatus, Status: http.StatusForbidden,
		Body: object{"statusCode": 403, "error": "Forbidden", "message": "No.", "errorCode": "insufficient_scope"},
	}); err != nil {
		t.Fatal(err)
	}
	s := check(t, t, tenant, ofItself())
	want := []string{"application", "grant", "scopes", "grant_types", "authentication", "callbacks", "organization", "consent", "rules", "hooks", "rate_limit"}
	if diff := cmp.Diff(want, s.in("unknown")); diff != "" || s.Reason != "The access token may not read the application. Give it the scope that "+path+" requires." {
		t.Errorf("because %s; unknown (-want +got):\n%s", s.Reason, diff)
	}
}

// Without client_id, the question is about any application that registers itself.
func TestSelfRegistered(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	forItself := func(seed *emulator.Seed, question object) {
		seed.ClientGrants[0]["subject_type"], question["subject_type"] = "client", "client"
	}
	for name, test := range map[string]struct {
		settings object
		change   func(*emulator.Seed, object)
		unmet    []string
		evidence string
	}{
		"nobody may":                {nil, nil, []string{"application"}, "Dynamic Client Registration and metadata documents are off"},
		"registration":              {object{"flags": object{"enable_dynamic_client_registration": true}}, nil, nil, "gets the token"},
		"registration, permissive":  {object{"flags": object{"enable_dynamic_client_registration": true}, "dynamic_client_registration_security_mode": "permissive"}, nil, nil, "gets the token"},
		"resource, not understood":  {object{"flags": object{"enable_dynamic_client_registration": true}}, set("resource_parameter", true), []string{"resource_parameter"}, "does not accept resource"},
		"default_audience":          {object{"flags": object{"enable_dynamic_client_registration": true}, "default_audience": orders}, set("resource_parameter", true), nil, "gets the token"},
		"documents":                 {object{"client_id_metadata_document_supported": true}, nil, nil, "gets the token"},
		"documents are shut off":    {object{"client_id_metadata_document_supported": true}, policy("cimd_clients"), []string{"rate_limit"}, `"cimd_clients" lets no request through`},
		"one way is shut off":       {object{"flags": object{"enable_dynamic_client_registration": true}, "client_id_metadata_document_supported": true}, policy("cimd_clients"), []string{"rate_limit"}, `"cimd_clients"`},
		"the other way is shut off": {object{"client_id_metadata_document_supported": true}, policy("third_party_clients"), nil, "gets the token"},
		"own grants do not count": {object{"client_id_metadata_document_supported": true}, func(seed *emulator.Seed, _ object) {
			seed.ClientGrants[len(seed.ClientGrants)-1] = object{"client_id": partner, "audience": orders, "subject_type": "user", "scope": []any{read}}
		}, []string{"grant"}, "The API has no default permissions for users"},
		"for itself": {object{"client_id_metadata_document_supported": true}, func(_ *emulator.Seed, question object) { question["subject_type"] = "client" },
			[]string{"grant", "authentication"}, "The API has no default permissions for client_credentials"},
		"registration, permissive, for itself": {object{"flags": object{"enable_dynamic_client_registration": true}, "dynamic_client_registration_security_mode": "permissive"}, all(forItself, func(seed *emulator.Seed, _ object) {
			seed.Variants = []string{"registration-mode-shown"}
		}), nil, "gets the token"},
		"one way is shut off, by the first": {object{"flags": object{"enable_dynamic_client_registration": true}, "client_id_metadata_document_supported": true}, limits(map[string]object{
			"third_party_clients": {"action": "block", "limit": 0}, "cimd_clients": {"action": "allow"},
		}), []string{"rate_limit"}, `"third_party_clients"`},
		"document, granted for itself":     {object{"client_id_metadata_document_supported": true}, forItself, []string{"authentication"}, "A metadata document describes the application"},
		"registration, granted for itself": {object{"flags": object{"enable_dynamic_client_registration": true}}, forItself, []string{"authentication"}, "The application registered itself"},
		"silently":                         {object{"client_id_metadata_document_supported": true}, set("prompt_none", true), []string{"consent"}, "does not exist yet"},
		"to an organization":               {object{"client_id_metadata_document_supported": true}, set("organization_id", acme), []string{"organization"}, "does not use organizations"},
	} {
		seed, question := complete(), object{"audience": orders, "subject_type": "user", "scopes": []any{read}}
		seed.TenantSettings = test.settings
		seed.ClientGrants, seed.OrganizationClientGrants = []object{{"default_for": "third_party_clients", "audience": orders, "subject_type": "user", "scope": []any{read}}}, nil
		if test.change != nil {
			test.change(seed, question)
		}
		load(t, tenant, seed)
		s := check(t, t, tenant, question)
		if diff := cmp.Diff(test.unmet, s.in("unmet", "unknown")); diff != "" || !strings.Contains(s.Reason, test.evidence) || s.Allowed != (test.unmet == nil) {
			t.Errorf("%s: allowed is %t, because %s; unmet (-want +got):\n%s", name, s.Allowed, s.Reason, diff)
		}
	}
}

// A tenant without Rules, Hooks or rate limit policies, because Auth0 took them away or the plan lacks them, has none.
func TestFeaturesThatAreGone(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	load(t, tenant, complete())
	for path, status := range map[string]int{"/api/v2/rules": 404, "/api/v2/hooks": 410, "/api/v2/rate-limit-policies": 403} {
		if err := tenant.Emulator.AddFault(emulator.Fault{Method: "GET", Path: path, Kind: emulator.FaultStatus, Status: status}); err != nil {
			t.Fatal(err)
		}
	}
	if s := check(t, t, tenant, ofItself()); !s.Allowed {
		t.Error(s.Reason)
	}
	if err := tenant.Emulator.AddFault(emulator.Fault{Method: "GET", Path: "/api/v2/client-grants", Kind: emulator.FaultStatus, Status: 400}); err != nil {
		t.Fatal(err)
	}
	_, errors := acctest.ReadDataSource(t, tenant, dataSource, ofItself())
	if len(errors) != 1 || !strings.Contains(errors[0], "Could not check the access") || !strings.Contains(errors[0], "/api/v2/client-grants") {
		t.Errorf("errors are %q", errors)
	}
}

func TestQuestionsThatAreRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	seed := complete()
	seed.Clients = append(seed.Clients, object{"client_id": "ours", "name": "Back office", "app_type": "regular_web"})
	load(t, tenant, seed)
	for want, change := range map[string]object{
		"Application is first-party": {"client_id": "ours"},
		"Connection without users":   {"subject_type": "client"},
		"Silent login without users": {"subject_type": "client", "prompt_none": true, "connection_name": nil},
		"Invalid Attribute Value":    {"audience": ""},
	} {
		question := ofUsers()
		for key, value := range change {
			question[key] = value
		}
		if _, errors := acctest.ReadDataSource(t, tenant, dataSource, question); len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("errors are %q, want one with %q", errors, want)
		}
	}
}

// Names that owners of applications chose are not interpreted as Markdown, and stay on one line.
func TestForeignNames(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	seed := complete()
	clientOf(seed)["name"] = "x | [a](https://evil.example.com) www.evil.example.com `b` @team\x1b[2J"
	load(t, tenant, seed)
	question := ofUsers()
	delete(question, "resource_parameter")
	s := check(t, t, tenant, question)
	if !strings.Contains(s.Markdown, "| `resource_parameter` | not applicable |") {
		t.Errorf("the table lacks a state:\n%s", s.Markdown)
	}
	for _, part := range []string{"x |", "[a]", "://evil", "www.", "@team", "\x1b", "`b`"} {
		if strings.Contains(s.Markdown, part) {
			t.Errorf("the table has %q:\n%s", part, s.Markdown)
		}
	}
}
