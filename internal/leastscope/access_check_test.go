package leastscope

import (
	"fmt"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// accessChecks are scenarios of a data source that never fails for want of a scope: a condition that it may not check
// is unknown, and names the scope.
func accessChecks() []scenario {
	const (
		each, users, organization = "each (unknown without it)", "`subject_type = \"user\"` (unknown without it)", "`organization_id` (unknown without it)"
		connections               = "`organization_id` for users (unknown without it)"
		entries                   = "organizations with entries of single applications (unknown without it)"
		itself                    = "`organization_id` for `client` (unknown without it)"
		silent                    = "`prompt_none` (unknown without it)"
		settings                  = "without `client_id`, or with `resource_parameter` (unknown without it)"
	)
	scopes := map[string][]string{
		each:  {"read:clients", "read:resource_servers", "read:client_grants", "read:rules", "read:hooks", "read:rate_limit_policies"},
		users: {"read:connections"}, organization: {"read:organizations"}, connections: {"read:organization_connections"},
		entries: {"read:organization_clients"}, itself: {"read:organization_client_grants"}, settings: {"read:tenant_settings"},
		silent: {"read:grants"},
	}
	asks := func(question object, uses ...string) scenario {
		var all []string
		for _, use := range uses {
			all = append(all, scopes[use]...)
		}
		return scenario{object: "auth0access_access_check data", uses: uses, spared: all, do: func(w world) []string {
			w.owner.Call(w, "PATCH", "/api/v2/clients/"+strict, object{"organization_usage": "allow"})
			w.owner.Call(w, "PATCH", "/api/v2/organizations/"+acme, object{"is_app_entitlement_active": slices.Contains(uses, entries)})
			state, errors := acctest.ReadDataSource(w, w.provider, "auth0access_access_check", question)
			for _, scope := range all {
				says := strings.Contains(fmt.Sprint(state["conditions"]), "Give it the scope "+scope+".")
				if len(errors) == 0 && says == w.may(scope) {
					w.Errorf("%s is %t, and the conditions are %v", scope, w.may(scope), state["conditions"])
				}
			}
			return errors
		}}
	}
	question := func(subjectType string, more object) object {
		asked := object{"client_id": strict, "audience": ordersAPI, "subject_type": subjectType}
		for key, value := range more {
			asked[key] = value
		}
		return asked
	}
	inAcme := object{"organization_id": acme}
	return []scenario{
		asks(question("client", nil), each),
		asks(question("client", inAcme), each, organization, itself),
		asks(question("user", object{"resource_parameter": true}), each, users, settings),
		asks(question("user", object{"prompt_none": true}), each, users, silent),
		asks(question("user", inAcme), each, users, organization, connections, entries),
	}
}
