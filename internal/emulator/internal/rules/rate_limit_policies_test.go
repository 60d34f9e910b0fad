package rules

import (
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Applications that a document describes are a group, and can be selected by id and by URL.
func TestRateLimitPolicyOfDocuments(t *testing.T) {
	t.Parallel()
	const url = "https://agent.example/client.json"
	agent := object.Object{
		"client_id": "tpc_agent", "is_first_party": false, "third_party_security_mode": "strict", "external_client_id": url,
	}
	for selector, want := range map[string]string{
		"client_id:tpc_agent": "client_id:tpc_agent",
		"client_id:" + url:    "client_id:" + url,
		"cimd_clients":        "cimd_clients",
		"default":             "default tpc_agent",
		"third_party_clients": "",
		"client_id:other":     "",
	} {
		of := tenant.New("acme")
		of.RateLimitPolicies.Add("rlp_1", object.Object{"id": "rlp_1", "consumer_selector": selector}, time.Now())
		if _, counter := RateLimitPolicy(of, agent); counter != want {
			t.Errorf("%s: counted as %q, want %q", selector, counter, want)
		}
	}
}
