package emulator

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

const codeAndRefresh = `"grant_types":["authorization_code","refresh_token"]`

// register sends a registration without a token.
func (s *site) register(metadata string) outcome {
	s.tb.Helper()
	req, err := http.NewRequest(http.MethodPost, s.http.URL+"/oidc/register", strings.NewReader(metadata))
	if err != nil {
		s.tb.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	return s.send(req)
}

// registering is a tenant with open registration in the given mode ("" for no setting).
func registering(mode string, variants ...string) *Seed {
	seed := orders()
	seed.Variants = variants
	seed.TenantSettings = object.Object{"flags": object.Object{"enable_dynamic_client_registration": true}}
	if mode != "" {
		seed.TenantSettings["dynamic_client_registration_security_mode"] = mode
	}
	return seed
}

func TestRegistrationFollowsTheSetting(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, orders())
	const metadata = `{"redirect_uris":["https://agent.example.com/callback"]}`
	set := func(enabled string) {
		t.Helper()
		s.mustCall(200, "PATCH", "/tenants/settings", `{"flags":{"enable_dynamic_client_registration":`+enabled+`}}`)
	}
	refused := func() {
		t.Helper()
		wantRefusal(t, s.register(metadata), 400, "", "dynamic client registration is disabled")
	}
	refused()
	set("true")
	if got := s.register(metadata); got.status != 201 {
		t.Errorf("enabled: %d %s", got.status, got.raw)
	}
	set("false")
	refused()
	if all := s.mustCall(200, "GET", "/clients?is_first_party=false", nil).array; len(all) != 1 {
		t.Errorf("%d third-party applications, want the one that was registered", len(all))
	}
}

// The answer to a registration, and the resulting application.
func TestRegistration(t *testing.T) {
	t.Parallel()
	const uri = `"redirect_uris":["https://agent.example.com/callback","http://localhost:8976/cb"]`
	for name, test := range map[string]struct {
		seed     *Seed
		metadata string
		strict   bool
		answer   string // without name, id, secret and redirect URIs
	}{
		"strict, public": {
			registering("strict"),
			`{"client_name":"Agent",` + uri + `,"token_endpoint_auth_method":"none",` + codeAndRefresh + `,"response_types":["code"]}`, true,
			`{"client_secret_expires_at":0,` + codeAndRefresh + `,"token_endpoint_auth_method":"none"}`,
		},
		"strict, filtered": {
			registering("strict"),
			`{"client_name":"Agent",` + uri + `,"grant_types":["authorization_code","client_credentials","implicit","refresh_token","password"],"scope":"openid","software_id":"x"}`, true,
			`{"client_secret_expires_at":0,` + codeAndRefresh + `,"token_endpoint_auth_method":"client_secret_post"}`,
		},
		"strict, nothing left": {
			registering("strict"),
			`{"client_name":"Agent",` + uri + `,"grant_types":["client_credentials"],"token_endpoint_auth_method":"client_secret_basic"}`, true,
			`{"client_secret_expires_at":0,"grant_types":[],"token_endpoint_auth_method":"client_secret_basic"}`,
		},
		"strict, defaults": {
			registering("strict"), `{"client_name":"Agent",` + uri + `,"logo_uri":"https://agent.example.com/logo.png"}`, true,
			`{"client_secret_expires_at":0,"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_post","logo_uri":"https://agent.example.com/logo.png"}`,
		},
		"permissive, defaults": {
			registering("permissive"), `{"client_name":"Agent",` + uri + `}`, false,
			`{"client_secret_expires_at":0,"grant_types":["authorization_code","implicit","refresh_token","client_credentials"],"token_endpoint_auth_method":"client_secret_post"}`,
		},
		"permissive, filtered": {
			registering("permissive"), `{"client_name":"Agent",` + uri + `,"grant_types":["client_credentials","password","implicit"]}`, false,
			`{"client_secret_expires_at":0,"grant_types":["client_credentials","implicit"],"token_endpoint_auth_method":"client_secret_post"}`,
		},
		"no mode chosen, a new tenant": {
			registering(""), `{"client_name":"Agent",` + uri + `}`, true,
			`{"client_secret_expires_at":0,"grant_types":["authorization_code"],"token_endpoint_auth_method":"client_secret_post"}`,
		},
		"no mode chosen, an older tenant": {
			registering("", tenant.PermissiveByDefault), `{"client_name":"Agent",` + uri + `,"grant_types":["implicit"]}`, false,
			`{"client_secret_expires_at":0,"grant_types":["implicit"],"token_endpoint_auth_method":"client_secret_post"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serveTenant(t, test.seed)
			got := s.register(test.metadata)
			if got.status != 201 {
				t.Fatalf("%d %s", got.status, got.raw)
			}
			wantJSON(t, "answer", without(got.object, "client_name", "client_id", "client_secret", "redirect_uris"), test.answer)
			id := object.Text(got.object, "client_id")
			if strings.HasPrefix(id, "tpc_") != test.strict {
				t.Errorf("client_id %s", id)
			}
			client := s.mustCall(200, "GET", "/clients/"+id, nil).object
			public := got.object["token_endpoint_auth_method"] == "none"
			if secret, shown := got.object["client_secret"]; shown == public || (shown && secret != client["client_secret"]) {
				t.Errorf("client_secret shown: %v", shown)
			}
			mode, policy := "permissive", any(nil)
			if test.strict {
				mode, policy = "strict", "open_redirect_protection"
			}
			for member, want := range map[string]any{
				"name": "Agent", "is_first_party": false, "third_party_security_mode": mode, "redirection_policy": policy,
				"external_metadata_type": "dcr", "external_metadata_created_by": "client", "oidc_conformant": true,
				"token_endpoint_auth_method": got.object["token_endpoint_auth_method"], "logo_uri": got.object["logo_uri"],
			} {
				if client[member] != want {
					t.Errorf("%s is %v, want %v", member, client[member], want)
				}
			}
			wantJSON(t, "callbacks", client["callbacks"], `["https://agent.example.com/callback","http://localhost:8976/cb"]`)
			wantJSON(t, "redirect_uris", got.object["redirect_uris"], `["https://agent.example.com/callback","http://localhost:8976/cb"]`)
			if got, want := object.List(client, "grant_types"), object.List(got.object, "grant_types"); strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("grant types are %v, the answer says %v", got, want)
			}
		})
	}
}

func TestRegistrationRefusals(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, registering("strict"))
	permissive := serveTenant(t, registering("permissive"))
	const uri = `"redirect_uris":["https://agent.example.com/callback"]`
	for name, test := range map[string]struct {
		metadata, code, message string
	}{
		"no redirect URIs":    {`{"client_name":"Agent"}`, answer.InvalidRedirectURI, "Payload validation error: 'Missing required property: redirect_uris'."},
		"empty redirect URIs": {`{"redirect_uris":[]}`, answer.InvalidRedirectURI, "Payload validation error: 'Array is too short (0), minimum 1' on property redirect_uris (Callback URLs)."},
		"relative":            {`{"redirect_uris":["callback"]}`, answer.InvalidRedirectURI, "Payload validation error: 'Object didn't pass validation for format callback-url: callback' on property redirect_uris[0]."},
		"wildcard":            {`{"redirect_uris":["https://*.example.com/callback"]}`, answer.InvalidRedirectURI, "callbacks cannot contain wildcards for third-party clients in strict security mode: https://*.example.com/callback"},
		"bad method":          {`{` + uri + `,"token_endpoint_auth_method":"private_key_jwt"}`, answer.InvalidMetadata, "Payload validation error: 'No enum match for: private_key_jwt' on property token_endpoint_auth_method (Authentication method at the token endpoint)."},
		"bad name":            {`{` + uri + `,"client_name":"<b>"}`, answer.InvalidMetadata, "Payload validation error: 'String does not match pattern ^[^<>]+$: <b>' on property client_name (Name of the client)."},
		"bad grant types":     {`{` + uri + `,"grant_types":"authorization_code"}`, answer.InvalidMetadata, "Payload validation error: 'Expected type array but found type string' on property grant_types (Grant types the client wants to use)."},
		"not an object":       {`[]`, answer.InvalidMetadata, "Payload validation error: 'Expected type object but found type array'."},
		"no body":             {``, answer.InvalidMetadata, "Payload validation error: 'Expected type object but found type null'."},
		"not JSON":            {`{`, "", "Invalid request payload JSON format"},
	} {
		wantRefusal(t, s.register(test.metadata), 400, test.code, test.message)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	if got := permissive.register(`{"redirect_uris":["https://*.example.com/callback"]}`); got.status != 201 {
		t.Errorf("wildcard in permissive mode: %s", got.raw)
	}
	if all := s.mustCall(200, "GET", "/clients?is_first_party=false", nil).array; len(all) != 0 {
		t.Errorf("refused registrations left %d applications", len(all))
	}
}

// Default permissions decide what a registered application may do; client_credentials cannot be added later.
func TestRegisteredApplicationStaysWithoutClientCredentials(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, registering("strict"))
	id := object.Text(s.register(`{"redirect_uris":["https://agent.example.com/callback"]}`).object, "client_id")
	if name := s.mustCall(200, "GET", "/clients/"+id, nil).object["name"]; name != "My App" {
		t.Errorf("the application without a name is called %v", name)
	}
	wantRefusal(t, s.call("PATCH", "/clients/"+id, `{"grant_types":["authorization_code","client_credentials"]}`),
		400, "invalid_body", "Invalid grant types: client_credentials")
	s.mustCall(200, "PATCH", "/clients/"+id, `{`+codeAndRefresh+`}`)
	s.mustCall(204, "DELETE", "/clients/"+id, nil)
}

func TestRegistrationRateLimit(t *testing.T) {
	t.Parallel()
	clock := newClock()
	server, err := New(Options{Clock: clock.read, RateLimit: "free", Seed: registering("strict")})
	if err != nil {
		t.Fatal(err)
	}
	s := serveServer(t, server)
	const metadata = `{"redirect_uris":["https://agent.example.com/callback"]}`
	for remaining := 4; remaining >= 0; remaining-- {
		got := s.register(metadata)
		if got.status != 201 {
			t.Fatalf("%d %s", got.status, got.raw)
		}
		wantAllowance(t, clock, got.header, 5, remaining)
	}
	wantRefusal(t, s.register(metadata), 429, "too_many_requests", "Endpoint limit has been reached")
	wantAllowance(t, clock, s.mustCall(200, "GET", "/clients", nil).header, 2, 1) // a bucket of its own
	clock.pass(time.Second / 5)
	if got := s.register(metadata); got.status != 201 {
		t.Errorf("after a fifth of a second: %s", got.raw)
	}
}

// A registration is recorded, can be struck by faults, and sees a new setting only after the lag.
func TestRegistrationIsARequestLikeOthers(t *testing.T) {
	t.Parallel()
	s, clock := serveLate(t, Options{Seed: orders(), Lag: time.Second})
	const metadata = `{"client_name":"Agent","redirect_uris":["https://agent.example.com/callback"]}`
	s.mustCall(200, "PATCH", "/tenants/settings", `{"flags":{"enable_dynamic_client_registration":true}}`)
	if got := s.register(metadata); got.status != 400 {
		t.Errorf("at once: %d", got.status)
	}
	clock.pass(2 * time.Second)
	s.addFault(Fault{Path: "/oidc/register", Nth: 2, Kind: FaultStatus, Status: 503})
	for _, want := range []int{201, 503} {
		if got := s.register(metadata); got.status != want {
			t.Errorf("status %d, want %d", got.status, want)
		}
	}
	requests := s.server.Requests()
	body, _ := requests[len(requests)-2].Body.(object.Object)
	if path := requests[len(requests)-2].Path; path != "/oidc/register" || object.Text(body, "client_name") != "Agent" {
		t.Errorf("recorded %s %v", path, body)
	}
}
