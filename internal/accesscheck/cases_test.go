package accesscheck_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

type object = map[string]any

// Ids of objects in the tenant of the tests.
const (
	orders  = "https://orders.example.com/"
	partner = "tpc_partner"
	secret  = "secret-of-the-partner"
	acme    = "org_acme"
	staff   = "con_staff"
	ownID   = "cgr_own"
	read    = "read:orders"
)

// complete is a tenant in which the partner gets tokens for the API, for users and with client_credentials, with and
// without an organization.
func complete() *emulator.Seed {
	policy := object{"policy": "require_client_grant"}
	grant := func(id, subjectType string) object {
		return object{"id": id, "client_id": partner, "audience": orders, "subject_type": subjectType, "scope": []any{read}}
	}
	machine := grant(ownID, "client")
	machine["organization_usage"] = "allow"
	return &emulator.Seed{
		Tenant:                "example",
		ManagementApplication: object{"client_id": "management", "client_secret": "management-secret", "app_type": "non_interactive"},
		ResourceServers: []object{{
			"id": "0000000000000000000000a1", "identifier": orders, "scopes": []any{object{"value": read}, object{"value": "write:orders"}},
			"subject_type_authorization": object{"user": policy, "client": policy}, "allow_offline_access": true,
		}},
		Clients: []object{{
			"client_id": partner, "client_secret": secret, "name": "Northwind", "is_first_party": false, "third_party_security_mode": "strict",
			"app_type": "regular_web", "token_endpoint_auth_method": "client_secret_post", "callbacks": []any{"https://northwind.example.com/callback"},
			"grant_types": []any{"authorization_code", "refresh_token", "client_credentials"}, "organization_usage": "allow",
		}},
		ClientGrants: []object{grant("cgr_user", "user"), machine},
		Connections:  []object{{"id": staff, "name": "staff", "strategy": "auth0", "is_domain_connection": true}},
		Organizations: []object{{
			"id": acme, "name": "acme", "third_party_client_access": "allow", "enabled_connections": []any{object{"connection_id": staff}},
		}},
		Users: []object{{
			"user_id": "auth0|ada", "email": "ada@example.com", "connection": "staff", "organizations": []any{acme},
		}},
		OrganizationClientGrants: []emulator.OrganizationClientGrant{{OrganizationID: acme, GrantID: ownID}},
		TenantSettings:           object{"resource_parameter_profile": "compatibility"},
	}
}

// ofUsers and ofItself ask for the tokens that the complete tenant issues.
func ofUsers() object {
	return object{"client_id": partner, "audience": orders, "subject_type": "user", "scopes": []any{read}, "organization_id": acme, "connection_name": "staff", "resource_parameter": true}
}

func ofItself() object {
	return object{"client_id": partner, "audience": orders, "subject_type": "client", "scopes": []any{read}, "organization_id": acme}
}

// fault is one thing that is wrong with the tenant or with the question.
type fault struct {
	name      string
	subject   string // the subject type that it affects, empty for both
	condition string
	breaks    func(seed *emulator.Seed, question object)
	remedy    string // a part of the remedy
	// mend follows the remedy, and may change the question.
	mend func(t *testing.T, tenant *acctest.Tenant, question object)
}

func clientOf(seed *emulator.Seed) object { return seed.Clients[0] }

func set(key string, value any) func(*emulator.Seed, object) {
	return func(_ *emulator.Seed, question object) { question[key] = value }
}

func ask(key string, value any) func(*testing.T, *acctest.Tenant, object) {
	return func(_ *testing.T, _ *acctest.Tenant, question object) { question[key] = value }
}

func ofClient(key string, value any) func(*emulator.Seed, object) {
	return func(seed *emulator.Seed, _ object) { clientOf(seed)[key] = value }
}

// patch changes an object of the tenant by hand.
func patch(path string, members object) func(*testing.T, *acctest.Tenant, object) {
	return func(t *testing.T, tenant *acctest.Tenant, _ object) {
		t.Helper()
		tenant.Call(t, "PATCH", "/api/v2/"+path, members)
	}
}

// declare applies a resource, and imports it first if it has an id.
func declare(typeName, id string, config object) func(*testing.T, *acctest.Tenant, object) {
	return func(t *testing.T, tenant *acctest.Tenant, _ object) {
		t.Helper()
		life := acctest.NewLifecycle(t, tenant, typeName)
		if id != "" {
			if errors := life.Import(id); len(errors) > 0 {
				t.Fatal(errors)
			}
		}
		if errors := life.Apply(config); len(errors) > 0 {
			t.Fatal(errors)
		}
	}
}

// reload changes the tenant in ways that no call can.
func reload(change func(*emulator.Seed)) func(*testing.T, *acctest.Tenant, object) {
	return func(t *testing.T, tenant *acctest.Tenant, _ object) {
		t.Helper()
		seed := tenant.Emulator.Snapshot()
		change(seed)
		if err := tenant.Emulator.Load(seed); err != nil {
			t.Fatal(err)
		}
	}
}

func withoutGrants(seed *emulator.Seed, _ object) {
	seed.ClientGrants, seed.OrganizationClientGrants = nil, nil
}

func policy(selector string) func(*emulator.Seed, object) {
	return func(seed *emulator.Seed, _ object) {
		seed.RateLimitPolicies = []object{
			{"id": "rlp_1", "consumer_selector": selector, "configuration": object{"action": "block", "limit": 0}},
			{"id": "rlp_2", "consumer_selector": "client_id:management", "configuration": object{"action": "allow"}},
		}
	}
}

func entry(use bool) func(*emulator.Seed, object) {
	return func(seed *emulator.Seed, _ object) {
		seed.Organizations[0]["is_app_entitlement_active"] = true
		seed.OrganizationClients = []object{{"organization_id": acme, "client_id": partner, "use_for_member_access": use}}
	}
}

// consented asks about a silent login of a user who has consented to a scope, in an organization or without one.
func consented(organization, scope string) func(*emulator.Seed, object) {
	return func(seed *emulator.Seed, question object) {
		question["prompt_none"] = true
		consent := object{"id": "consent", "clientID": partner, "user_id": "auth0|ada", "audience": orders, "scope": []any{scope}}
		if organization != "" {
			consent["organization_id"] = organization
		}
		seed.Grants = []object{consent}
	}
}

// logInOnce logs in a user, who then consents.
func logInOnce(t *testing.T, tenant *acctest.Tenant, question object) {
	t.Helper()
	asking := maps.Clone(question)
	delete(asking, "prompt_none")
	getsTokenForUser(t, tenant.URL, asking)
}

func grantOf(subjectType string, members object) func(*emulator.Seed, object) {
	return func(seed *emulator.Seed, _ object) {
		i := slices.IndexFunc(seed.ClientGrants, func(g object) bool { return g["subject_type"] == subjectType })
		for key, value := range members {
			seed.ClientGrants[i][key] = value
		}
	}
}

// faults break one condition each, in every possible way.
func faults() []fault {
	const grant, application = "auth0access_client_grant", "clients/" + partner
	own := func(subjectType string) object {
		return object{"client_id": partner, "audience": orders, "subject_type": subjectType, "scopes": []any{read}}
	}
	allowing := own("client")
	allowing["organization_usage"] = "allow"
	limited := object{"client_id": partner, "action": "block", "limit": 5}
	return []fault{
		{"no such application", "", "application", set("client_id", "tpc_nobody"), "Correct client_id", ask("client_id", partner)},
		{"URL of a document", "", "application", set("client_id", "https://agent.example.com/client.json"), "begins with tpc_", ask("client_id", partner)},
		{"no such API", "", "api", set("audience", "https://orders.example.com"), "Write audience exactly as the API's identifier", ask("audience", orders)},
		{"users denied", "user", "access_policy", func(seed *emulator.Seed, _ object) {
			seed.ResourceServers[0]["subject_type_authorization"] = object{"user": object{"policy": "deny_all"}, "client": object{"policy": "require_client_grant"}}
		}, `user_access = "require_client_grant" with auth0access_api_access_policy`, declare("auth0access_api_access_policy", "", object{
			"audience": orders, "user_access": "require_client_grant", "client_access": "require_client_grant",
		})},
		{"applications denied", "client", "access_policy", func(seed *emulator.Seed, _ object) {
			seed.ResourceServers[0]["subject_type_authorization"] = object{"user": object{"policy": "allow_all"}, "client": object{"policy": "deny_all"}}
		}, `client_access = "require_client_grant" with auth0access_api_access_policy`, declare("auth0access_api_access_policy", "", object{
			"audience": orders, "user_access": "require_client_grant", "client_access": "require_client_grant",
		})},
		{"no grant for users", "user", "grant", withoutGrants, "Declare an auth0access_client_grant", declare(grant, "", own("user"))},
		{"no default permissions for users", "user", "grant", withoutGrants, "or auth0access_api_default_permissions", declare("auth0access_api_default_permissions", "", object{
			"audience": orders, "user_access": object{"scopes": []any{read}},
		})},
		{"no grant for itself", "client", "grant", func(seed *emulator.Seed, question object) {
			withoutGrants(seed, question)
			delete(question, "organization_id")
		}, "Declare an auth0access_client_grant", declare(grant, "", own("client"))},
		{"scope not granted for users", "user", "scopes", grantOf("user", object{"scope": []any{"write:orders"}}), "Add the scopes to its auth0access_client_grant", declare(grant, "cgr_user", own("user"))},
		{"scope not granted for itself", "client", "scopes", grantOf("client", object{"scope": []any{"write:orders"}}), "Add the scopes to its auth0access_client_grant", declare(grant, ownID, allowing)},
		{"scope not among the defaults", "user", "scopes", func(seed *emulator.Seed, _ object) {
			seed.ClientGrants = []object{{"default_for": "third_party_clients", "audience": orders, "subject_type": "user", "scope": []any{"write:orders"}}}
			seed.OrganizationClientGrants = nil
		}, "Add the scopes to auth0access_api_default_permissions", declare("auth0access_api_default_permissions", orders, object{
			"audience": orders, "user_access": object{"scopes": []any{read, "write:orders"}},
		})},
		{"scope not defined", "", "scopes", set("scopes", []any{read, "drop:orders"}), "or do not request them", ask("scopes", []any{read})},
		{"ID token", "user", "scopes", set("scopes", []any{read, "openid"}), "Remove it from the application's requests", ask("scopes", []any{read})},
		{"no refresh tokens of the API", "user", "scopes", func(seed *emulator.Seed, question object) {
			seed.ResourceServers[0]["allow_offline_access"] = false
			question["scopes"] = []any{read, "offline_access"}
		}, "allow_offline_access = true", patch("resource-servers/0000000000000000000000a1", object{"allow_offline_access": true})},
		{"no refresh tokens for the application", "user", "scopes", func(seed *emulator.Seed, question object) {
			clientOf(seed)["grant_types"] = []any{"authorization_code", "client_credentials"}
			question["scopes"] = []any{read, "offline_access"}
		}, "Add refresh_token to grant_types", patch(application, object{"grant_types": []any{"authorization_code", "refresh_token"}})},
		{"no logins", "user", "grant_types", ofClient("grant_types", []any{"client_credentials"}), "Add authorization_code to grant_types", patch(application, object{"grant_types": []any{"authorization_code"}})},
		{"no client_credentials", "client", "grant_types", ofClient("grant_types", []any{"authorization_code"}), "Add client_credentials to grant_types", patch(application, object{"grant_types": []any{"client_credentials"}})},
		{"public application", "client", "authentication", func(seed *emulator.Seed, _ object) {
			clientOf(seed)["token_endpoint_auth_method"], clientOf(seed)["grant_types"] = "none", []any{"authorization_code"}
		}, `Set token_endpoint_auth_method = "client_secret_post"`, patch(application, object{"token_endpoint_auth_method": "client_secret_post", "grant_types": []any{"client_credentials"}})},
		{"no callback", "user", "callbacks", ofClient("callbacks", []any{}), "to callbacks", patch(application, object{"callbacks": []any{"https://northwind.example.com/callback"}})},
		{"connection not promoted", "user", "connection", func(seed *emulator.Seed, _ object) { seed.Connections[0]["is_domain_connection"] = false },
			"Promote it with auth0access_connection_domain_promotion", declare("auth0access_connection_domain_promotion", "", object{"connection_id": staff})},
		{"no connection promoted", "user", "connection", func(seed *emulator.Seed, question object) {
			seed.Connections[0]["is_domain_connection"] = false
			delete(question, "connection_name")
		}, "Promote one with auth0access_connection_domain_promotion", declare("auth0access_connection_domain_promotion", "", object{"connection_id": staff})},
		{"no such connection", "user", "connection", set("connection_name", staff), "Correct connection_name: it is the name", ask("connection_name", "staff")},
		{"no such organization", "", "organization", set("organization_id", "org_nobody"), "Correct organization_id", ask("organization_id", acme)},
		{"organization blocks", "user", "organization", func(seed *emulator.Seed, _ object) { seed.Organizations[0]["third_party_client_access"] = "block" },
			"auth0access_organization_third_party_access", declare("auth0access_organization_third_party_access", "", object{"organization_id": acme, "access": "allow"})},
		{"organization refuses the application", "user", "organization", entry(false), "auth0access_organization_application",
			declare("auth0access_organization_application", acme+"/"+partner, object{"organization_id": acme, "client_id": partner, "use_for_member_access": true})},
		{"application without organizations", "user", "organization", ofClient("organization_usage", "deny"), `organization_usage = "allow" on the application`, patch(application, object{"organization_usage": "allow"})},
		{"organization not named", "user", "organization", func(seed *emulator.Seed, question object) {
			clientOf(seed)["organization_usage"] = "require"
			delete(question, "organization_id")
		}, "Write organization_id", ask("organization_id", acme)},
		{"grant not of the organization", "client", "organization", func(seed *emulator.Seed, _ object) { seed.OrganizationClientGrants = nil },
			"Give it the grant with auth0access_organization_client_grant", declare("auth0access_organization_client_grant", "", object{"organization_id": acme, "grant_id": ownID})},
		{"grant without organizations", "client", "organization", func(seed *emulator.Seed, question object) {
			grantOf("client", object{"organization_usage": "deny"})(seed, question)
		}, `organization_usage = "allow" on the auth0access_client_grant`, declare(grant, ownID, allowing)},
		{"grant that requires an organization", "client", "organization", func(seed *emulator.Seed, question object) {
			grantOf("client", object{"organization_usage": "require"})(seed, question)
			delete(question, "organization_id")
		}, "Write organization_id", ask("organization_id", acme)},
		{"defaults without organizations", "client", "organization", func(seed *emulator.Seed, _ object) {
			seed.ClientGrants = []object{{"default_for": "third_party_clients", "audience": orders, "subject_type": "client", "scope": []any{read}}}
			seed.OrganizationClientGrants = nil
		}, `auth0access_client_grant with organization_usage = "allow"`, func(t *testing.T, tenant *acctest.Tenant, question object) {
			t.Helper()
			declare(grant, "", allowing)(t, tenant, question)
			for _, made := range tenant.List(t, "/api/v2/client-grants?client_id="+partner) {
				declare("auth0access_organization_client_grant", "", object{"organization_id": acme, "grant_id": made["id"]})(t, tenant, question)
			}
		}},
		{"connection not of the organization", "user", "organization_connection", func(seed *emulator.Seed, _ object) { delete(seed.Organizations[0], "enabled_connections") },
			"Enable it for the organization", func(t *testing.T, tenant *acctest.Tenant, _ object) {
				t.Helper()
				tenant.Call(t, "POST", "/api/v2/organizations/"+acme+"/enabled_connections", object{"connection_id": staff})
			}},
		{"no consent for a silent login", "user", "consent", set("prompt_none", true), "log each user in once without prompt=none", logInOnce},
		{"consent to other scopes", "user", "consent", consented(acme, "write:orders"), "log each user in once without prompt=none", logInOnce},
		{"consent outside the organization", "user", "consent", consented("", read), "log each user in once without prompt=none", logInOnce},
		{"rule", "", "rules", func(seed *emulator.Seed, _ object) { seed.Rules = []object{{"name": "Roles"}} }, "Disable the Rule",
			reload(func(seed *emulator.Seed) { seed.Rules[0]["enabled"] = false })},
		{"hook", "", "hooks", func(seed *emulator.Seed, _ object) {
			seed.Hooks = []object{{"name": "Claims", "triggerId": "credentials-exchange"}}
		}, "Disable the Hook", reload(func(seed *emulator.Seed) { seed.Hooks[0]["enabled"] = false })},
		{"resource not understood", "user", "resource_parameter", func(seed *emulator.Seed, _ object) { seed.TenantSettings = nil },
			`resource_parameter_profile = "compatibility" with auth0access_authorization_server`,
			declare("auth0access_authorization_server", "", object{"resource_parameter_profile": "compatibility"})},
		{"application shut off", "", "rate_limit", policy("client_id:" + partner), "Raise limit of the auth0access_rate_limit_policy", declare("auth0access_rate_limit_policy", "client_id:"+partner, limited)},
		{"third parties shut off", "", "rate_limit", policy("third_party_clients"), "Raise limit", declare("auth0access_rate_limit_policy", "third_party_clients", object{"applies_to": "third_party_clients", "action": "block", "limit": 5})},
		{"everybody shut off", "", "rate_limit", policy("default"), "or destroy it", func(t *testing.T, tenant *acctest.Tenant, _ object) {
			t.Helper()
			tenant.Call(t, "DELETE", "/api/v2/rate-limit-policies/rlp_1", nil)
		}},
	}
}
