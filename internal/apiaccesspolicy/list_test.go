package apiaccesspolicy_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestListAccessPolicies(t *testing.T) {
	t.Parallel()
	const orders = "Orders (user_access = allow_all, client_access = require_client_grant)"
	const files = "Files (user_access = deny_all, client_access = deny_all)"
	acctest.CheckFilters(t, acctest.NewTenant(t, acctest.WithSeed(seed)), typeName, map[string]acctest.FilterTest{
		"all":             {Want: orders + "; " + files},
		"open to users":   {Filters: map[string]any{"user_access": "allow_all"}, Want: orders},
		"closed to both":  {Filters: map[string]any{"user_access": "deny_all", "client_access": "deny_all"}, Want: files},
		"neither of them": {Filters: map[string]any{"user_access": "allow_all", "client_access": "deny_all"}},
		"limited":         {Limit: 1, Want: orders},
		"bad value":       {Filters: map[string]any{"user_access": "maybe"}, Error: "must be one of"},
	})
}
