package faultmatrix

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// declaration is a resource type whose objects a configuration may declare at any address.
type declaration struct {
	typeName string
	objects  []arguments // two that can be declared, or one if a tenant has only one
	importID func(arguments) string
	is       func(tenant *emulator.Seed, declared arguments) bool // as declared

	other         arguments // arguments of another declaration of the first object
	contradiction string    // what the plan says about both

	isThorough bool // tries all orders, and stands for the others
	stays      bool // destroying the resource leaves the setting
}

// at returns the resource that declares the object at the address with the name.
func (d declaration) at(name string, object int) configured {
	return configured{address: d.typeName + "." + name, arguments: d.objects[object]}
}

const (
	anotherAgent = "tpc_anotheragent000000000000001"

	reportsAPI         = "https://reports.example.com/"
	organizationsGrant = "cgr_organizations0001" // at the API of reports
)

// seedOfTwo is a tenant with two of everything.
func seedOfTwo(t testing.TB) *emulator.Seed {
	t.Helper()
	s := seed(t)
	another := maps.Clone(s.Clients[1])
	another["client_id"], another["name"] = anotherAgent, "Another agent"
	s.Clients = append(s.Clients, another)
	s.Connections[1]["is_domain_connection"] = false
	s.ResourceServers = append(s.ResourceServers, map[string]any{"name": "Reports", "identifier": reportsAPI})
	s.ClientGrants = []map[string]any{{
		"id": organizationsGrant, "client_id": anotherAgent, "audience": reportsAPI, "subject_type": "client", "scope": []any{},
		"organization_usage": "allow",
	}}
	return s
}

var (
	tokenOnce sync.Once
	token     string
)

// tokenOfTwo returns an access token for every tenant with two of everything. A signature for each would take most of
// the time.
func tokenOfTwo(t *testing.T) string {
	t.Helper()
	tokenOnce.Do(func() { token = newTenant(t, emulator.Options{Seed: seedOfTwo(t)}).token(t) })
	return token
}

// settings are resources that set something, and unset it when they are destroyed.
var settings = map[string]declaration{
	"promotion": {
		isThorough: true,
		typeName:   "auth0access_connection_domain_promotion",
		objects:    []arguments{{"connection_id": workforceConnection}, {"connection_id": promotedConnection}},
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return one(tenant.Connections, "id", declared["connection_id"])["is_domain_connection"] == true
		},
		other:         arguments{"promoted": false},
		contradiction: "promoted is true here and false there",
	},
	"organization": {
		typeName: "auth0access_organization_third_party_access",
		objects: []arguments{
			{"organization_id": acmeOrganization, "access": "allow"}, {"organization_id": globexOrganization, "access": "allow"},
		},
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return one(tenant.Organizations, "id", declared["organization_id"])["third_party_client_access"] == "allow"
		},
		other:         arguments{"access": "block"},
		contradiction: `access is "allow" here and "block" there`,
	},
	"access policy": {
		stays:    true,
		typeName: "auth0access_api_access_policy",
		objects:  []arguments{{"audience": ordersAPI, "user_access": "deny_all"}, {"audience": filesAPI, "user_access": "deny_all"}},
		is: func(tenant *emulator.Seed, declared arguments) bool {
			policy, _ := one(tenant.ResourceServers, "identifier", declared["audience"])["subject_type_authorization"].(object)
			user, _ := policy["user"].(object)
			return user["policy"] == "deny_all"
		},
		other:         arguments{"user_access": "allow_all"},
		contradiction: `user_access is "deny_all" here and "allow_all" there`,
	},
	"authorization server": {
		stays:    true,
		typeName: "auth0access_authorization_server",
		objects:  []arguments{{"resource_parameter_profile": "compatibility"}},
		is: func(tenant *emulator.Seed, _ arguments) bool {
			return tenant.TenantSettings["resource_parameter_profile"] == "compatibility"
		},
		other:         arguments{"resource_parameter_profile": "audience"},
		contradiction: `resource_parameter_profile is "compatibility" here and "audience" there`,
	},
	"redirect protection": {
		typeName: "auth0access_redirect_protection",
		objects:  []arguments{{"client_id": agent, "enabled": false}, {"client_id": anotherAgent, "enabled": false}},
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return one(tenant.Clients, "client_id", declared["client_id"])["redirection_policy"] == "allow_always"
		},
		other:         arguments{"enabled": true},
		contradiction: "enabled is false here and true there",
	},
	"registration": {
		typeName: "auth0access_dynamic_client_registration",
		objects:  []arguments{{"enabled": true, "security_mode": "strict", "allow_without_default_permissions": true}},
		is: func(tenant *emulator.Seed, _ arguments) bool {
			flags, _ := tenant.TenantSettings["flags"].(object)
			return flags["enable_dynamic_client_registration"] == true
		},
		other:         arguments{"enabled": false},
		contradiction: "enabled is true here and false there",
	},
}

// makings are resources that make an object, and delete it when they are destroyed.
var makings = map[string]declaration{
	"client grant": {
		isThorough: true,
		typeName:   "auth0access_client_grant",
		objects: []arguments{
			{"client_id": agent, "audience": ordersAPI, "subject_type": "user", "scopes": []any{"read:orders"}},
			{"client_id": agent, "audience": filesAPI, "subject_type": "user", "scopes": []any{"read:files"}},
		},
		importID: func(declared arguments) string { return fmt.Sprintf("%s|%s|user", agent, declared["audience"]) },
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return one(tenant.ClientGrants, "audience", declared["audience"])["client_id"] == agent
		},
		other:         arguments{"scopes": []any{}},
		contradiction: `scopes is ["read:orders"] here and [] there`,
	},
	"rate limit policy": {
		typeName: "auth0access_rate_limit_policy",
		objects: []arguments{
			{"applies_to": "third_party_clients", "action": "block", "limit": 5},
			{"client_id": agent, "action": "block", "limit": 0},
		},
		importID: selectorOf,
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return one(tenant.RateLimitPolicies, "consumer_selector", selectorOf(declared)) != nil
		},
		other:         arguments{"limit": 9},
		contradiction: "limit is 5 here and 9 there",
	},
	"application of a document": {
		typeName: "auth0access_cimd_application",
		objects:  []arguments{{"metadata_url": agentURL}, {"metadata_url": anotherURL}},
		importID: func(declared arguments) string { return fmt.Sprint(declared["metadata_url"]) },
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return one(tenant.Clients, "external_client_id", declared["metadata_url"]) != nil
		},
		other:         arguments{"check_document": false},
		contradiction: "check_document is true here and false there",
	},
	"organization's application": {
		typeName: "auth0access_organization_application",
		objects: []arguments{
			{"organization_id": acmeOrganization, "client_id": agent, "use_for_member_access": true},
			{"organization_id": globexOrganization, "client_id": agent, "use_for_member_access": true},
		},
		importID: func(declared arguments) string { return fmt.Sprintf("%s/%s", declared["organization_id"], agent) },
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return one(tenant.OrganizationClients, "organization_id", declared["organization_id"]) != nil
		},
		other:         arguments{"use_for_member_access": false},
		contradiction: "use_for_member_access is true here and false there",
	},
	"organization's grant": {
		typeName: "auth0access_organization_client_grant",
		objects: []arguments{
			{"organization_id": acmeOrganization, "grant_id": organizationsGrant},
			{"organization_id": globexOrganization, "grant_id": organizationsGrant},
		},
		importID: func(declared arguments) string {
			return fmt.Sprintf("%s/%s", declared["organization_id"], organizationsGrant)
		},
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return slices.ContainsFunc(tenant.OrganizationClientGrants, func(tied emulator.OrganizationClientGrant) bool {
				return tied.OrganizationID == declared["organization_id"]
			})
		},
		other:         arguments{"review_by": "2099-01-01T00:00:00Z"},
		contradiction: "review_by is given there only",
	},
	"default permissions": {
		typeName: "auth0access_api_default_permissions",
		objects: []arguments{
			{"audience": ordersAPI, "user_access": arguments{"scopes": []any{"read:orders"}}},
			{"audience": filesAPI, "user_access": arguments{"scopes": []any{"read:files"}}},
		},
		importID: func(declared arguments) string { return fmt.Sprint(declared["audience"]) },
		is: func(tenant *emulator.Seed, declared arguments) bool {
			return one(tenant.ClientGrants, "audience", declared["audience"])["default_for"] == "third_party_clients"
		},
		other:         arguments{"user_access": nil, "client_access": arguments{"scopes": []any{"read:orders"}}},
		contradiction: "user_access is given here only; client_access is given there only",
	},
}

// selectorOf says whom a rate limit policy is for, as Auth0 does.
func selectorOf(policy arguments) string {
	if id, ok := policy["client_id"].(string); ok {
		return "client_id:" + id
	}
	return fmt.Sprint(policy["applies_to"])
}

func one(objects []map[string]any, member string, value any) map[string]any {
	i := slices.IndexFunc(objects, func(o map[string]any) bool { return o[member] == value })
	if i < 0 {
		return nil
	}
	return objects[i]
}
