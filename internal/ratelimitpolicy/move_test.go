package ratelimitpolicy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// official is the state of auth0_rate_limit_policy. What is not set there is zero.
func official(id, selector, action string, limit int, redirect string) acctest.Source {
	return acctest.Source{
		Type: "auth0_rate_limit_policy",
		State: fmt.Sprintf(`{"id": %q, "resource": "oauth_authentication_api", "consumer": "client", "consumer_selector": %q,
			"configuration": [{"action": %q, "limit": %d, "redirect_uri": %q}],
			"created_at": "2026-06-01T00:00:00.000Z", "updated_at": "2026-06-01T00:00:00.000Z"}`, id, selector, action, limit, redirect),
	}
}

func TestMove(t *testing.T) {
	t.Parallel()
	tenant := acctest.HandMade(t)
	for name, source := range map[string]acctest.Source{
		"rlp_off":      official("rlp_off", "client_id:tpc_dcr", "block", 0, ""),
		"rlp_document": official("rlp_document", "client_id:"+agent, "allow", 0, ""),
		"rlp_parties":  official("rlp_parties", "third_party_clients", "redirect", 100, "https://www.example.com/slow"),
	} {
		result := acctest.Move(t, tenant, source, typeName)
		if diff := cmp.Diff(result.Moved, result.Read); diff != "" || len(result.Errors) > 0 || result.Read["id"] != name {
			t.Errorf("%s: errors %q, the read changes what was moved:\n%s", name, result.Errors, diff)
		}
	}
	for name, test := range map[string]struct {
		source acctest.Source
		want   string
	}{
		"first-party":     {official("rlp_first", "client_id:firstparty", "block", 5, ""), "Application is first-party"},
		"another purpose": {official("rlp_x", "ip:1.2.3.4", "block", 5, ""), "Policy is not for applications"},
	} {
		if errors := strings.Join(acctest.Move(t, tenant, test.source, typeName).Errors, "\n"); !strings.Contains(errors, test.want) {
			t.Errorf("%s: errors %q lack %q", name, errors, test.want)
		}
	}
}
