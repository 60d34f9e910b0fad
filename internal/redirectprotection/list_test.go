package redirectprotection_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The strict applications that match the filters are listed.
func TestListProtections(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), "auth0access_redirect_protection", map[string]acctest.FilterTest{
		"not protected":        {Filters: map[string]any{"enabled": false}, Want: "Partner ${web} \"quoted\" (not protected)"},
		"protected, of a type": {Filters: map[string]any{"enabled": true, "app_type": "native"}, Want: "On a phone (protected); Claude (protected); Research agent (protected)"},
		"registered by owners": {Filters: map[string]any{"dynamically_registered": true, "name_regex": "Claude"}, Want: "Claude (protected)"},
		"permissive":           {Filters: map[string]any{"name_regex": "^Old"}},
		"limited":              {Limit: 1, Want: "Partner ${web} \"quoted\" (not protected)"},
	})
}
