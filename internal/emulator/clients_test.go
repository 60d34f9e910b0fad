package emulator

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// serverMembers are the members that the server adds to every application. Tests of defaults do not repeat them.
var serverMembers = []string{"client_id", "client_secret", "signing_keys", "tenant", "global", "encrypted", "created_at", "updated_at"}

func TestCreateClientDefaults(t *testing.T) {
	t.Parallel()
	const common = `"is_token_endpoint_ip_header_trusted":false,"sso_disabled":false,"cross_origin_auth":false,
		"cross_origin_authentication":false,"custom_login_page_on":true,"callback_url_template":false`
	const shortLived = `"leeway":0,"token_lifetime":2592000,"idle_token_lifetime":1296000}`
	const longLived = `"leeway":0,"token_lifetime":31557600,"idle_token_lifetime":2592000}`
	const firstParty = `"is_first_party":true,"oidc_conformant":false,"jwt_configuration":{"lifetime_in_seconds":36000,"secret_encoded":false}`
	const strict = `"is_first_party":false,"third_party_security_mode":"strict","redirection_policy":"open_redirect_protection",
		"oidc_conformant":true,"grant_types":["authorization_code"],"jwt_configuration":{"alg":"RS256","lifetime_in_seconds":3600,"secret_encoded":false}`
	const forever = `"refresh_token":{"rotation_type":"non-rotating","expiration_type":"non-expiring","infinite_token_lifetime":true,"infinite_idle_token_lifetime":true,`
	const rotating = `"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","infinite_token_lifetime":false,"infinite_idle_token_lifetime":false,`
	const idling = `"refresh_token":{"rotation_type":"non-rotating","expiration_type":"expiring","infinite_token_lifetime":true,"infinite_idle_token_lifetime":false,`
	const allGrants = `"grant_types":["authorization_code","implicit","refresh_token","client_credentials"]`
	const publicGrants = `"grant_types":["authorization_code","implicit","refresh_token"]`

	tests := map[string]struct{ body, want string }{
		"name only": {
			`{"name":"a"}`,
			`{"name":"a",` + firstParty + `,` + allGrants + `,` + forever + shortLived + `}`,
		},
		"no authentication": {
			`{"name":"a","token_endpoint_auth_method":"none"}`,
			`{"name":"a","token_endpoint_auth_method":"none",` + firstParty + `,` + publicGrants + `,` + forever + shortLived + `}`,
		},
		"secret in the body": {
			`{"name":"a","token_endpoint_auth_method":"client_secret_post"}`,
			`{"name":"a","token_endpoint_auth_method":"client_secret_post",` + firstParty + `,` + allGrants + `,` + forever + longLived + `}`,
		},
		"first-party single page": {
			`{"name":"a","app_type":"spa","token_endpoint_auth_method":"none"}`,
			`{"name":"a","app_type":"spa","token_endpoint_auth_method":"none",` + firstParty + `,` + publicGrants + `,` + forever + shortLived + `}`,
		},
		"API of its own": {
			`{"name":"a","app_type":"resource_server"}`,
			`{"name":"a","app_type":"resource_server","is_first_party":true,"oidc_conformant":true,"grant_types":[],
				"jwt_configuration":{"alg":"RS256","secret_encoded":false},` + forever + shortLived + `}`,
		},
		"backchannel logout keeps its older name": {
			`{"name":"a","oidc_logout":{"backchannel_logout_urls":["https://a.example/out"]}}`,
			`{"name":"a","oidc_logout":{"backchannel_logout_urls":["https://a.example/out"]},
				"oidc_backchannel_logout":{"backchannel_logout_urls":["https://a.example/out"]},` + firstParty + `,` + allGrants + `,` + forever + shortLived + `}`,
		},
		"third-party without a mode is strict": {
			`{"name":"a","is_first_party":false}`,
			`{"name":"a",` + strict + `,` + idling + shortLived + `}`,
		},
		"permissive": {
			`{"name":"a","is_first_party":false,"third_party_security_mode":"permissive"}`,
			`{"name":"a","is_first_party":false,"third_party_security_mode":"permissive","oidc_conformant":true,
				"jwt_configuration":{"lifetime_in_seconds":36000,"secret_encoded":false},` + allGrants + `,` + forever + shortLived + `}`,
		},
		"permissive single page": {
			`{"name":"a","is_first_party":false,"third_party_security_mode":"permissive","app_type":"spa","token_endpoint_auth_method":"none"}`,
			`{"name":"a","is_first_party":false,"app_type":"spa","token_endpoint_auth_method":"none","third_party_security_mode":"permissive","oidc_conformant":true,
				"jwt_configuration":{"lifetime_in_seconds":36000,"secret_encoded":false},` + publicGrants + `,` + rotating + shortLived + `}`,
		},
		"strict regular web": {
			`{"name":"a","is_first_party":false,"third_party_security_mode":"strict","app_type":"regular_web","token_endpoint_auth_method":"client_secret_post"}`,
			`{"name":"a","app_type":"regular_web","token_endpoint_auth_method":"client_secret_post",` + strict + `,` + idling + longLived + `}`,
		},
		"strict single page": {
			`{"name":"a","is_first_party":false,"third_party_security_mode":"strict","app_type":"spa","token_endpoint_auth_method":"none"}`,
			`{"name":"a","app_type":"spa","token_endpoint_auth_method":"none",` + strict + `,` + rotating + shortLived + `}`,
		},
		"nothing is added to a jwt_configuration with an alg of a first-party application; a partial refresh_token is filled up": {
			`{"name":"a","jwt_configuration":{"alg":"RS256"},"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","leeway":5}}`,
			`{"name":"a","is_first_party":true,"oidc_conformant":false,"jwt_configuration":{"alg":"RS256"},` + allGrants + `,
				"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","leeway":5,"token_lifetime":2592000,"idle_token_lifetime":1296000,
				"infinite_token_lifetime":false,"infinite_idle_token_lifetime":false}}`,
		},
	}
	s := serveTenant(t, nil)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := s.call("POST", "/clients", test.body)
			if got.status != 201 {
				t.Fatalf("status %d: %s", got.status, got.raw)
			}
			wantJSON(t, "created", without(got.object, serverMembers...), strings.TrimSuffix(test.want, "}")+","+common+"}")
			read := s.call("GET", "/clients/"+object.Text(got.object, "client_id"), nil)
			wantJSON(t, "read back", without(read.object, serverMembers...), strings.TrimSuffix(test.want, "}")+","+common+"}")
		})
	}
}

func TestClientShape(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Tenant: "example"})
	made := s.mustCall(201, "POST", "/clients", `{"name":"a"}`)
	id := object.Text(made.object, "client_id")

	if !regexp.MustCompile(`^[A-Za-z0-9]{32}$`).MatchString(id) {
		t.Errorf("client_id %q", id)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{64}$`).MatchString(object.Text(made.object, "client_secret")) {
		t.Errorf("client_secret of %d characters", len(object.Text(made.object, "client_secret")))
	}
	strict := s.mustCall(201, "POST", "/clients", `{"name":"a","is_first_party":false,"third_party_security_mode":"strict"}`)
	if id := object.Text(strict.object, "client_id"); !regexp.MustCompile(`^tpc_[A-Za-z0-9]{22}$`).MatchString(id) {
		t.Errorf("strict client_id %q", id)
	}
	if made.header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("content type %q", made.header.Get("Content-Type"))
	}
	if order := keyNames(t, made.raw); order[0] != "tenant" || order[1] != "global" || made.object["tenant"] != "example" {
		t.Errorf("keys %v", order)
	}

	// encrypted and the private key are shown once; the subject of the certificate depends on the call.
	signingKey := func(o object.Object) object.Object { return object.Objects(o["signing_keys"])[0] }
	read := s.mustCall(200, "GET", "/clients/"+id, nil).object
	patched := s.mustCall(200, "PATCH", "/clients/"+id, `{"description":"b"}`).object
	for _, test := range []struct {
		what            string
		client          object.Object
		encrypted       any
		subject         string
		withPrivateHalf bool
	}{
		{"create", made.object, true, "/CN=example.auth0.com", true},
		{"read", read, nil, "deprecated", false},
		{"update", patched, nil, "/CN=example.auth0.com", false},
	} {
		key := signingKey(test.client)
		if test.client["encrypted"] != test.encrypted || key["subject"] != test.subject || (key["key"] != nil) != test.withPrivateHalf {
			t.Errorf("%s: encrypted %v, signing key %v", test.what, test.client["encrypted"], without(key, "cert"))
		}
	}
}

func TestUpdateClientMerges(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ create, update, member, want string }{
		"unsent members stay":             {`"description":"x"`, `{"name":"b"}`, "description", `"x"`},
		"empty description":               {`"description":"x"`, `{"description":""}`, "description", `""`},
		"arrays are replaced":             {`"callbacks":["https://a.example/1","https://a.example/2"]`, `{"callbacks":["https://a.example/3"]}`, "callbacks", `["https://a.example/3"]`},
		"null removes":                    {`"token_quota":{"client_credentials":{"per_day":5}}`, `{"token_quota":null}`, "token_quota", `null`},
		"objects merge one level":         {`"jwt_configuration":{"lifetime_in_seconds":60}`, `{"jwt_configuration":{"alg":"RS256"}}`, "jwt_configuration", `{"alg":"RS256","lifetime_in_seconds":60,"secret_encoded":false}`},
		"members of members are replaced": {`"mobile":{"android":{"app_package_name":"x","sha256_cert_fingerprints":["y"]},"ios":{"team_id":"t"}}`, `{"mobile":{"android":{"app_package_name":"z"}}}`, "mobile", `{"android":{"app_package_name":"z"},"ios":{"team_id":"t"}}`},
		"metadata keeps other keys":       {`"client_metadata":{"a":"1","b":"2"}`, `{"client_metadata":{"a":null,"c":"3"}}`, "client_metadata", `{"b":"2","c":"3"}`},
		"the last key leaves {}":          {`"client_metadata":{"a":"1"}`, `{"client_metadata":{"a":null}}`, "client_metadata", `{}`},
		"{} clears metadata":              {`"client_metadata":{"a":"1"}`, `{"client_metadata":{}}`, "client_metadata", `{}`},
		"{} empties add-ons":              {`"addons":{"slack":{"team":"x"}}`, `{"addons":{}}`, "addons", `{}`},
		"refresh_token null removes":      {`"description":"x"`, `{"refresh_token":null}`, "refresh_token", `null`},
		"authentication method null":      {`"token_endpoint_auth_method":"none"`, `{"token_endpoint_auth_method":null}`, "token_endpoint_auth_method", `null`},
	}
	s := serveTenant(t, nil)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := object.Text(s.mustCall(201, "POST", "/clients", `{"name":"a",`+test.create+`}`).object, "client_id")
			updated := s.mustCall(200, "PATCH", "/clients/"+id, test.update)
			wantJSON(t, "answer", updated.object[test.member], test.want)
			wantJSON(t, "read back", s.mustCall(200, "GET", "/clients/"+id, nil).object[test.member], test.want)
		})
	}
}

func TestClientLifecycle(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, orders())
	client := s.mustCall(201, "POST", "/clients", `{"name":"a"}`).object
	id := object.Text(client, "client_id")
	grant := s.mustCall(201, "POST", "/client-grants", object.Object{"client_id": id, "audience": ordersAPI, "scope": []string{}}).object

	rotated := s.mustCall(200, "POST", "/clients/"+id+"/rotate-secret", nil).object
	if rotated["client_secret"] == client["client_secret"] || rotated["client_id"] != id {
		t.Error("rotate-secret changed nothing, or too much")
	}
	for range 2 {
		if got := s.call("DELETE", "/clients/"+id, nil); got.status != 204 || got.raw != "" {
			t.Errorf("delete: %d %q", got.status, got.raw)
		}
	}
	const message, code = "The client does not exist", "inexistent_client"
	wantRefusal(t, s.call("GET", "/clients/"+id, nil), 404, code, message)
	wantRefusal(t, s.call("PATCH", "/clients/"+id, `{"name":"b"}`), 404, code, message)
	wantRefusal(t, s.call("POST", "/clients/"+id+"/rotate-secret", nil), 404, code, message)
	wantRefusal(t, s.call("GET", "/client-grants/"+object.Text(grant, "id"), nil), 404, "inexistent_client_grant", "The grant does not exist.")
}

func TestListClients(t *testing.T) {
	t.Parallel()
	seed := orders()
	seed.Clients = []map[string]any{
		{"name": "one", "client_id": "c1", "app_type": "spa"},
		{"name": "two", "client_id": "c2", "app_type": "native", "is_first_party": false, "third_party_security_mode": "strict", "external_client_id": "ext"},
		{"name": "three", "client_id": "c3", "app_type": "regular_web", "is_first_party": false},
	}
	seed.ClientGrants = []map[string]any{{"id": "cgr_1", "client_id": "c1", "audience": ordersAPI, "allow_any_organization": true}}
	seed.Organizations = []map[string]any{{"id": "org_1", "name": "acme"}}
	seed.OrganizationClientGrants = []OrganizationClientGrant{{OrganizationID: "org_1", GrantID: "cgr_1"}}
	s := serveTenant(t, seed)

	tests := map[string]struct {
		query string
		want  []string
	}{
		"everything, the global client last": {"", []string{"Management API access", "one", "two", "three", "All Applications"}},
		"not global":                         {"is_global=false", []string{"Management API access", "one", "two", "three"}},
		"third-party":                        {"is_first_party=false", []string{"two", "three"}},
		"types":                              {"app_type=spa,native", []string{"one", "two"}},
		"external id":                        {"external_client_id=ext", []string{"two"}},
		"organization":                       {"take=10&q=client_grant.organization_id:org_1", []string{"one"}},
		"any organization":                   {"take=10&q=client_grant.allow_any_organization:true", []string{"one"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := s.mustCall(200, "GET", "/clients?"+test.query, nil)
			rows := got.array
			if rows == nil {
				rows, _ = got.object["clients"].([]any)
			}
			var names []string
			for _, client := range object.Objects(rows) {
				names = append(names, object.Text(client, "name"))
			}
			if diff := cmp.Diff(test.want, names); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, query := range []string{"q=client_grant.organization_id:org_1", "take=1&q=name:x", "take=1&is_global=true&q=client_grant.allow_any_organization:true"} {
		if got := s.call("GET", "/clients?"+query, nil); got.status != 400 {
			t.Errorf("%s: status %d", query, got.status)
		}
	}
}

func TestClientFields(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, &Seed{Clients: []map[string]any{{"name": "one", "client_id": "c1", "app_type": "spa"}}})
	wantJSON(t, "one", s.call("GET", "/clients/c1?fields=name,jwt_configuration.lifetime_in_seconds&include_fields=true", nil).object,
		`{"name":"one","jwt_configuration":{"lifetime_in_seconds":36000}}`)
	listed := s.mustCall(200, "GET", "/clients?fields=name&app_type=spa", nil)
	wantJSON(t, "lists always show the tenant", listed.array, `[{"name":"one","tenant":"emulator"}]`)
	rest := s.mustCall(200, "GET", "/clients/c1?fields=client_secret,name&include_fields=false", nil).object
	if rest["name"] != nil || rest["client_secret"] != nil || rest["app_type"] == nil {
		t.Errorf("left out: %v", keyNames(t, s.call("GET", "/clients/c1?fields=client_secret,name&include_fields=false", nil).raw))
	}
	if got := s.call("GET", "/clients?fields=nonsense", nil); got.object["errorCode"] != "invalid_query_string" {
		t.Errorf("unknown field: %s", got.raw)
	}
}

func TestNewClientsGetConnections(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		flag any
		body string
		want bool
	}{
		"first-party":               {nil, `{"name":"a"}`, true},
		"first-party, switched off": {false, `{"name":"a"}`, false},
		"third-party":               {nil, `{"name":"a","is_first_party":false}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := &Seed{Connections: []map[string]any{{"id": "con_1", "name": "users", "strategy": "auth0"}}}
			if test.flag != nil {
				seed.TenantSettings = object.Object{"flags": object.Object{"enable_client_connections": test.flag}}
			}
			s := serveTenant(t, seed)
			id := object.Text(s.mustCall(201, "POST", "/clients", test.body).object, "client_id")
			connections := s.mustCall(200, "GET", "/clients/"+id+"/connections", nil).object["connections"]
			if (len(object.Objects(connections)) == 1) != test.want {
				t.Errorf("connections: %v", connections)
			}
		})
	}
}
