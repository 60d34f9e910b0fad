package acctest

import (
	"maps"
	"net/http"
	"strings"
	"testing"
)

// Machine is a machine-to-machine application that may call the Management API.
type Machine struct {
	ClientID     string
	ClientSecret string

	tenant *Tenant
}

// ManagementApplication returns an application that may call the Management API with the given scopes and no others;
// members are further members of the request that makes it.
func ManagementApplication(t testing.TB, tenant *Tenant, members map[string]any, scopes ...string) *Machine {
	t.Helper()
	body := map[string]any{
		"name":        Name(t, "machine"),
		"app_type":    "non_interactive",
		"grant_types": []string{"client_credentials"},
	}
	maps.Copy(body, members)
	application := tenant.Call(t, http.MethodPost, "/api/v2/clients", body)
	id := stringMember(t, application, "client_id")
	t.Cleanup(func() { tenant.Call(t, http.MethodDelete, "/api/v2/clients/"+id, nil) })
	tenant.Call(t, http.MethodPost, "/api/v2/client-grants", map[string]any{
		"client_id":    id,
		"audience":     managementAPI(t, tenant),
		"subject_type": "client",
		"scope":        scopes,
	})
	machine := &Machine{ClientID: id, tenant: tenant}
	if _, hasKeys := body["client_authentication_methods"]; !hasKeys { // with keys, Auth0 shows no secret
		machine.ClientSecret = stringMember(t, application, "client_secret")
	}
	return machine
}

// Tenant returns the tenant as the application reaches it: what the provider does there, it does with its scopes.
func (m *Machine) Tenant() *Tenant {
	tenant := *m.tenant
	tenant.ClientID, tenant.ClientSecret = m.ClientID, m.ClientSecret
	return &tenant
}

// Token returns an access token of the application's.
func (m *Machine) Token(t testing.TB) string {
	t.Helper()
	token, err := m.tenant.fetchToken(m.ClientID, m.ClientSecret)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// managementAPI returns the identifier of the tenant's Management API, which an emulator also answers to under others.
func managementAPI(t testing.TB, tenant *Tenant) string {
	t.Helper()
	for _, api := range tenant.all(t, "/api/v2/resource-servers") {
		identifier, _ := api["identifier"].(string)
		if api["is_system"] == true && strings.HasSuffix(identifier, "/api/v2/") {
			return identifier
		}
	}
	t.Fatal("the tenant shows no Management API")
	return ""
}
