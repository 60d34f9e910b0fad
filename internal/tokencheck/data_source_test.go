package tokencheck_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// The check shows the answer of the tenant's token endpoint, and a refusal is no error.
func TestTokenCheck(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience, organization, closed := acctest.API(t, tenant), acctest.Organization(t, tenant), acctest.Organization(t, tenant)
	post, grant := machine(t, tenant, nil)
	tenant.Call(t, http.MethodPost, "/api/v2/organizations/"+organization+"/client-grants", object{"grant_id": grant})
	basic, _ := machine(t, tenant, object{"token_endpoint_auth_method": "client_secret_basic"})
	public := acctest.Application(t, tenant, object{"token_endpoint_auth_method": "none", "app_type": "spa"})
	login := acctest.Application(t, tenant, nil)
	granted := func(scopes ...any) object {
		return object{"granted": true, "scopes": scopes, "error": nil, "error_description": nil}
	}
	refused := func(code, description string) object {
		return object{"granted": false, "scopes": []any{}, "error": code, "error_description": description}
	}
	for name, test := range map[string]struct{ config, want object }{
		"all scopes":      {object{"client_id": post}, granted("read:customers", "read:orders")},
		"basic":           {object{"client_id": basic}, granted("read:customers", "read:orders")},
		"some scopes":     {object{"client_id": post, "requested_scopes": []string{"read:orders"}}, granted("read:orders")},
		"an organization": {object{"client_id": post, "organization_id": organization}, granted("read:customers", "read:orders")},
		"a scope that is missing": {
			object{"client_id": post, "requested_scopes": []string{"read:orders", "write:orders"}},
			refused("access_denied", "Client has not been granted scopes: write:orders"),
		},
		"another API": {
			object{"client_id": post, "audience": "https://other.example.com/"},
			refused("access_denied", "Service not found: https://other.example.com/"),
		},
		"an organization that is closed": {
			object{"client_id": post, "organization_id": closed},
			refused("access_denied", `Client "`+post+`" is not authorized to access organization "`+closed+`".`),
		},
		"a public application": {
			object{"client_id": public}, refused("unauthorized_client", "Grant type 'client_credentials' not allowed for the client."),
		},
		"an application for users alone": {
			object{"client_id": login}, refused("unauthorized_client", "Grant type 'client_credentials' not allowed for the client."),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := object{"audience": audience}
			for key, value := range test.config {
				config[key] = value
			}
			state, errors := acctest.ReadDataSource(t, tenant, check, config)
			if len(errors) > 0 {
				t.Fatal(errors)
			}
			got := object{}
			for key := range test.want {
				got[key] = state[key]
			}
			if scopes, is := got["scopes"].([]any); is {
				slices.SortFunc(scopes, func(a, b any) int { return strings.Compare(a.(string), b.(string)) }) //nolint:forcetypeassert // texts
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			withoutSecrets(t, "", state)
		})
	}
}

// An application with a rate limit policy of 0 gets nothing.
func TestTokenCheckBeyondTheCeiling(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	clientID, _ := machine(t, tenant, nil)
	config := object{"client_id": clientID, "audience": acctest.API(t, tenant)}
	if state, errors := acctest.ReadDataSource(t, tenant, check, config); state["granted"] != true {
		t.Errorf("got %v, %q", state, errors)
	}
	tenant.Call(t, http.MethodPost, "/api/v2/rate-limit-policies", object{
		"resource": "oauth_authentication_api", "consumer": "client", "consumer_selector": "client_id:" + clientID,
		"configuration": object{"action": "block", "limit": 0},
	})
	if state, errors := acctest.ReadDataSource(t, tenant, check, config); state["granted"] != false || state["error"] != "too_many_requests" {
		t.Errorf("got %v, %q", state, errors)
	}
}

func TestTokenCheckRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	signing := acctest.Application(t, tenant, object{
		"token_endpoint_auth_method": nil, "client_authentication_methods": object{"private_key_jwt": object{
			"credentials": []object{{"credential_type": "public_key", "pem": acctest.NewPublicKey()}},
		}},
	})
	own := tenant.Call(t, http.MethodPost, "/api/v2/clients", object{"name": acctest.Name(t, "own")})["client_id"]
	t.Cleanup(func() { tenant.Call(t, http.MethodDelete, "/api/v2/clients/"+own.(string), nil) }) //nolint:forcetypeassert // a text
	clientID, _ := machine(t, tenant, nil)
	reader := acctest.ManagementApplication(t, tenant, nil, "read:clients").Tenant()
	for want, test := range map[string]struct {
		tenant *acctest.Tenant
		config object
	}{
		"Application not found":             {tenant, object{"client_id": "tpc_nobody"}},
		"Application uses no client secret": {tenant, object{"client_id": signing}},
		"Application is not third-party":    {tenant, object{"client_id": own}},
		"Could not read the client secret":  {reader, object{"client_id": clientID}},
		"string length must be at least 1":  {tenant, object{"client_id": clientID, "organization_id": ""}},
	} {
		test.config["audience"] = "https://api.example.com/"
		_, errors := acctest.ReadDataSource(t, test.tenant, check, test.config)
		if len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("errors %q, want %q", errors, want)
		}
	}
}

// An error of Auth0's is no answer to the check.
func TestTokenCheckFails(t *testing.T) {
	t.Parallel()
	for want, fault := range map[string]emulator.Fault{
		"Could not read the application":   {Method: http.MethodGet, Path: "/api/v2/clients/{id}", Status: http.StatusForbidden},
		"Auth0 left the client secret out": {Method: http.MethodGet, Path: "/api/v2/clients/{id}", Nth: 2, Status: http.StatusOK},
		"Could not request a token":        {Method: http.MethodPost, Path: "/oauth/token", Nth: 2, Status: http.StatusNotFound},
	} {
		tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
		clientID, _ := machine(t, tenant, nil)
		fault.Kind, fault.Body = emulator.FaultStatus, object{"client_id": clientID}
		if err := tenant.Emulator.AddFault(fault); err != nil {
			t.Fatal(err)
		}
		_, errors := acctest.ReadDataSource(t, tenant, check, object{"client_id": clientID, "audience": "https://api.example.com/"})
		if len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("errors %q, want %q", errors, want)
		}
	}
}

// With read_only, the check requests no token and reads no secret.
func TestTokenCheckReadOnly(t *testing.T) {
	tenant := acctest.NewTenant(t)
	t.Setenv("AUTH0_READ_ONLY", "true")
	reader := acctest.ManagementApplication(t, tenant, nil, "read:connections").Tenant()
	config := object{"client_id": "tpc_1", "audience": "https://api.example.com/"}
	state, errors := acctest.ReadDataSource(t, reader, check, config)
	if len(errors) > 0 || state["id"] != "tpc_1" || state["granted"] != nil || state["scopes"] != nil {
		t.Errorf("got %v, %q", state, errors)
	}
	result, errors := acctest.OpenEphemeralResource(t, reader, check, config)
	if len(errors) > 0 || result["granted"] != acctest.Unknown {
		t.Errorf("got %v, %q", result, errors)
	}
	if calls := tenant.Requests(); len(calls) > 0 {
		t.Errorf("calls were made: %v", calls)
	}
}
