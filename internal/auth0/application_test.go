package auth0_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func TestIsStrictClientID(t *testing.T) {
	t.Parallel()
	for clientID, want := range map[string]bool{
		"tpc_2Yl9pQfPzVYqWZ1mN0aBcD":       true,
		"rQ3lm7fK2vX9sT4uW8yZ1aB5cD6eF0gH": false,
		"":                                 false,
		"my_tpc_application":               false,
	} {
		if got := auth0.IsStrictClientID(clientID); got != want {
			t.Errorf("IsStrictClientID(%q) = %t, want %t", clientID, got, want)
		}
	}
}

func TestSecurityMode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		application auth0.Application
		want        string
	}{
		"strict":             {auth0.Application{ThirdPartySecurityMode: "strict"}, "strict"},
		"permissive":         {auth0.Application{ThirdPartySecurityMode: "permissive"}, "permissive"},
		"from before strict": {auth0.Application{ClientID: "rQ3lm7fK2vX9sT4uW8yZ1aB5cD6eF0gH"}, "permissive"},
		"strict by its id":   {auth0.Application{ClientID: "tpc_2Yl9pQfPzVYqWZ1mN0aBcD"}, "strict"},
	}
	for name, test := range tests {
		if got := test.application.SecurityMode(); got != test.want {
			t.Errorf("%s: SecurityMode() = %q, want %q", name, got, test.want)
		}
	}
}

func TestSystemAPI(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		domain, audience string // of the client
		api              string
		want             string // empty: not a system API
	}{
		"Management API":                {domain: "example.eu.auth0.com", api: "https://example.eu.auth0.com/api/v2/", want: "Management API"},
		"My Account API":                {domain: "example.eu.auth0.com", api: "https://example.eu.auth0.com/me/", want: "My Account API"},
		"MFA API":                       {domain: "example.eu.auth0.com", api: "https://example.eu.auth0.com/mfa/", want: "MFA API"},
		"My Organization API":           {domain: "example.eu.auth0.com", api: "https://example.eu.auth0.com/my-org/", want: "My Organization API"},
		"host in capitals":              {domain: "example.eu.auth0.com", api: "https://Example.EU.auth0.com/me/", want: "My Account API"},
		"under the custom domain":       {domain: "login.example.com", audience: "https://example.eu.auth0.com/api/v2/", api: "https://login.example.com/me/", want: "My Account API"},
		"under the domain behind it":    {domain: "login.example.com", audience: "https://example.eu.auth0.com/api/v2/", api: "https://example.eu.auth0.com/api/v2/", want: "Management API"},
		"own API":                       {domain: "example.eu.auth0.com", api: "https://api.example.com/"},
		"own API with such a path":      {domain: "example.eu.auth0.com", api: "https://api.example.com/me/"},
		"own API under the same domain": {domain: "example.eu.auth0.com", api: "https://example.eu.auth0.com/orders/"},
		"no URL":                        {domain: "example.eu.auth0.com", api: "orders"},
		"unreadable":                    {domain: "example.eu.auth0.com", api: "https://[broken"},
		"empty":                         {domain: "example.eu.auth0.com"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := auth0.New(auth0.Config{Domain: test.domain, Audience: test.audience, APIToken: "token"})
			if err != nil {
				t.Fatal(err)
			}
			got, ok := client.SystemAPI(test.api)
			if got != test.want || ok != (test.want != "") {
				t.Errorf("SystemAPI(%q) = %q, %t; want %q", test.api, got, ok, test.want)
			}
		})
	}
}
