package emulator

import (
	"net/url"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// parties is a tenant with one application of each kind.
func parties() *Seed {
	seed := orders()
	seed.Clients = []map[string]any{
		{"name": "first", "client_id": "first"},
		{"name": "own", "client_id": "own"},
		{"name": "strict", "client_id": "strict", "is_first_party": false, "third_party_security_mode": "strict"},
		{"name": "permissive", "client_id": "permissive", "is_first_party": false, "third_party_security_mode": "permissive"},
	}
	return seed
}

func TestCreateClientGrant(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body, want string
		keys       []string
	}{
		"scopes": {
			`{"client_id":"strict","audience":"https://api.example.com/","scope":["write:orders","read:orders"]}`,
			`{"client_id":"strict","audience":"https://api.example.com/","scope":["write:orders","read:orders"],"subject_type":"client"}`,
			[]string{"id", "client_id", "audience", "scope", "subject_type"},
		},
		"no scopes": {
			`{"subject_type":"user","scope":[],"client_id":"strict","audience":"https://api.example.com/"}`,
			`{"client_id":"strict","audience":"https://api.example.com/","scope":[],"subject_type":"user"}`,
			[]string{"id", "client_id", "audience", "scope", "subject_type"},
		},
		"all scopes": {
			`{"client_id":"permissive","audience":"https://api.example.com/","subject_type":"user","allow_all_scopes":true,"scope":["read:orders"]}`,
			`{"client_id":"permissive","audience":"https://api.example.com/","subject_type":"user","allow_all_scopes":true}`,
			[]string{"id", "client_id", "audience", "subject_type", "allow_all_scopes"},
		},
		"not all scopes": {
			`{"client_id":"first","audience":"https://api.example.com/","allow_all_scopes":false,"scope":["read:orders"]}`,
			`{"client_id":"first","audience":"https://api.example.com/","subject_type":"client","allow_all_scopes":false,"scope":["read:orders"]}`,
			[]string{"id", "client_id", "audience", "scope", "subject_type", "allow_all_scopes"},
		},
		"default": {
			`{"audience":"https://api.example.com/","scope":["read:orders"],"default_for":"third_party_clients"}`,
			`{"audience":"https://api.example.com/","scope":["read:orders"],"subject_type":"client","default_for":"third_party_clients"}`,
			[]string{"id", "audience", "scope", "subject_type", "default_for"},
		},
		"everything for users": {
			`{"client_id":"first","audience":"https://api.example.com/","subject_type":"user","scope":[],"authorization_details_types":["payment"]}`,
			`{"client_id":"first","audience":"https://api.example.com/","subject_type":"user","scope":[],"authorization_details_types":["payment"]}`,
			[]string{"id", "client_id", "audience", "scope", "subject_type", "authorization_details_types"},
		},
		"organizations": {
			`{"client_id":"own","audience":"https://api.example.com/","scope":[],"organization_usage":"allow","allow_any_organization":true}`,
			`{"client_id":"own","audience":"https://api.example.com/","scope":[],"subject_type":"client","organization_usage":"allow","allow_any_organization":true}`,
			[]string{"id", "client_id", "audience", "scope", "organization_usage", "allow_any_organization", "subject_type"},
		},
	}
	s := serveTenant(t, parties())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := s.mustCall(201, "POST", "/client-grants", test.body)
			id := object.Text(made.object, "id")
			if !regexp.MustCompile(`^cgr_[A-Za-z0-9]{16}$`).MatchString(id) {
				t.Errorf("id %q", id)
			}
			wantJSON(t, "created", without(made.object, "id"), test.want)
			if diff := cmp.Diff(test.keys, keyNames(t, made.raw)); diff != "" {
				t.Errorf("key order: %s", diff)
			}
			if got := s.mustCall(200, "GET", "/client-grants/"+id, nil); got.raw != made.raw {
				t.Errorf("read back: %s", got.raw)
			}
		})
	}
}

func TestClientGrantsAreRefused(t *testing.T) {
	t.Parallel()
	const anyOrg = "allow_any_organization is not allowed for third-party clients in strict security mode"
	const noScope = "Payload validation error: 'Missing required property: scope'."
	const system = "allow_all_scopes and organization settings are not allowed for the API https://example.auth0.com/api/v2/"
	const forAll = "organization settings are not allowed together with default_for"
	tests := map[string]struct {
		body          string
		status        int
		code, message string
	}{
		"nobody":                    {`{"audience":"https://api.example.com/","scope":[]}`, 400, "invalid_body", "Exactly one of client_id and default_for is required"},
		"two holders":               {`{"audience":"https://api.example.com/","client_id":"first","default_for":"third_party_clients","scope":[]}`, 400, "invalid_body", "Exactly one of client_id and default_for is required"},
		"no API":                    {`{"client_id":"first","scope":[]}`, 400, "invalid_body", "Payload validation error: 'Missing required property: audience'."},
		"unknown client":            {`{"client_id":"none","audience":"https://api.example.com/","scope":[]}`, 404, "", "Client not found"},
		"unknown API":               {`{"client_id":"first","audience":"https://none/","scope":[]}`, 404, "", "No resource with identifier https://none/"},
		"twice":                     {`{"client_id":"strict","audience":"https://api.example.com/","subject_type":"client","scope":[]}`, 409, "", "client_grant already exists"},
		"default twice":             {`{"default_for":"third_party_clients","audience":"https://api.example.com/","subject_type":"user","scope":[]}`, 409, "", "client_grant already exists"},
		"Management API, strict":    {`{"client_id":"strict","audience":"https://example.auth0.com/api/v2/","scope":[]}`, 400, "validation_error", "The API https://example.auth0.com/api/v2/ cannot be granted to third-party clients"},
		"Management API, default":   {`{"default_for":"third_party_clients","audience":"https://example.auth0.com/api/v2/","scope":[]}`, 400, "validation_error", "The API https://example.auth0.com/api/v2/ cannot be granted to third-party clients"},
		"My Account, permissive":    {`{"client_id":"permissive","audience":"https://example.auth0.com/me/","scope":[]}`, 400, "validation_error", "The API https://example.auth0.com/me/ cannot be granted to third-party clients"},
		"any organization, strict":  {`{"client_id":"strict","subject_type":"user","audience":"https://api.example.com/","allow_any_organization":true,"scope":[]}`, 400, "validation_error", anyOrg},
		"any organization, default": {`{"default_for":"third_party_clients","audience":"https://api.example.com/","allow_any_organization":true,"scope":[]}`, 400, "validation_error", forAll},
		"usage of a default":        {`{"default_for":"third_party_clients","audience":"https://api.example.com/","scope":[],"organization_usage":"deny"}`, 400, "validation_error", forAll},
		"any organization, denied":  {`{"client_id":"first","audience":"https://api.example.com/","scope":[],"organization_usage":"deny","allow_any_organization":true}`, 400, "validation_error", "allow_any_organization cannot be true while organization_usage is deny"},
		"all scopes, system":        {`{"client_id":"first","audience":"https://example.auth0.com/api/v2/","allow_all_scopes":true}`, 400, "validation_error", system},
		"not all scopes, system":    {`{"client_id":"first","audience":"https://example.auth0.com/api/v2/","scope":[],"allow_all_scopes":false}`, 400, "validation_error", system},
		"organizations, system":     {`{"client_id":"first","audience":"https://example.auth0.com/api/v2/","scope":[],"organization_usage":"allow"}`, 400, "validation_error", system},
		"no scope":                  {`{"client_id":"first","audience":"https://api.example.com/"}`, 400, "invalid_body", noScope},
		"no scope, not all":         {`{"client_id":"first","audience":"https://api.example.com/","allow_all_scopes":false}`, 400, "invalid_body", noScope},
		"organizations of users":    {`{"client_id":"first","subject_type":"user","audience":"https://api.example.com/","organization_usage":"allow","scope":[]}`, 400, "validation_error", "organization_usage is only allowed for subject_type client"},
		"details without a user":    {`{"client_id":"first","audience":"https://api.example.com/","authorization_details_types":["x"],"scope":[]}`, 400, "validation_error", "authorization_details_types is only allowed for subject_type user"},
		"unknown member":            {`{"client_id":"first","audience":"https://api.example.com/","scopes":[],"scope":[]}`, 400, "invalid_body", "Payload validation error: 'Additional properties not allowed: scopes'."},
		"wrong subject":             {`{"client_id":"first","audience":"https://api.example.com/","subject_type":"me","scope":[]}`, 400, "invalid_body", "Payload validation error: 'No enum match for: me' on property subject_type (Kind of access)."},
	}
	seed := parties()
	seed.ClientGrants = []map[string]any{
		{"client_id": "strict", "audience": ordersAPI},
		{"default_for": "third_party_clients", "audience": ordersAPI, "subject_type": "user"},
	}
	s := serveTenant(t, seed)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantRefusal(t, s.call("POST", "/client-grants", test.body), test.status, test.code, test.message)
		})
	}
}

func TestUpdateClientGrant(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, parties())
	made := s.mustCall(201, "POST", "/client-grants", `{"client_id":"strict","audience":"https://api.example.com/","scope":["read:orders"]}`).object
	path := "/client-grants/" + object.Text(made, "id")
	// Each step starts from the one before, as recorded.
	for _, step := range []struct{ update, want string }{
		{`{"scope":["write:orders"]}`, `{"scope":["write:orders"]}`},
		{`{"scope":[]}`, `{"scope":[]}`},
		{`{"allow_all_scopes":true}`, `{"allow_all_scopes":true}`},
		{`{"allow_all_scopes":true,"scope":null}`, `{"allow_all_scopes":true}`},
		{`{"allow_all_scopes":false,"scope":["read:orders"]}`, `{"allow_all_scopes":false,"scope":["read:orders"]}`},
		{`{"scope":["write:orders"]}`, `{"allow_all_scopes":false,"scope":["write:orders"]}`},
		{`{"organization_usage":"require"}`, `{"allow_all_scopes":false,"scope":["write:orders"],"organization_usage":"require"}`},
		{`{"organization_usage":null,"allow_all_scopes":null,"scope":null}`, `{}`},
	} {
		got := s.mustCall(200, "PATCH", path, step.update)
		wantJSON(t, step.update, without(got.object, "id", "client_id", "audience", "subject_type"), step.want)
		if read := s.mustCall(200, "GET", path, nil); read.raw != got.raw {
			t.Errorf("%s: read back %s", step.update, read.raw)
		}
	}
	for _, update := range []string{`{"client_id":"first"}`, `{"audience":"x"}`, `{"subject_type":"user"}`, `{"default_for":"third_party_clients"}`, `{}`, `{"authorization_details_types":null}`, `{"allow_any_organization":true}`} {
		if got := s.call("PATCH", path, update); got.status != 400 {
			t.Errorf("%s: status %d", update, got.status)
		}
	}
	wantRefusal(t, s.call("PATCH", "/client-grants/cgr_none", `{"scope":[]}`), 404, "inexistent_client_grant", "The grant does not exist.")
}

func TestDeleteClientGrant(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.ClientGrants = []map[string]any{
		{"id": "cgr_a", "client_id": "strict", "audience": ordersAPI},
		{"id": "cgr_system", "client_id": "first", "audience": ordersAPI, "is_system": true},
	}
	s := serveTenant(t, seed)
	for range 2 {
		if got := s.call("DELETE", "/client-grants/cgr_a", nil); got.status != 204 || got.raw != "" {
			t.Errorf("delete: %d %q", got.status, got.raw)
		}
	}
	wantRefusal(t, s.call("GET", "/client-grants/cgr_a", nil), 404, "inexistent_client_grant", "The grant does not exist.")
	const message = "System client grants cannot be changed or deleted"
	wantRefusal(t, s.call("DELETE", "/client-grants/cgr_system", nil), 400, "operation_not_supported", message)
	wantRefusal(t, s.call("PATCH", "/client-grants/cgr_system", `{"scope":[]}`), 400, "operation_not_supported", message)
}

func TestListClientGrants(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.ClientGrants = []map[string]any{
		{"id": "cgr_c", "client_id": "strict", "audience": ordersAPI},
		{"id": "cgr_a", "client_id": "strict", "audience": ordersAPI, "subject_type": "user"},
		{"id": "cgr_B", "client_id": "first", "audience": ordersAPI, "allow_any_organization": true},
		{"id": "cgr_d", "default_for": "third_party_clients", "audience": ordersAPI},
		{"id": "cgr_m", "client_id": "first", "audience": "https://example.auth0.com/api/v2/"},
	}
	s := serveTenant(t, seed)
	management := url.QueryEscape(s.http.URL + "/api/v2/")
	for query, want := range map[string][]string{
		"client_id=strict":                        {"cgr_a", "cgr_c"},
		"audience=" + url.QueryEscape(ordersAPI):  {"cgr_B", "cgr_a", "cgr_c", "cgr_d"},
		"default_for=third_party_clients":         {"cgr_d"},
		"subject_type=user&client_id=strict":      {"cgr_a"},
		"allow_any_organization=true":             {"cgr_B"},
		"client_id=first&audience=" + management:  {"cgr_m"},
		"client_id=none":                          nil,
		"client_id=strict&subject_type=client":    {"cgr_c"},
		"per_page=2&page=1&client_id=strict":      nil,
		"take=1&client_id=strict&per_page=50":     {"cgr_a"},
		"take=5&include_totals=true&client_id=":   nil,
		"subject_type=client&client_id=permissiv": nil,
	} {
		got := s.mustCall(200, "GET", "/client-grants?"+query, nil)
		rows := got.array
		if got.object != nil {
			rows, _ = got.object["client_grants"].([]any)
		}
		var ids []string
		for _, grant := range object.Objects(rows) {
			ids = append(ids, object.Text(grant, "id"))
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %v, want %v", query, ids, want)
		}
	}
	for _, query := range []string{"allow_any_organization=false", "client_id=first&default_for=third_party_clients", "fields=id", "per_page=0", "subject_type=user", "subject_type=user&take=100"} {
		if got := s.call("GET", "/client-grants?"+query, nil); got.object["errorCode"] != "invalid_query_string" {
			t.Errorf("%s: %s", query, got.raw)
		}
	}
}

func TestGrantsOutliveTheirAPI(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.ClientGrants = []map[string]any{{"id": "cgr_a", "client_id": "strict", "audience": ordersAPI, "scope": []string{"read:orders"}}}
	s := serveTenant(t, seed)
	s.mustCall(204, "DELETE", "/resource-servers/"+url.PathEscape(ordersAPI), nil)
	if got := s.mustCall(200, "GET", "/client-grants/cgr_a", nil).object; got["audience"] != ordersAPI {
		t.Errorf("grant: %v", got)
	}
}
