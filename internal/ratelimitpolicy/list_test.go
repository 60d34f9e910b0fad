package ratelimitpolicy_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestListRateLimitPolicies(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), typeName, map[string]acctest.FilterTest{
		"all": {Want: "default (log beyond 1000 a second); third_party_clients (redirect beyond 100 a second); " +
			"client_id:tpc_dcr (block beyond 0 a second); client_id:https://agent.example.com/client.json (allow); " +
			"client_id:permissive1 (block beyond 5 a second)"},
		"what blocks": {
			Filters: map[string]any{"action": "block"},
			Want:    "client_id:tpc_dcr (block beyond 0 a second); client_id:permissive1 (block beyond 5 a second)",
		},
		"limited":   {Limit: 1, Want: "default (log beyond 1000 a second)"},
		"bad value": {Filters: map[string]any{"action": "deny"}, Error: "must be one of"},
	})
}
