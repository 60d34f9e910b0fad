package organization_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestListOrganizations(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), "auth0access_organization_third_party_access", map[string]acctest.FilterTest{
		"all":       {Want: "northwind (allow); contoso (block); fabrikam (block)"},
		"allowing":  {Filters: map[string]any{"access": "allow"}, Want: "northwind (allow)"},
		"blocking":  {Filters: map[string]any{"access": "block"}, Want: "contoso (block); fabrikam (block)"},
		"limited":   {Limit: 2, Want: "northwind (allow); contoso (block)"},
		"bad value": {Filters: map[string]any{"access": "maybe"}, Error: "must be one of"},
	})
}
