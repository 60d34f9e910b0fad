package emulator

import (
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Tests of behaviour in which recordings and reports of real tenants contradict earlier assumptions. Tests about
// credentials are in credentials_test.go, tests about the token endpoint in token_rules_test.go.

// The mode of registrations can be set. Neither a read nor the answer shows it, but it applies.
func TestRegistrationModeIsNotShown(t *testing.T) {
	t.Parallel()
	for variant, shown := range map[string]struct{ answer, read any }{
		tenant.RegistrationModeOmitted:  {nil, nil},
		tenant.RegistrationModeInAnswer: {"permissive", nil},
		tenant.RegistrationModeShown:    {"permissive", "permissive"},
	} {
		s := serveTenant(t, registering("", variant))
		answer := s.mustCall(200, "PATCH", "/tenants/settings", `{"dynamic_client_registration_security_mode":"permissive"}`).object
		read := s.mustCall(200, "GET", "/tenants/settings", nil).object
		if answer[rules.RegistrationMode] != shown.answer || read[rules.RegistrationMode] != shown.read {
			t.Errorf("%s: answered %v, read %v", variant, answer[rules.RegistrationMode], read[rules.RegistrationMode])
		}
		id := object.Text(s.register(`{"redirect_uris":["https://agent.example.com/callback"]}`).object, "client_id")
		if mode := s.mustCall(200, "GET", "/clients/"+id, nil).object["third_party_security_mode"]; mode != "permissive" {
			t.Errorf("%s: registered as %v", variant, mode)
		}
		if s.server.Snapshot().TenantSettings[rules.RegistrationMode] != "permissive" {
			t.Errorf("%s: the state does not hold the mode", variant)
		}
	}
}

func TestOrganizationsAreListedWithTheAssociationsOfAnApplication(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Organizations: []map[string]any{{"id": "org_1", "name": "one"}}})
	if got := s.callBeyond("GET", "/organizations?include_client_association_for=tpc_1&take=50", nil); got.status != 200 {
		t.Errorf("%d %s", got.status, got.raw)
	}
}

// A new or changed grant may name a scope that the API does not define, but no token has it.
func TestScopesThatTheAPIDoesNotDefine(t *testing.T) {
	t.Parallel()
	const refusal = "The API https://api.example.com/ does not define the scopes: x, y"
	for variant, accepted := range map[string]bool{tenant.UnknownScopesAccepted: true, tenant.UnknownScopesRefused: false} {
		seed := machines(variant)
		seed.ClientGrants, seed.OrganizationClientGrants = nil, nil
		s := serveTenant(t, seed)
		const body = `{"client_id":"unset","audience":"https://api.example.com/","scope":["read:orders","x","y"]}`
		made := s.call("POST", "/client-grants", body)
		if !accepted {
			wantRefusal(t, made, 400, "validation_error", refusal)
			made = s.mustCall(201, "POST", "/client-grants", strings.ReplaceAll(body, `,"x","y"`, ""))
			wantRefusal(t, s.call("PATCH", "/client-grants/"+object.Text(made.object, "id"), `{"scope":["x","y"]}`), 400, "validation_error", refusal)
			continue
		}
		wantJSON(t, "scope", made.object["scope"], `["read:orders","x","y"]`)
		if status, token := s.requestToken(askAs("unset"), nil); status != 200 || token["scope"] != "read:orders" {
			t.Errorf("token: %d, scope %v", status, token["scope"])
		}
		s.mustCall(200, "PATCH", "/client-grants/"+object.Text(made.object, "id"), `{"scope":["z"]}`)
	}
}

// agents are two applications that no administrator created: one described by a document, and one that registered
// itself.
func agents(variants ...string) *Seed {
	return &Seed{Variants: variants, Clients: []map[string]any{
		{
			"name": "Described", "client_id": "tpc_described", "app_type": "native", "is_first_party": false,
			"callbacks": []string{"https://agent.example/cb"}, "token_endpoint_auth_method": "none",
			"external_metadata_type": "cimd", "external_metadata_created_by": "admin", "external_client_id": "https://agent.example/client.json",
		},
		{
			"name": "Registered", "client_id": "tpc_registered", "is_first_party": false,
			"callbacks": []string{"https://agent.example/cb"}, "token_endpoint_auth_method": "none",
			"external_metadata_type": "dcr", "external_metadata_created_by": "client",
		},
	}}
}

// The answer to a PATCH of a CIMD application lacks the members that say so; a read has them.
func TestAnswersAboutDescribedApplications(t *testing.T) {
	t.Parallel()
	members := []string{"external_client_id", "external_metadata_type", "external_metadata_created_by"}
	for variant, shown := range map[string]bool{tenant.CimdMembersOmitted: false, tenant.CimdMembersShown: true} {
		s := serveTenant(t, agents(variant))
		answer := s.mustCall(200, "PATCH", "/clients/tpc_described", `{"description":"x"}`).object
		read := s.mustCall(200, "GET", "/clients/tpc_described", nil).object
		for _, member := range members {
			if (answer[member] != nil) != shown || read[member] == nil {
				t.Errorf("%s: %s is answered %v, read %v", variant, member, answer[member], read[member])
			}
		}
		registered := s.mustCall(200, "PATCH", "/clients/tpc_registered", `{"description":"x"}`).object
		if registered["external_metadata_type"] != "dcr" {
			t.Errorf("%s: a registered application is answered %v", variant, registered["external_metadata_type"])
		}
	}
}

// Members that the document determines cannot be changed.
func TestDescribedApplicationsBelongToTheirDocuments(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, agents())
	for body, refused := range map[string]string{
		`{"name":"Mine"}`: "name",
		`{"callbacks":["https://other.example/cb"]}`:                                     "callbacks",
		`{"logo_uri":"https://other.example/logo.png"}`:                                  "logo_uri",
		`{"token_endpoint_auth_method":"client_secret_post"}`:                            "token_endpoint_auth_method",
		`{"description":"x","jwt_configuration":{"alg":"RS256","secret_encoded":false}}`: "jwt_configuration.secret_encoded",
		`{"sso":true}`: "sso",
	} {
		wantRefusal(t, s.call("PATCH", "/clients/tpc_described", body), 400, "invalid_body",
			refused+" is not allowed to be updated for clients with a Client ID Metadata Document")
	}
	s.mustCall(200, "PATCH", "/clients/tpc_described", `{
		"description":"CIMD test client","allowed_origins":["https://a.example"],"web_origins":["https://a.example"],
		"grant_types":["authorization_code","refresh_token"],"jwt_configuration":{"lifetime_in_seconds":7200,"alg":"RS256"},
		"app_type":"native","oidc_conformant":true,"require_proof_of_possession":true,"client_metadata":{"a":"b"},
		"organization_usage":"allow","is_first_party":false,"third_party_security_mode":"strict",
		"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","leeway":30}}`)
	wantRefusal(t, s.call("PATCH", "/clients/tpc_described", `{"grant_types":["client_credentials"]}`), 400, "invalid_body",
		"Invalid grant types: client_credentials")
}

// Sources disagree whether redirect protection can be set for applications that no administrator created.
func TestRedirectionPolicyOfApplicationsThatNoAdministratorMade(t *testing.T) {
	t.Parallel()
	for variant, accepted := range map[string]bool{tenant.RedirectionPolicyAccepted: true, tenant.RedirectionPolicyRefused: false} {
		s := serveTenant(t, agents(variant))
		own := object.Text(s.mustCall(201, "POST", "/clients", `{"name":"a","is_first_party":false}`).object, "client_id")
		s.mustCall(200, "PATCH", "/clients/"+own, `{"redirection_policy":"allow_always"}`)
		for _, id := range []string{"tpc_described", "tpc_registered"} {
			got := s.call("PATCH", "/clients/"+id, `{"redirection_policy":"allow_always"}`)
			if accepted && got.object["redirection_policy"] != "allow_always" {
				t.Errorf("%s, %s: %d %s", variant, id, got.status, got.raw)
			}
			if !accepted {
				wantRefusal(t, got, 400, "invalid_body", "redirection_policy cannot be set on a client that was registered dynamically")
			}
		}
	}
}

// Since July 2026, strict applications may have organization settings. Earlier, and for permissive applications still,
// they are refused.
func TestOrganizationSettingsOfThirdPartyApplications(t *testing.T) {
	t.Parallel()
	settings := map[string]string{
		"organization_usage": `"require"`, "organization_require_behavior": `"pre_login_prompt"`, "organization_discovery_methods": `["email"]`,
	}
	for variant, accepted := range map[string]bool{tenant.OrganizationsAccepted: true, tenant.OrganizationsRefused: false} {
		s := serveTenant(t, &Seed{Variants: []string{variant}})
		strict := object.Text(s.mustCall(201, "POST", "/clients", strictClient("")).object, "client_id")
		for member, value := range settings {
			refusal := member + " cannot be set on a third-party client"
			wantRefusal(t, s.call("POST", "/clients", permissiveClient(`,"`+member+`":`+value)), 403, "operation_not_supported", refusal)
			created, updated := s.call("POST", "/clients", strictClient(`,"`+member+`":`+value)), s.call("PATCH", "/clients/"+strict, `{"`+member+`":`+value+`}`)
			if accepted {
				wantJSON(t, member, created.object[member], value)
				wantJSON(t, member, updated.object[member], value)
				continue
			}
			wantRefusal(t, created, 403, "operation_not_supported", refusal)
			wantRefusal(t, updated, 403, "operation_not_supported", refusal)
		}
	}
}

// Only listed members of strict applications may be set. All others are refused, whatever the value.
func TestStrictApplicationsHaveAnAllowList(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	id := object.Text(s.mustCall(201, "POST", "/clients", strictClient("")).object, "client_id")
	for member, value := range map[string]string{
		"sso": "false", "require_pushed_authorization_requests": "false", "compliance_level": `"none"`, "token_exchange": "{}",
		"mobile": `{"ios":{}}`, "native_social_login": `{"apple":{"enabled":false}}`, "async_approval_notification_channels": `["email"]`,
		"is_token_endpoint_ip_header_trusted": "false", "custom_login_page_on": "true", "sso_disabled": "false", "allowed_clients": "[]",
		"session_transfer": "{}", "fedcm_login": "{}",
	} {
		refusal := member + " is not allowed for third-party clients in strict security mode"
		wantRefusal(t, s.call("POST", "/clients", strictClient(`,"`+member+`":`+value)), 400, "invalid_body", refusal)
		wantRefusal(t, s.call("PATCH", "/clients/"+id, `{"`+member+`":`+value+`}`), 400, "invalid_body", refusal)
		s.mustCall(201, "POST", "/clients", permissiveClient(`,"`+member+`":`+value))
	}
	wantRefusal(t, s.call("PATCH", "/clients/"+id, `{"jwt_configuration":{"scopes":{}}}`), 400, "invalid_body",
		"jwt_configuration.scopes is not allowed for third-party clients in strict security mode")
	s.mustCall(200, "PATCH", "/clients/"+id, `{"session_transfer":null,"description":"x"}`)
}

// A seed may contain a strict application as a read shows it, but not with members that a create would refuse.
func TestStrictApplicationsOfSeeds(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	id := object.Text(s.mustCall(201, "POST", "/clients", strictClient("")).object, "client_id")
	read := s.mustCall(200, "GET", "/clients/"+id, nil).object
	if _, err := New(Options{Seed: &Seed{Clients: []map[string]any{read}}}); err != nil {
		t.Error(err)
	}
	read["sso"] = true
	if _, err := New(Options{Seed: &Seed{Clients: []map[string]any{read}}}); err == nil || !strings.Contains(err.Error(), "clients[0]: sso is not allowed") {
		t.Errorf("a seed with sso: %v", err)
	}
}

func TestApplicationsTellTheirAge(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	server, err := New(Options{Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	s := serveServer(t, server)
	made := s.mustCall(201, "POST", "/clients", strictClient("")).object
	path := "/clients/" + object.Text(made, "client_id")
	wantTimes := func(what string, got object.Object, created, updated string) {
		t.Helper()
		if got["created_at"] != created || got["updated_at"] != updated {
			t.Errorf("%s: created_at %v, updated_at %v", what, got["created_at"], got["updated_at"])
		}
	}
	wantTimes("created", made, "2026-11-01T12:00:00.000Z", "2026-11-01T12:00:00.000Z")
	now = now.Add(time.Hour)
	wantTimes("updated", s.mustCall(200, "PATCH", path, `{"description":"x"}`).object, "2026-11-01T12:00:00.000Z", "2026-11-01T13:00:00.000Z")
	now = now.Add(time.Hour)
	s.mustCall(200, "POST", path+"/rotate-secret", nil)
	wantTimes("read", s.mustCall(200, "GET", path, nil).object, "2026-11-01T12:00:00.000Z", "2026-11-01T14:00:00.000Z")
}

// A tenant with as many applications as it may have refuses the next one, created or registered.
func TestFullQuotaOfApplications(t *testing.T) {
	t.Parallel()
	seed := registering("strict")
	seed.ApplicationLimit = 2 // the management application and one more
	s := serveTenant(t, seed)
	const message = "You reached the limit of entities of this type for this tenant."
	const metadata = `{"redirect_uris":["https://agent.example.com/callback"]}`
	if got := s.register(metadata); got.status != 201 {
		t.Fatalf("%d %s", got.status, got.raw)
	}
	wantRefusal(t, s.register(metadata), 403, "too_many_entities", message)
	wantRefusal(t, s.call("POST", "/clients", `{"name":"a"}`), 403, "too_many_entities", message)
}

// An API may have the subject type of anonymous users. Its meaning is not known.
func TestGrantsForAnonymousUsers(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, parties())
	s.mustCall(201, "POST", "/client-grants", `{"client_id":"first","audience":"https://api.example.com/","subject_type":"anonymous_user","scope":[]}`)
}

// A key without a kid gets its thumbprint as kid or, in a variant, a random one. Either way, assertions can name it.
func TestKeyIDsThatNobodyGave(t *testing.T) {
	t.Parallel()
	kid := func(variant string) string {
		s := serveTenant(t, &Seed{Variants: []string{variant}, Clients: []map[string]any{{"name": "a", "client_id": "a"}}})
		return object.Text(s.mustCall(201, "POST", "/clients/a/credentials", `{"credential_type":"public_key","pem":`+testKey.publicPEM()+`}`).object, "kid")
	}
	first, second := kid(tenant.KidThumbprint), kid(tenant.KidThumbprint)
	if first != second || len(first) != 43 {
		t.Errorf("thumbprints %q and %q", first, second)
	}
	if other := kid(tenant.KidRandom); other == first || len(other) != 43 {
		t.Errorf("random kid %q", other)
	}
}
