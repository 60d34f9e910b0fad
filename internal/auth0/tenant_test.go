package auth0_test

import (
	"encoding/base64"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func TestTenant(t *testing.T) {
	t.Parallel()
	token := func(payload string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2ln"
	}
	const own, custom = "example.eu.auth0.com", "login.example.com"
	tests := map[string]struct {
		config auth0.Config
		want   string
	}{
		"own domain":               {auth0.Config{Domain: own}, own},
		"custom domain":            {auth0.Config{Domain: custom, Audience: "https://Example.eu.auth0.com/api/v2/"}, own},
		"token":                    {auth0.Config{Domain: custom, APIToken: token(`{"aud":"https://example.eu.auth0.com/api/v2/"}`)}, own},
		"token for several":        {auth0.Config{Domain: custom, APIToken: token(`{"aud":["https://x.example.com/","https://example.eu.auth0.com/api/v2/"]}`)}, own},
		"token beside an audience": {auth0.Config{Domain: custom, Audience: "https://other.eu.auth0.com/api/v2/", APIToken: token(`{"aud":"https://example.eu.auth0.com/api/v2/"}`)}, own},
		"token without audience":   {auth0.Config{Domain: custom, APIToken: token(`{}`)}, custom},
		"token of numbers":         {auth0.Config{Domain: custom, APIToken: token(`{"aud":1}`)}, custom},
		"token that is no JSON":    {auth0.Config{Domain: custom, APIToken: token(`aud`)}, custom},
		"token that is no JWT":     {auth0.Config{Domain: custom, APIToken: "a.!.c"}, custom},
		"opaque token":             {auth0.Config{Domain: custom, APIToken: "opaque"}, custom},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.config.APIToken == "" {
				test.config.ClientID, test.config.ClientSecret = "id", "secret"
			}
			client, err := auth0.New(test.config)
			if err != nil {
				t.Fatal(err)
			}
			if got := client.Tenant(); got != test.want {
				t.Errorf("Tenant is %q, want %q", got, test.want)
			}
			if !client.IsTenant(test.want) || !client.IsTenant(client.Domain()) || client.IsTenant("other.eu.auth0.com") {
				t.Error("IsTenant does not know the domains of the tenant from others")
			}
		})
	}
}
