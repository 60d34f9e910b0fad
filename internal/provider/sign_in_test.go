package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// Credentials that the tenant refuses, or a tenant that does not answer, make one error of the provider block, which
// names the source of the value. It shows in the first plan, whatever the plan contains.
func TestSignIn(t *testing.T) {
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	browser := acctest.ManagementApplication(t, tenant, map[string]any{"grant_types": []string{"authorization_code"}}, "read:clients")
	stranger := tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{
		"name": "Without access", "app_type": "non_interactive", "grant_types": []string{"client_credentials"},
	})
	network := provider.WithHTTPClient(loopback.Client)
	tests := map[string]struct {
		env   map[string]string
		block map[string]any
		want  []string // none for success
	}{
		"as it should be":                          {},
		"blanks around the credentials":            {env: map[string]string{"AUTH0_CLIENT_SECRET": tenant.ClientSecret + "\r\n", "AUTH0_CLIENT_ID": " " + tenant.ClientID}},
		"wrong secret":                             {env: map[string]string{"AUTH0_CLIENT_SECRET": "wrong"}, want: []string{`"client_secret"`, "Could not sign in to Auth0", "(AUTH0_DOMAIN)", "(AUTH0_CLIENT_ID)", "(AUTH0_CLIENT_SECRET)", "401"}},
		"wrong secret in the block":                {block: map[string]any{"client_secret": "wrong"}, want: []string{"(argument client_secret)"}},
		"wrong client ID":                          {env: map[string]string{"AUTH0_CLIENT_ID": "nobody"}, want: []string{`"nobody" (AUTH0_CLIENT_ID)`}},
		"secret in quotation marks":                {env: map[string]string{"AUTH0_CLIENT_SECRET": `"` + tenant.ClientSecret + `"`}, want: []string{"remove the quotation marks"}},
		"application that cannot sign in":          {env: map[string]string{"AUTH0_CLIENT_ID": browser.ClientID, "AUTH0_CLIENT_SECRET": browser.ClientSecret}, want: []string{`"client_id"`, "may not sign in for itself"}},
		"application without access to the API":    {env: map[string]string{"AUTH0_CLIENT_ID": fmt.Sprint(stranger["client_id"]), "AUTH0_CLIENT_SECRET": fmt.Sprint(stranger["client_secret"])}, want: []string{`"client_id"`, "Authorize it"}},
		"Management API of another tenant":         {env: map[string]string{"AUTH0_AUDIENCE": "https://other.eu.auth0.com/api/v2/"}, want: []string{`"audience"`, "https://other.eu.auth0.com/api/v2/ (AUTH0_AUDIENCE)"}},
		"https to an emulator":                     {env: map[string]string{"AUTH0_DOMAIN": strings.TrimPrefix(tenant.URL, "http://")}, want: []string{`"domain"`, "Could not reach the tenant", "(AUTH0_DOMAIN) does not speak https"}},
		"nobody answers at the domain":             {env: map[string]string{"AUTH0_DOMAIN": "http://127.0.0.1:1"}, want: []string{`"domain"`, "Nothing answers at 127.0.0.1:1 (AUTH0_DOMAIN)"}},
		"wrong token, which is not looked at here": {env: map[string]string{"AUTH0_API_TOKEN": "wrong"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			clearEnvironment(t)
			t.Setenv("AUTH0_MAX_RETRIES", "0")
			for _, given := range []map[string]string{
				{"AUTH0_DOMAIN": tenant.URL, "AUTH0_CLIENT_ID": tenant.ClientID, "AUTH0_CLIENT_SECRET": tenant.ClientSecret}, test.env,
			} {
				for variable, value := range given {
					t.Setenv(variable, value)
				}
			}
			errors := acctest.Configure(t, test.block, network)
			if len(test.want) == 0 {
				if len(errors) > 0 {
					t.Errorf("unexpected errors: %q", errors)
				}
				return
			}
			if len(errors) != 1 {
				t.Fatalf("got %d errors, want one: %q", len(errors), errors)
			}
			for _, want := range test.want {
				if !strings.Contains(errors[0], want) {
					t.Errorf("the error does not say %q:\n%s", want, errors[0])
				}
			}
			if strings.Contains(errors[0], tenant.ClientSecret) {
				t.Errorf("the error shows the secret:\n%s", errors[0])
			}
		})
	}
}
