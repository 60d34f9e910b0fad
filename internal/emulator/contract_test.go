package emulator

import (
	"net/http"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/contract"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// The tenant's answers have all members that the contract requires for the client's calls.
func TestAnswersAreTheContract(t *testing.T) {
	t.Parallel()
	coverage, err := contract.NewCoverage()
	if err != nil {
		t.Fatal(err)
	}
	site, h := publishing(t, &Seed{Variants: []string{tenant.RegistrationModeShown}, Clients: []object.Object{{
		"name": "Agent", "client_id": "https://agent.example.com/client.json", "is_first_party": false, "third_party_security_mode": "strict",
		"external_client_id": "https://agent.example.com/other.json", "external_metadata_type": "cimd", "external_metadata_created_by": "admin",
	}}, Grants: []object.Object{{
		"clientID": "https://agent.example.com/client.json", "user_id": "auth0|1", "audience": ordersAPI, "organization_id": "org_1",
	}}, Rules: []object.Object{{"name": "Roles", "enabled": false}}, Hooks: []object.Object{{
		"name": "Claims", "enabled": false, "triggerId": "credentials-exchange",
	}}, NetworkACLs: []object.Object{{
		"description": "Registration from the office alone",
		"rule":        object.Object{"scope": "dynamic_client_registration", "action": object.Object{"block": true}, "not_match": object.Object{"ipv4_cidrs": []any{"198.51.100.0/24"}}},
	}, {
		"description": "Nobody from there", "rule": object.Object{"scope": "tenant", "action": object.Object{"log": true}, "match": object.Object{"geo_country_codes": []any{"AQ"}}},
	}}})
	create := func(path, member string, body any) string {
		return object.Text(site.mustCall(http.StatusCreated, "POST", path, body).object, member)
	}
	api := create("/resource-servers", "identifier", `{"identifier":"https://api.example.com/","name":"Orders","enforce_policies":true,`+
		`"scopes":[{"value":"read:orders","description":"Read orders"}],"token_dialect":"access_token","signing_alg":"HS256",`+
		`"authorization_details":[{"type":"payment"}]}`)
	organization := create("/organizations", "id", `{"name":"acme","display_name":"ACME","metadata":{"a":"b"},`+
		`"branding":{"colors":{"primary":"#000000","page_background":"#FFFFFF"}}}`)
	other := create("/organizations", "id", `{"name":"other"}`)
	connection := create("/connections", "id", `{"name":"customers","display_name":"Customers","strategy":"auth0","metadata":{"a":"b"}}`)
	site.mustCall(http.StatusCreated, "POST", "/organizations/"+organization+"/enabled_connections",
		`{"connection_id":"`+connection+`","is_signup_enabled":false,"show_as_button":true}`)
	create("/connections", "id", `{"name":"workforce","strategy":"samlp","options":{}}`)
	site.mustCall(http.StatusOK, "PATCH", "/tenants/settings", `{"default_audience":"`+api+`","friendly_name":"Acme",`+
		`"dynamic_client_registration_security_mode":"strict","resource_parameter_profile":"compatibility",`+
		`"client_id_metadata_document_supported":true,"flags":{"use_scope_descriptions_for_consent":true}}`)

	machine := create("/clients", "client_id", `{"name":"Machine","app_type":"non_interactive","organization_usage":"allow",`+
		`"logo_uri":"https://x.example/logo.png","grant_types":["client_credentials"]}`)
	tied := create("/client-grants", "id", `{"client_id":"`+machine+`","audience":"`+api+`","scope":[],"organization_usage":"require"}`)
	create("/organizations/"+other+"/client-grants", "grant_id", `{"grant_id":"`+tied+`"}`)

	site.shown = coverage
	if got := site.mustCall(http.StatusCreated, "POST", "/organizations/"+organization+"/clients",
		`{"clients":[{"client_id":"`+machine+`","use_for_member_access":true},{"client_id":"https://agent.example.com/client.json","use_for_member_access":true}]}`); len(got.array) != 2 {
		t.Error(got.raw)
	}
	site.mustCall(http.StatusOK, "GET", "/organizations/"+organization+"/clients?take=1", nil)
	site.mustCall(http.StatusOK, "PATCH", "/organizations/"+organization+"/clients/"+machine, `{"use_for_member_access":false}`)
	site.mustCall(http.StatusOK, "GET", "/organizations/"+organization+"/clients/"+machine, nil)
	create("/organizations/"+organization+"/client-grants", "grant_id", `{"grant_id":"`+tied+`"}`)
	site.preview("https://agent.example.com/nowhere.json")
	h.publish("/keys.json", keySet("one"))
	h.publish("/client.json", agentDocument(object.Object{
		"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://agent.example.com/keys.json",
	}))
	create("/clients/cimd/register", "client_id", about(agentURL))
	site.preview(agentURL)
	site.mustCall(http.StatusOK, "POST", "/clients/cimd/register", about(agentURL))
	first := create("/clients", "client_id", `{"name":"First","app_type":"regular_web","description":"Ours","logo_uri":"https://x.example/logo.png",`+
		`"allowed_origins":["https://x.example"],"web_origins":["https://x.example"],"allowed_logout_urls":["https://x.example"],`+
		`"allowed_clients":[],"initiate_login_uri":"https://x.example/login","client_metadata":{"a":"b"},"sso":false,`+
		`"organization_usage":"allow","organization_require_behavior":"pre_login_prompt","organization_discovery_methods":["email"],`+
		`"require_proof_of_possession":true,"require_pushed_authorization_requests":false,"compliance_level":"none",`+
		`"addons":{},"mobile":{"ios":{}},"native_social_login":{"apple":{"enabled":false}},"oidc_logout":{"backchannel_logout_urls":["https://x.example/logout"]},`+
		`"async_approval_notification_channels":["email"],"session_transfer":{},"token_exchange":{},`+
		`"default_organization":{"organization_id":"`+organization+`","flows":["client_credentials"]},`+
		`"my_organization_configuration":{"allowed_strategies":["okta"],"connection_deletion_behavior":"allow","third_party_client_access":{"default_value":"block","allowed_values":["allow","block"]}},`+
		`"token_quota":{"client_credentials":{"per_day":1}}}`)
	create("/clients", "client_id", `{"name":"API","app_type":"resource_server","resource_server_identifier":"`+api+`"}`)
	partner := create("/clients", "client_id", `{"name":"Partner","is_first_party":false,"app_type":"regular_web",`+
		`"client_authentication_methods":{"private_key_jwt":{"credentials":[`+publicKeyBody(newKeyPair().publicPEM())+`]}}}`)
	create("/clients/"+partner+"/credentials", "id", `{"credential_type":"public_key","name":"next","expires_at":"2040-02-03T04:05:06Z",`+
		`"pem":`+newKeyPair().publicPEM()+`}`)
	everywhere := create("/client-grants", "id", `{"client_id":"`+first+`","audience":"`+api+`","subject_type":"client","scope":["read:orders"],`+
		`"organization_usage":"allow","allow_any_organization":true}`)
	create("/organizations/"+organization+"/client-grants", "grant_id", `{"grant_id":"`+everywhere+`"}`)
	create("/client-grants", "id", `{"default_for":"third_party_clients","audience":"`+api+`","subject_type":"user","allow_all_scopes":true,`+
		`"authorization_details_types":["payment"]}`)
	create("/rate-limit-policies", "id", ratePolicy("default", `{"action":"redirect","limit":1,"redirect_uri":"https://example.com/"}`))
	create("/rate-limit-policies", "id", ratePolicy("third_party_clients", `{"action":"allow"}`))
	for _, path := range []string{
		"/network-acls?include_totals=true", "/rules?fields=id,name&include_totals=true", "/hooks?fields=id,name&include_totals=true", "/organizations/" + organization + "/enabled_connections?include_totals=true",
		"/grants?include_totals=true", "/rate-limit-policies?take=1", "/clients?take=1", "/clients?include_totals=true", "/clients/" + partner + "/credentials",
		"/client-grants?take=1", "/client-grants?include_totals=true", "/client-grants/" + tied + "/organizations?take=1",
		"/client-grants/" + tied + "/organizations?include_totals=true",
		"/connections?take=1", "/connections?include_totals=true", "/connections/" + connection,
		"/resource-servers?include_totals=true",
		"/organizations?take=1", "/organizations?include_totals=true", "/organizations/" + organization,
		"/organizations/" + organization + "/client-grants?include_totals=true",
		"/tenants/settings",
	} {
		site.mustCall(http.StatusOK, "GET", path, nil)
	}
	if unseen := coverage.UnseenAnswers(); len(unseen) > 0 {
		t.Errorf("no call of this test shows what calls.yaml has: %q", unseen)
	}
}
