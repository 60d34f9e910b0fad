package thirdpartyapplication_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Applications that match the filters are listed in the tenant's order.
func TestListApplications(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), "auth0access_third_party_application", map[string]acctest.FilterTest{
		"strict, of a type":    {Filters: map[string]any{"security_mode": "strict", "app_type": "native"}, Want: "On a phone (strict); Claude (strict, dynamically registered)"},
		"permissive":           {Filters: map[string]any{"security_mode": "permissive"}, Want: "Old partner (permissive); Old integration (permissive); Old browser application (permissive); Without a type (permissive); Signs with a nameless key (permissive)"},
		"of an unusual type":   {Filters: map[string]any{"app_type": "sso_integration"}, Want: "Old integration (permissive)"},
		"by pattern":           {Filters: map[string]any{"name_regex": "^Old .*n$"}, Want: "Old integration (permissive); Old browser application (permissive)"},
		"registered by owners": {Filters: map[string]any{"dynamically_registered": true}, Want: "Claude (strict, dynamically registered); Registered without a type (strict, dynamically registered)"},
		"none":                 {Filters: map[string]any{"name_regex": "Back office"}},
		"limited":              {Filters: map[string]any{"security_mode": "strict"}, Limit: 2, Want: "Partner ${web} \"quoted\" (strict); In a browser (strict)"},
		"bad mode":             {Filters: map[string]any{"security_mode": "lax"}, Error: "must be one of"},
		"bad pattern":          {Filters: map[string]any{"name_regex": "*"}, Error: "Not a regular expression"},
	})
}
