package review_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

const (
	app    = "auth0access_third_party_application.partner"
	own    = "auth0access_client_grant.partner"
	byAll  = "auth0access_api_default_permissions.orders"
	staff  = "auth0access_connection_domain_promotion.staff"
	anyone = "auth0access_dynamic_client_registration.this"
)

var partnerStays = unchanged(app, partner("Northwind"))

// reviewed are the resources of a plan, more of its document, and the findings.
type reviewed struct {
	members   m
	resources []resourceChange
	want      []string
}

func checkReviews(t *testing.T, tests map[string]reviewed) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := lines(planOf(t, test.members, test.resources...).Review(review.Options{}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReview(t *testing.T) {
	t.Parallel()
	checkReviews(t, map[string]reviewed{
		"a pull request that opens three things": {
			resources: []resourceChange{
				partnerStays,
				{address: own, before: grant("tpc_northwind", orders, []any{"read:orders"}), after: grant("tpc_northwind", orders, []any{"cancel:orders", "read:orders"})},
				{address: staff, before: m{"connection_id": "con_1", "name": "staff", "promoted": false}, after: m{"connection_id": "con_1", "name": "staff", "promoted": true}},
				{address: anyone, before: m{"enabled": false, "domain": "x", "security_mode": "strict"}, after: m{"enabled": true, "domain": "x", "security_mode": "strict"}},
			},
			want: []string{
				`access-gained: "Northwind" gains "cancel:orders" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
				`connection-promoted: Every third-party application can log in users of the connection "staff", which is promoted to the domain level.`,
				`registration-opened: Anybody can register third-party applications: they get the default permissions of every API.`,
			},
		},
		"two applications of one name": {
			resources: []resourceChange{
				partnerStays, unchanged("auth0access_third_party_application.other", partner("Northwind", "client_id", "tpc_other")),
				{address: own, before: grant("tpc_northwind", orders, []any{"a"})},
				{address: own + "s", after: grant("tpc_other", orders, []any{"a"})},
			},
			want: []string{
				`access-gained: "Northwind (auth0access_third_party_application.other)" gains "a" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
				`access-lost: "Northwind (auth0access_third_party_application.partner)" loses "a" of the API "https://orders.example.com/" for its users, which a grant of its own gave it.`,
			},
		},
		"narrower in each way": {
			resources: []resourceChange{
				partnerStays,
				{address: own, before: grant("tpc_northwind", orders, []any{"a", "b"}), after: grant("tpc_northwind", orders, []any{"a"})},
				{address: staff, before: m{"connection_id": "con_1", "promoted": true}},
				{address: anyone, before: m{"enabled": true, "domain": "x"}, after: m{"enabled": false, "domain": "x"}},
			},
			want: []string{
				`access-lost: "Northwind" loses "b" of the API "https://orders.example.com/" for its users, which a grant of its own gave it.`,
				`setting-closed: Nobody can register third-party applications any more.`,
				`setting-closed: Third-party applications can no longer log in users of the connection "con_1", which is demoted.`,
			},
		},
		"the end of an own grant widens": {
			resources: []resourceChange{
				partnerStays,
				{address: own, before: grant("tpc_northwind", orders, []any{"a"})},
				unchanged(byAll, defaults("a", "b")),
			},
			want: []string{
				`access-gained: "Northwind" gains "b" of the API "https://orders.example.com/" for its users, by the default permissions, which apply because it no longer has a grant of its own.`,
			},
		},
		"an own grant narrows": {
			resources: []resourceChange{
				partnerStays,
				{address: own, after: grant("tpc_northwind", orders, []any{})},
				unchanged(byAll, defaults("a")),
			},
			want: []string{
				`access-lost: "Northwind" loses "a" of the API "https://orders.example.com/" for its users, because a grant of its own now replaces the default permissions.`,
			},
		},
		"default permissions are told once, and not of those with a grant of their own": {
			resources: []resourceChange{
				partnerStays,
				unchanged(app+"2", partner("Contoso")),
				unchanged(own, grant("tpc_contoso", orders, []any{"a"})),
				{address: byAll, before: defaults("a"), after: with(defaults("a", "b"), "client_access", m{"all_scopes": true})},
			},
			want: []string{
				`everybody-gains: Every third-party application without a grant of its own gains "b" of the API "https://orders.example.com/" for its users, by the default permissions.`,
				`everybody-gains: Every third-party application without a grant of its own gains all scopes ("a", "b" and those to come) of the API "https://orders.example.com/" as itself, by the default permissions.`,
			},
		},
		"a grant to an application that is not declared": {
			resources: []resourceChange{{address: own, after: grant("tpc_elsewhere", orders, nil, "all_scopes", true)}},
			want: []string{
				`access-gained: "tpc_elsewhere" gains all scopes of the API "https://orders.example.com/" for its users, by a grant of its own.`,
			},
		},
		"another grant to an application that is not declared": {
			resources: []resourceChange{{address: own, before: grant("tpc_elsewhere", orders, []any{"a"}), after: grant("tpc_elsewhere", orders, []any{"a", "b"})}},
			want: []string{
				`access-gained: "tpc_elsewhere" gains "b" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
			},
		},
		"an application replaced": {
			resources: []resourceChange{
				{
					address: app, before: partner("Northwind"), after: with(partner("Northwind", "security_mode", "permissive"), "client_id", nil),
					unknown: m{"client_id": true}, more: m{"actions": []any{"delete", "create"}, "replace_paths": []any{[]any{"security_mode"}}},
				},
				{
					address: own, before: grant("tpc_northwind", orders, []any{"a"}), after: with(grant("", orders, []any{"a"}), "client_id", nil),
					unknown: m{"client_id": true}, more: m{"actions": []any{"delete", "create"}},
				},
			},
			members: configuration(m{"client_id": app + ".client_id"}),
			want: []string{
				`application-made-permissive: "Northwind" is permissive: it gets every scope of the APIs whose access policy allows all.`,
				`client-id-replaced: "Northwind" is replaced and gets a new client_id ("security_mode" cannot be changed in place). Secrets, refresh tokens and consents of the old application are void.`,
			},
		},
		"a new application whose grant types Auth0 decides": {
			resources: []resourceChange{
				{address: app, after: with(partner("Northwind"), "client_id", nil, "grant_types", nil), unknown: m{"client_id": true, "grant_types": true}},
				{address: own, after: with(grant("", orders, []any{"a"}), "client_id", nil), unknown: m{"client_id": true}},
			},
			members: configuration(m{"client_id": app + ".client_id"}),
			want: []string{
				`application-added: "Northwind" is a new third-party application. It gets the default permissions of every API, and logs in the users of every promoted connection.`,
				`perhaps access-gained: "Northwind" gains "a" of the API "https://orders.example.com/" for its users, by a grant of its own, if the grant types and the authentication that it gets at apply allow it.`,
			},
		},
		"what is known only after apply": {
			resources: []resourceChange{
				partnerStays,
				{address: own, before: grant("tpc_northwind", orders, []any{"a"}), after: with(grant("tpc_northwind", orders, nil), "scopes", nil), unknown: m{"scopes": true}},
				{address: own + "2", after: with(grant("", files, []any{"read"}), "client_id", nil), unknown: m{"client_id": true}},
				{address: staff, after: m{"connection_id": "con_1", "promoted": nil}, unknown: m{"promoted": true}},
			},
			want: []string{
				`access-gained: An application that is known only after apply gains "read" of the API "https://files.example.com/" for its users, by a grant of its own.`,
				`not-known: "client_id" of "auth0access_client_grant.partner2" is known only after apply: which application gets it cannot be judged.`,
				`perhaps access-gained: "Northwind" may gain all scopes of the API "https://orders.example.com/" for its users, by a grant of its own, depending on values that the plan does not show.`,
				`perhaps access-lost: "Northwind" may lose "a" of the API "https://orders.example.com/" for its users, which a grant of its own gave it, depending on values that the plan does not show.`,
				`perhaps connection-promoted: Every third-party application can log in users of the connection "con_1", which is promoted to the domain level. This depends on values that the plan does not show.`,
			},
		},
		"organizations of applications": {
			resources: []resourceChange{
				uses("starts", "deny", "allow"), uses("says_nothing", nil, "require"), uses("tightens", "allow", "require"),
				uses("loosens", "require", "allow"), uses("stops", "allow", "deny"), uses("opens", "require", nil), uses("stays", nil, "deny"),
				{address: "auth0access_third_party_application.new", after: with(partner("new"), "organization_usage", "require")},
				{address: "auth0access_third_party_application.later", before: partner("later"), after: partner("later"), unknown: m{"organization_usage": true}},
				{address: "auth0access_cimd_application.agent", before: agent("one"), after: with(agent("one"), "organization_usage", "allow")},
				{address: "auth0access_organization_application.globex", before: m{"organization_id": "org_2", "client_id": "tpc_x", "use_for_member_access": true}},
				{address: "auth0access_organization_client_grant.acme", before: m{"organization_id": "org_1", "grant_id": "cgr_1", "audience": orders, "client_id": "tpc_x"}},
				{address: "auth0access_organization_third_party_access.acme", before: m{"organization_id": "org_1", "name": "acme", "access": "allow"}},
			},
			want: []string{
				`application-added: "new" is a new third-party application. It gets the default permissions of every API, and logs in the users of every promoted connection.`,
				`not-known: Whether "later" logs users in to organizations is known only after apply.`,
				`organization-required: "says_nothing" no longer logs users in without an organization.`,
				`organization-required: "tightens" no longer logs users in without an organization.`,
				`organizations-gained: "Agent" may log users in to every organization that lets it in.`,
				`organizations-gained: "loosens" may log users in without an organization.`,
				`organizations-gained: "new" may log users in to every organization that lets it in.`,
				`organizations-gained: "opens" may log users in without an organization.`,
				`organizations-gained: "says_nothing" may log users in to every organization that lets it in.`,
				`organizations-gained: "starts" may log users in to every organization that lets it in.`,
				`setting-closed: "opens" no longer logs users in to organizations.`,
				`setting-closed: "stops" no longer logs users in to organizations.`,
				`setting-closed: The organization "acme" no longer lets third-party applications log in its users.`,
				`setting-closed: The organization "org_1" loses the client grant of "tpc_x" at the API "https://orders.example.com/".`,
				`setting-closed: The organization "org_2" no longer lets "tpc_x" log in its users, unless it lets every third-party application.`,
			},
		},
		"what grants permit beside scopes": {
			resources: []resourceChange{
				partnerStays,
				{
					address: own, before: grant("tpc_northwind", orders, []any{"a"}, "subject_type", "client", "organization_usage", "require"),
					after: grant("tpc_northwind", orders, []any{"a"}, "subject_type", "client", "organization_usage", "allow", "authorization_details_types", []any{"payment"}),
				},
				{
					address: own + "2", before: grant("tpc_northwind", files, []any{}, "subject_type", "client"),
					after: grant("tpc_northwind", files, []any{}, "subject_type", "client", "organization_usage", "require", "allow_any_organization", true),
				},
			},
			want: []string{
				`authorization-details-gained: "Northwind" may ask for authorization details of the type "payment" at the API "https://orders.example.com/".`,
				`organization-required: The grant of "Northwind" at the API "https://files.example.com/" is valid only for organizations that have it.`,
				`organizations-gained: The grant of "Northwind" at the API "https://files.example.com/" is valid for every organization.`,
				`organizations-gained: The grant of "Northwind" at the API "https://orders.example.com/" no longer requires an organization.`,
			},
		},
		"the same access, another owner": {
			resources: []resourceChange{
				{
					address: app, before: partner("Northwind", "secret_rotation_trigger", "1"),
					after: partner("Northwind", "secret_rotation_trigger", "2", "callbacks", []any{"https://new.example/cb"}),
					more:  m{"previous_address": "auth0access_third_party_application.old"},
				},
				{address: app + "2", before: keyed("one"), after: keyed("two")},
				{address: app + "3", before: partner("Open"), after: partner("Open", "token_endpoint_auth_method", "none")},
				{address: own, before: grant("tpc_northwind", orders, []any{}), after: grant("tpc_northwind", orders, []any{}), more: m{"importing": m{"id": "x"}, "actions": []any{"update"}}},
				{address: own + "2", before: grant("tpc_northwind", files, []any{}), more: m{"actions": []any{"forget"}}},
			},
			want: []string{
				`application-made-public: "Open" no longer authenticates: whoever knows its client_id can use it.`,
				`callbacks-added: "Northwind" may send users back to "https://new.example/cb".`,
				`forgotten: "auth0access_client_grant.partner2" is forgotten: the object stays as it is, and Terraform no longer manages it.`,
				`imported: "auth0access_client_grant.partner" takes over an object that exists.`,
				`keys-changed: "Keyed" authenticates with other keys, or in another way. Whoever has the new credentials has its access.`,
				`moved: "auth0access_third_party_application.old" is now "auth0access_third_party_application.partner".`,
				`secret-rotated: "Northwind" gets another client secret. The old one stops working.`,
			},
		},
		"the official provider's resources": {
			resources: []resourceChange{
				{address: "auth0_client.partner", before: with(partner("Contoso"), "is_first_party", false), after: with(partner("Contoso"), "is_first_party", false)},
				{address: "auth0_client.shop", before: m{"client_id": "shop", "is_first_party": true}, after: m{"client_id": "shop", "is_first_party": true}},
				{address: "auth0_client_grant.a", after: m{"client_id": "tpc_contoso", "audience": orders, "subject_type": "client", "allow_all_scopes": true}},
				{address: "auth0_client_grant.b", after: m{"client_id": "shop", "audience": orders, "subject_type": "client", "scopes": []any{"read"}}},
				{address: "auth0_client_grant.c", after: m{"client_id": "whose", "audience": orders, "scopes": []any{"read"}}},
				{address: "auth0_client_grant.d", after: m{"default_for": "third_party_clients", "audience": files, "subject_type": "user", "scopes": []any{"see"}}},
				{
					address: "auth0_resource_server.orders",
					before:  m{"identifier": orders, "name": "Orders", "subject_type_authorization": policies("require_client_grant", "deny_all"), "scopes": []any{m{"value": "read"}, m{"value": "write"}}},
					after:   m{"identifier": orders, "name": "Orders", "subject_type_authorization": policies("allow_all", "require_client_grant"), "scopes": []any{m{"value": "read"}, m{"value": "write"}}},
				},
				{address: "auth0_connection.staff", before: m{"id": "con_1", "name": "staff", "is_domain_connection": false}, after: m{"id": "con_1", "name": "staff", "is_domain_connection": true}},
			},
			want: []string{
				`access-gained: "Contoso" gains all scopes ("read", "write" and those to come) of the API "Orders" as itself, by a grant of its own.`,
				`access-policy-opened: Every permissive third-party application gains all scopes ("read", "write" and those to come) of the API "Orders" for its users, by the API's access policy.`,
				`connection-promoted: Every third-party application can log in users of the connection "staff", which is promoted to the domain level.`,
				`everybody-gains: Every third-party application without a grant of its own gains "see" of the API "https://files.example.com/" for its users, by the default permissions.`,
				`perhaps access-gained: "whose" gains "read" of the API "Orders" as itself, by a grant of its own, if it is a third-party application.`,
			},
		},
		"new scopes of an API reach whoever has all": {
			resources: []resourceChange{
				partnerStays,
				unchanged(own, grant("tpc_northwind", orders, nil, "all_scopes", true)),
				{address: "auth0_resource_server_scopes.orders", before: m{"resource_server_identifier": orders, "scopes": []any{m{"name": "read"}}}, after: m{"resource_server_identifier": orders, "scopes": []any{m{"name": "read"}, m{"name": "write"}}}},
			},
			want: []string{
				`access-gained: "Northwind" gains "write" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
			},
		},
		"types that this version does not know": {
			resources: []resourceChange{{address: "module.a.auth0access_telepathy.x", after: m{}}},
			want: []string{
				`not-judged: "module.a.auth0access_telepathy.x" is to change, and this version of auth0access cannot judge what a "auth0access_telepathy" gives or takes.`,
			},
		},
		"a plan with errors": {
			members: m{"errored": true, "complete": false},
			want:    []string{`plan-incomplete: The plan ended with errors, so it is incomplete.`},
		},
		"a plan that is not whole": {
			members: m{"complete": false},
			want:    []string{`plan-incomplete: The plan defers changes to a later plan. Review that plan too.`},
		},
		"a plan with deferred changes": {
			members: m{"deferred_changes": []any{m{"reason": "provider_config_unknown"}}},
			want:    []string{`plan-incomplete: The plan defers changes to a later plan. Review that plan too.`},
		},
		"what data sources found": {
			members: m{"prior_state": m{"values": m{"root_module": m{"resources": []any{
				m{"address": "data.auth0access_effective_access.all", "mode": "data", "type": "auth0access_effective_access", "values": m{"access": []any{
					m{"client_id": "tpc_northwind", "application_name": "Northwind", "security_mode": "strict", "audience": orders, "subject_type": "user", "reason": "own_grant", "scopes": []any{"a"}},
					m{"client_id": "tpc_agent", "application_name": "Agent", "security_mode": "strict", "audience": orders, "subject_type": "user", "reason": "default_permissions", "scopes": []any{"a", "b"}},
				}}},
			}}}}},
			resources: []resourceChange{{address: own, before: grant("tpc_northwind", orders, []any{"a"})}},
			want: []string{
				`access-gained: "Northwind" gains "b" of the API "https://orders.example.com/" for its users, by the default permissions, which apply because it no longer has a grant of its own.`,
			},
		},
		"an application deleted": {
			resources: []resourceChange{
				{address: app, before: partner("Northwind")},
				{address: own, before: grant("tpc_northwind", orders, []any{"a"})},
			},
			want: []string{
				`access-lost: "Northwind" loses "a" of the API "https://orders.example.com/" for its users, which a grant of its own gave it.`,
				`application-deleted: "Northwind" is deleted, with its grants, refresh tokens and consents.`,
			},
		},
		"tenants of two providers": {
			members: m{"configuration": m{"root_module": m{"resources": []any{
				m{"mode": "managed", "type": "auth0access_api_default_permissions", "name": "orders", "provider_config_key": "auth0access"},
				m{"mode": "managed", "type": "auth0access_api_default_permissions", "name": "staging", "provider_config_key": "auth0access.staging"},
			}}}},
			resources: []resourceChange{
				{address: "auth0access_api_default_permissions.orders", after: defaults("a")},
				{address: "auth0access_api_default_permissions.staging", before: defaults("a"), after: defaults("b")},
			},
			want: []string{
				`everybody-gains: Every third-party application without a grant of its own gains "a" of the API "https://orders.example.com/" for its users, by the default permissions.`,
				`everybody-gains: Every third-party application without a grant of its own gains "b" of the API "https://orders.example.com/" for its users, by the default permissions.`,
				`everybody-loses: Every third-party application without a grant of its own loses "a" of the API "https://orders.example.com/" for its users, which the default permissions gave it.`,
			},
		},
	})
}
