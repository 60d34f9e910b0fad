package emulator

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

func TestOrganizations(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	made := s.mustCall(201, "POST", "/organizations", `{"name":"acme","metadata":{"a":"b"}}`)
	id := object.Text(made.object, "id")
	if !regexp.MustCompile(`^org_[A-Za-z0-9]{16}$`).MatchString(id) {
		t.Errorf("id %q", id)
	}
	wantJSON(t, "created", without(made.object, "id"), `{"name":"acme","metadata":{"a":"b"},"third_party_client_access":"block","is_app_entitlement_active":false}`)
	for _, step := range []struct{ update, member, want string }{
		{`{"third_party_client_access":"allow"}`, "third_party_client_access", `"allow"`},
		{`{"metadata":{"c":"d"}}`, "metadata", `{"c":"d"}`},
		{`{"metadata":{}}`, "metadata", `null`},
		{`{"display_name":"Acme"}`, "third_party_client_access", `"allow"`},
		{`{"third_party_client_access":"block"}`, "third_party_client_access", `"block"`},
	} {
		wantJSON(t, step.update, s.mustCall(200, "PATCH", "/organizations/"+id, step.update).object[step.member], step.want)
	}
	if got := s.callBeyond("GET", "/organizations/name/acme", nil); got.object["id"] != id {
		t.Errorf("by name: %s", got.raw)
	}
	const message = "No organization found by that id or name"
	wantRefusal(t, s.callBeyond("GET", "/organizations/name/none", nil), 404, "", message)
	wantRefusal(t, s.call("GET", "/organizations/org_none", nil), 404, "", message)
	wantRefusal(t, s.call("PATCH", "/organizations/org_none", `{"display_name":"x"}`), 404, "", message)
	wantRefusal(t, s.call("POST", "/organizations", `{"name":"acme"}`), 409, "", "An organization with this name already exists")
	wantRefusal(t, s.call("PATCH", "/organizations/"+id, `{"third_party_client_access":"deny"}`), 400, "invalid_body",
		"Payload validation error: 'No enum match for: deny' on property third_party_client_access (Whether third-party clients may log users in to the organization).")
	wantRefusal(t, s.callBeyond("DELETE", "/organizations/"+strings.Repeat("x", 51), nil), 400, "invalid_uri",
		"Path validation error: 'String is too long (51 chars), maximum 50' on property id (Organization identifier).")
	s.mustCall(204, "DELETE", "/organizations/"+id, nil)
	wantRefusal(t, s.call("DELETE", "/organizations/"+id, nil), 404, "", message)
}

func TestSortOrganizations(t *testing.T) {
	t.Parallel()
	seed := &Seed{}
	for _, name := range []string{"b", "c", "a"} {
		seed.Organizations = append(seed.Organizations, map[string]any{"name": name})
	}
	s := serveTenant(t, seed)
	for query, want := range map[string]string{"": "bca", "?sort=name:1": "abc", "?sort=name:-1": "cba", "?sort=created_at:-1": "acb"} {
		var got strings.Builder
		for _, organization := range object.Objects(s.mustCall(200, "GET", "/organizations"+query, nil).array) {
			got.WriteString(object.Text(organization, "name"))
		}
		if got.String() != want {
			t.Errorf("%q: %s, want %s", query, got.String(), want)
		}
	}
	if got := s.call("GET", "/organizations?sort=id:1", nil); got.object["errorCode"] != "invalid_query_string" {
		t.Error(got.raw)
	}
}

func TestOrganizationClientGrants(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Organizations = []map[string]any{{"id": "org_1", "name": "acme", "display_name": "Acme"}}
	seed.ClientGrants = []map[string]any{
		{"id": "cgr_1", "client_id": "strict", "audience": ordersAPI, "scope": []string{"read:orders"}, "organization_usage": "allow"},
		{"id": "cgr_2", "client_id": "first", "audience": ordersAPI, "scope": []string{}},
	}
	s := serveTenant(t, seed)
	const path = "/organizations/org_1/client-grants"

	made := s.mustCall(201, "POST", path, `{"grant_id":"cgr_1"}`)
	if want := []string{"grant_id", "client_id", "audience", "scope", "organization_usage"}; !slices.Equal(keyNames(t, made.raw), want) {
		t.Errorf("answer: %s", made.raw)
	}
	s.mustCall(201, "POST", path, `{"grant_id":"cgr_2"}`)
	wantRefusal(t, s.call("POST", path, `{"grant_id":"cgr_1"}`), 409, "", "The client grant is already associated with the organization")
	wantRefusal(t, s.call("POST", path, `{"grant_id":"cgr_none"}`), 404, "inexistent_client_grant", "The grant does not exist.")
	wantRefusal(t, s.call("POST", "/organizations/org_none/client-grants", `{"grant_id":"cgr_1"}`), 404, "", "No organization found by that id or name")

	listed := s.mustCall(200, "GET", path+"?client_id=strict&include_totals=true", nil)
	wantJSON(t, "list", listed.object, `{"client_grants":[{"id":"cgr_1","client_id":"strict","audience":"https://api.example.com/","scope":["read:orders"],
		"organization_usage":"allow","subject_type":"client"}],"start":0,"limit":50,"total":1}`)
	if order := keyNames(t, listed.raw); order[0] != "client_grants" {
		t.Errorf("key order %v", order)
	}
	if got := s.mustCall(200, "GET", path+"?grant_ids=cgr_2&grant_ids=cgr_3", nil).array; len(got) != 1 {
		t.Errorf("grant_ids: %v", got)
	}
	of := s.mustCall(200, "GET", "/client-grants/cgr_1/organizations?take=10", nil)
	wantJSON(t, "organizations of a grant", of.object, `{"organizations":[{"id":"org_1","name":"acme","display_name":"Acme","third_party_client_access":"block","is_app_entitlement_active":false}]}`)

	s.mustCall(204, "DELETE", path+"/cgr_1", nil)
	s.mustCall(204, "DELETE", "/clients/first", nil)
	wantJSON(t, "after the ends", s.mustCall(200, "GET", path, nil).array, `[]`)
}
