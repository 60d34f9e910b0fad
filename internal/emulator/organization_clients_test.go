package emulator

import (
	"fmt"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Up to ten associations are created in a call, all or none, changed one by one, and removed in a DELETE with a body.
func TestOrganizationClients(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Organizations = []map[string]any{{"id": "org_1", "name": "acme", "is_app_entitlement_active": true}, {"id": "org_2", "name": "globex"}}
	s := serveTenant(t, seed)
	const path = "/organizations/org_1/clients"

	made := s.mustCall(201, "POST", path, `{"clients":[{"client_id":"strict","use_for_member_access":false}]}`)
	if !strings.HasPrefix(made.raw, `[{"client_id":"strict","use_for_member_access":false,"client":{"name":`) {
		t.Errorf("answer: %s", made.raw)
	}
	wantRefusal(t, s.call("POST", path, `{"clients":[{"client_id":"first","use_for_member_access":true},{"client_id":"strict","use_for_member_access":true}]}`),
		409, "", "The client strict is already associated with the organization")
	wantRefusal(t, s.call("POST", path, `{"clients":[{"client_id":"none","use_for_member_access":true}]}`), 404, "inexistent_client", "The client does not exist")
	eleven := strings.TrimSuffix(strings.Repeat(`{"client_id":"first","use_for_member_access":true},`, 11), ",")
	if got := s.call("POST", path, `{"clients":[`+eleven+`]}`); got.object["errorCode"] != "invalid_body" {
		t.Errorf("eleven: %s", got.raw)
	}
	listed := s.mustCall(200, "GET", path+"?take=1", nil)
	if !strings.HasPrefix(listed.raw, `{"clients":[{"client_id":"strict"`) || strings.Contains(listed.raw, "first\"") {
		t.Errorf("a batch with a conflict left something: %s", listed.raw)
	}
	if got := s.mustCall(200, "PATCH", path+"/strict", `{"use_for_member_access":true}`); got.object["use_for_member_access"] != true {
		t.Errorf("changed: %s", got.raw)
	}
	if got := s.mustCall(200, "GET", path+"/strict", nil); got.object["use_for_member_access"] != true {
		t.Errorf("read: %s", got.raw)
	}
	of := s.callBeyond("GET", "/organizations?include_client_association_for=strict", nil)
	if !strings.Contains(of.raw, `"id":"org_1","name":"acme","third_party_client_access":"block","is_app_entitlement_active":true,"client_association":{"client_id":"strict"`) ||
		strings.Count(of.raw, "client_association") != 1 {
		t.Errorf("organizations of a client: %s", of.raw)
	}
	for range 2 {
		s.mustCall(204, "DELETE", path, `{"clients":["strict","never_there"]}`)
	}
	wantRefusal(t, s.call("GET", path+"/strict", nil), 404, "", "The client is not associated with the organization")
	wantRefusal(t, s.call("GET", "/organizations/org_none/clients", nil), 404, "", "No organization found by that id or name")
}

// While an organization uses associations, the association of a strict application overrides the organization's setting
// for all.
func TestAssociationsDecide(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		access, association string
		active              bool
		want                string
	}{
		{"block", "", true, "no_organization"},
		{"block", "true", true, "own_grant"},
		{"block", "true", false, "no_organization"},
		{"block", "false", true, "no_organization"},
		{"allow", "", true, "own_grant"},
		{"allow", "false", true, "no_organization"},
		{"allow", "false", false, "own_grant"},
	} {
		seed := parties()
		for _, client := range seed.Clients {
			if client["client_id"] == "strict" {
				client["organization_usage"] = "require"
			}
		}
		seed.ClientGrants = []map[string]any{{"client_id": "strict", "audience": ordersAPI, "subject_type": "user", "scope": []string{}}}
		seed.Organizations = []map[string]any{{
			"id": "org_1", "name": "acme", "third_party_client_access": test.access, "is_app_entitlement_active": test.active,
		}}
		if test.association != "" {
			seed.OrganizationClients = []map[string]any{{
				"organization_id": "org_1", "client_id": "strict", "use_for_member_access": test.association == "true",
			}}
		}
		server, err := New(Options{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		now := server.store.Current
		client := now.Clients.Get("strict")
		granted := rules.IndexGrants(now).Access(client, ordersAPI, now.ResourceServerByIdentifier(ordersAPI), "user")
		if got := rules.Usable(now, client, granted, "user").Reason; string(got) != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}

func TestOrganizationClientsOfATenantWithoutThem(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Organizations = []map[string]any{{"id": "org_1", "name": "acme"}}
	seed.Variants = []string{tenant.ApplicationAccessMissing}
	s := serveTenant(t, seed)
	for method, body := range map[string]any{"GET": nil, "POST": `{"clients":[{"client_id":"strict"}]}`, "DELETE": `{"clients":["strict"]}`} {
		wantRefusal(t, s.call(method, "/organizations/org_1/clients", body), 403, "feature_not_enabled", "This feature is not enabled for this tenant.")
	}
}

func TestOrganizationHasRoomForAHundredClients(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Organizations = []map[string]any{{"id": "org_1", "name": "acme"}}
	for i := range 101 {
		id := fmt.Sprintf("tpc_%03d", i)
		seed.Clients = append(seed.Clients, map[string]any{"client_id": id, "name": id, "is_first_party": false, "third_party_security_mode": "strict"})
		if i < 100 {
			seed.OrganizationClients = append(seed.OrganizationClients, map[string]any{"organization_id": "org_1", "client_id": id})
		}
	}
	s := serveTenant(t, seed)
	if got := s.call("POST", "/organizations/org_1/clients", `{"clients":[{"client_id":"tpc_100"}]}`); got.status != 409 {
		t.Errorf("the 101st: %d %s", got.status, got.raw)
	}
}
