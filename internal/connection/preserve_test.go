package connection_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Promoting and demoting leave every other member of a connection as it was, whatever its strategy and whichever
// members it has.
func TestConnectionDomainPromotionChangesNothingElse(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	client := acctest.Application(t, tenant, map[string]any{"is_first_party": true, "third_party_security_mode": nil})
	for _, connection := range []map[string]any{
		{
			"name":            "shop",
			"strategy":        "auth0",
			"display_name":    "Shop customers",
			"realms":          []string{"shop-eu", "outlet"},
			"metadata":        map[string]any{"owner": "retail"},
			"enabled_clients": []string{client},
			"options":         map[string]any{"passwordPolicy": "excellent", "mfa": map[string]any{"active": true, "return_enroll_settings": true}},
		},
		{
			"name":           "partner-saml",
			"strategy":       "samlp",
			"display_name":   "Partner <SSO> & more",
			"show_as_button": true,
			"options":        map[string]any{"signInEndpoint": "https://idp.example/sso", "debug": true},
		},
		{
			"name":           "tickets",
			"strategy":       "oidc",
			"authentication": map[string]any{"active": false},
			"connected_accounts": map[string]any{
				"active": true,
			},
			"options": map[string]any{"type": "back_channel", "client_id": "tickets", "issuer": "https://tickets.example/"},
		},
	} {
		tenant.Call(t, http.MethodPost, "/api/v2/connections", connection)
	}
	before := tenant.Whole(t, "/api/v2/connections")
	var config strings.Builder
	for id := range before {
		config.WriteString(promotionNamed(id, id, ""))
	}

	tenant.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			if diff := cmp.Diff(before, tenant.Whole(t, "/api/v2/connections")); diff != "" {
				return fmt.Errorf("connections after destroy (-before +after):\n%s", diff)
			}
			return nil
		},
		Steps: []resource.TestStep{{
			Config: config.String(),
			Check: func(*terraform.State) error {
				want := map[string]map[string]any{}
				for id := range before {
					want[id] = read(t, tenant, id)
					if want[id]["is_domain_connection"] != true {
						return fmt.Errorf("connection %s is not promoted", id)
					}
					want[id]["is_domain_connection"] = false
				}
				if diff := cmp.Diff(before, want); diff != "" {
					return fmt.Errorf("connections after promotion, the promotion aside (-before +after):\n%s", diff)
				}
				return nil
			},
		}},
	})
}
