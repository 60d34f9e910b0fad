package clientgrant_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The grants of third-party applications that match the filters are listed.
func TestListGrants(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), "auth0access_client_grant", map[string]acctest.FilterTest{
		"all":                   {Want: "Partner ${web} \"quoted\": https://api.example.com/ (client); Machine: urn:ledger|2026 (client); Old partner: https://files.example.com/ (client); Old integration: https://files.example.com/ (client); Partner ${web} \"quoted\": https://api.example.com/ (user)"},
		"of an application":     {Filters: map[string]any{"client_id": "tpc_web"}, Want: "Partner ${web} \"quoted\": https://api.example.com/ (client); Partner ${web} \"quoted\": https://api.example.com/ (user)"},
		"of a permissive one":   {Filters: map[string]any{"client_id": "permissive1"}, Want: "Old partner: https://files.example.com/ (client)"},
		"for an API":            {Filters: map[string]any{"audience": "https://files.example.com/"}, Want: "Old partner: https://files.example.com/ (client); Old integration: https://files.example.com/ (client)"},
		"for users":             {Filters: map[string]any{"subject_type": "user"}, Want: "Partner ${web} \"quoted\": https://api.example.com/ (user)"},
		"by all filters":        {Filters: map[string]any{"client_id": "tpc_web", "audience": "https://api.example.com/", "subject_type": "client"}, Want: "Partner ${web} \"quoted\": https://api.example.com/ (client)"},
		"limited":               {Limit: 2, Want: "Partner ${web} \"quoted\": https://api.example.com/ (client); Machine: urn:ledger|2026 (client)"},
		"first-party":           {Filters: map[string]any{"client_id": "firstparty"}, Error: "is a first-party application"},
		"unknown application":   {Filters: map[string]any{"client_id": "tpc_nobody"}, Error: "404 Not Found"},
		"unknown type of grant": {Filters: map[string]any{"subject_type": "anonymous_user"}, Error: "must be one of"},
	})
}

func TestListExclusiveGrants(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), "auth0access_client_grants_exclusive", map[string]acctest.FilterTest{
		"permissive":           {Filters: map[string]any{"security_mode": "permissive", "app_type": "spa"}, Want: "Grants of Old browser application"},
		"registered by owners": {Filters: map[string]any{"dynamically_registered": true}, Want: "Grants of Claude; Grants of Registered without a type"},
		"limited":              {Limit: 1, Want: "Grants of Partner ${web} \"quoted\""},
	})
}
