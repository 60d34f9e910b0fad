package connection

import (
	"encoding/json"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// The update sends exactly the members that keep everything except the promotion as it is.
func TestPromotion(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		connection auth0.Connection
		promoted   bool
		body       string
	}{
		"display name":                 {auth0.Connection{Name: "okta", DisplayName: "Workforce login", Realms: []string{"okta"}}, true, `{"is_domain_connection":true,"display_name":"Workforce login"}`},
		"display name equal to name":   {auth0.Connection{Name: "okta", DisplayName: "okta"}, false, `{"is_domain_connection":false,"display_name":"okta"}`},
		"no display name":              {auth0.Connection{Name: "customers", Realms: []string{"customers"}}, true, `{"is_domain_connection":true}`},
		"realm other than the name":    {auth0.Connection{Name: "customers", Realms: []string{"shop"}}, true, `{"is_domain_connection":true,"realms":["shop"]}`},
		"realms in addition to a name": {auth0.Connection{Name: "customers", Realms: []string{"customers", "shop"}}, false, `{"is_domain_connection":false,"realms":["customers","shop"]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, err := json.Marshal(promotion(&test.connection, test.promoted))
			if err != nil {
				t.Fatal(err)
			}
			if string(body) != test.body {
				t.Errorf("body = %s, want %s", body, test.body)
			}
		})
	}
}

func TestIsConnectionID(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"con_8fGx2kQpL0aZrT3v":      true,
		"con_customers":             true,
		"con_":                      false,
		"customers":                 false,
		"name:customers":            false,
		"con_8fGx2kQpL0aZrT3v/keys": false,
		"":                          false,
	}
	for text, want := range tests {
		if got := isConnectionID(text); got != want {
			t.Errorf("isConnectionID(%q) = %v, want %v", text, got, want)
		}
	}
}
