package connection_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestListPromotions(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), "auth0access_connection_domain_promotion", map[string]acctest.FilterTest{
		"all":           {Want: "customers (auth0, promoted); google (google-oauth2, not promoted); workforce (okta, promoted)"},
		"promoted":      {Filters: map[string]any{"promoted": true}, Want: "customers (auth0, promoted); workforce (okta, promoted)"},
		"not promoted":  {Filters: map[string]any{"promoted": false}, Want: "google (google-oauth2, not promoted)"},
		"of a strategy": {Filters: map[string]any{"strategy": "okta"}, Want: "workforce (okta, promoted)"},
		"by both":       {Filters: map[string]any{"strategy": "okta", "promoted": false}},
		"limited":       {Limit: 1, Want: "customers (auth0, promoted)"},
	})
}
