package defaultpermissions_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestListDefaultPermissions(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), "auth0access_api_default_permissions", map[string]acctest.FilterTest{
		"all":         {Want: "https://files.example.com/ (user, client); urn:ledger|2026 (client); https://api.example.com/ (user)"},
		"of an API":   {Filters: map[string]any{"audience": "https://files.example.com/"}, Want: "https://files.example.com/ (user, client)"},
		"limited":     {Limit: 1, Want: "https://files.example.com/ (user, client)"},
		"of no API":   {Filters: map[string]any{"audience": "https://nothing.example.com/"}},
		"empty value": {Filters: map[string]any{"audience": ""}, Error: "at least 1"},
	})
}
