package review_test

import (
	"strings"
	"testing"
)

// Resources other than grants: exclusive resources, policies, redirect protection, documents, rate limits and ends of
// access.
func TestReviewOfSettings(t *testing.T) {
	t.Parallel()
	checkReviews(t, map[string]reviewed{
		"what exclusive resources remove": {
			resources: []resourceChange{
				partnerStays,
				unchanged(byAll, defaults("a")),
				{
					address: "auth0access_client_grants_exclusive.partner",
					before:  m{"client_id": "tpc_northwind", "undeclared": []any{m{"id": "cgr_1", "audience": files, "subject_type": "user"}}},
					after:   m{"client_id": "tpc_northwind", "undeclared": []any{}},
				},
				{
					address: "auth0access_connection_domain_promotions_exclusive.this",
					before:  m{"undeclared": []any{m{"connection_id": "con_2", "name": "guests"}}}, after: m{"undeclared": []any{}},
				},
				{
					address: "auth0access_redirect_protections_exclusive.this",
					before:  m{"undeclared": []any{m{"client_id": "tpc_northwind", "name": "Northwind"}}}, after: m{"undeclared": []any{}},
				},
				{
					address: "auth0access_default_permissions_exclusive.this",
					before:  m{"undeclared": []any{m{"id": "cgr_2", "audience": files, "subject_type": "client"}}}, after: m{"undeclared": []any{}},
				},
				{
					address: "auth0access_third_party_applications_exclusive.this",
					before:  m{"undeclared": []any{m{"client_id": "tpc_stranger", "name": "Stranger"}}}, after: m{"undeclared": []any{}},
				},
			},
			want: []string{
				`access-lost: "Northwind" loses access without any scope to the API "https://files.example.com/" for its users, which a grant of its own gave it.`,
				`access-lost: "Stranger" loses "a" of the API "https://orders.example.com/" for its users, which the default permissions gave it.`,
				`application-deleted: "Stranger" is deleted, with its grants, refresh tokens and consents: nobody declared it.`,
				`everybody-loses: Every third-party application without a grant of its own loses access without any scope to the API "https://files.example.com/" as itself, which the default permissions gave it.`,
				`perhaps access-lost: "Northwind" may lose all scopes of the API "https://files.example.com/" for its users, which a grant of its own gave it, depending on values that the plan does not show.`,
				`perhaps everybody-loses: Every third-party application without a grant of its own may lose all scopes of the API "https://files.example.com/" as itself, which the default permissions gave it, depending on values that the plan does not show.`,
				`setting-closed: Failed logins of "Northwind" no longer redirect: its open redirect protection is on.`,
				`setting-closed: Third-party applications can no longer log in users of the connection "guests", which is demoted.`,
			},
		},
		"exclusive resources come and go": {
			resources: []resourceChange{
				{address: "auth0access_default_permissions_exclusive.old", before: m{"audiences": []any{}, "undeclared": []any{}}},
				{address: "auth0access_default_permissions_exclusive.new", after: m{"audiences": []any{}, "remove_on_create": true}},
			},
			want: []string{
				`not-known: "remove_on_create" of "auth0access_default_permissions_exclusive.new" removes what is undeclared at apply, and no plan shows what that is.`,
				`safeguard-added: "auth0access_default_permissions_exclusive.new" is new: additions to the default permissions outside Terraform are shown and undone.`,
				`safeguard-lifted: "auth0access_default_permissions_exclusive.old" is removed: additions to the default permissions outside Terraform are no longer shown or undone.`,
			},
		},
		"protection, organizations, modes of registration": {
			resources: []resourceChange{
				partnerStays,
				{address: "auth0access_redirect_protection.partner", after: m{"client_id": "tpc_northwind", "enabled": false}},
				{address: "auth0access_organization_third_party_access.acme", before: m{"organization_id": "org_1", "name": "acme", "access": "block"}, after: m{"organization_id": "org_1", "name": "acme", "access": "allow"}},
				{address: "auth0access_organization_application.globex", after: m{"organization_id": "org_2", "client_id": "tpc_northwind", "use_for_member_access": true}},
				{address: anyone, before: m{"enabled": true, "domain": "x", "security_mode": "strict"}, after: m{"enabled": true, "domain": "x", "security_mode": "permissive"}},
			},
			want: []string{
				`organization-opened: The organization "acme" lets every third-party application log in its users.`,
				`organization-opened: The organization "org_2" lets "Northwind" log in its users.`,
				`redirect-protection-off: Failed logins of "Northwind" redirect to its callback URLs: its open redirect protection is off.`,
				`registration-made-permissive: Applications that register themselves become permissive: they get every scope of the APIs whose access policy allows all.`,
			},
		},
		"access policies": {
			resources: []resourceChange{
				partnerStays,
				unchanged(own, grant("tpc_northwind", orders, []any{"a"})),
				unchanged(own+"2", grant("tpc_northwind", files, []any{"b"})),
				{address: "auth0access_api_access_policy.orders", before: m{"audience": orders, "user_access": "deny_all"}, after: m{"audience": orders, "user_access": "require_client_grant"}},
				{address: "auth0access_api_access_policy.files", before: m{"audience": files, "user_access": "deny_all"}},
				{address: "auth0access_api_access_policy.mcp", after: m{"audience": "https://mcp.example.com/", "client_access": "deny_all"}},
			},
			want: []string{
				`access-gained: "Northwind" gains "a" of the API "https://orders.example.com/" for its users, by a grant of its own.`,
				`access-policy-opened: The API "https://orders.example.com/" now lets applications with a grant or default permissions get tokens for users.`,
				`safeguard-added: The API "https://mcp.example.com/" now lets nobody get tokens as themselves.`,
				`safeguard-lifted: The access policy of the API "https://files.example.com/" stays as it is, and is no longer watched.`,
			},
		},
		"documents, limits, grants of organizations": {
			resources: []resourceChange{
				{address: "auth0access_cimd_application.agent", before: agent("one"), after: agent("two")},
				{address: "auth0access_cimd_application.new", after: agent("three")},
				{address: "auth0access_authorization_server.this", before: m{"client_id_metadata_document_supported": false}, after: m{"client_id_metadata_document_supported": true}},
				{address: "auth0access_rate_limit_policy.a", before: m{"action": "block", "limit": 5}, after: m{"action": "block", "limit": 6}},
				{address: "auth0access_rate_limit_policy.b", before: m{"action": "block", "limit": 5}, after: m{"action": "block", "limit": 0}},
				{address: "auth0access_rate_limit_policy.c", before: m{"action": "block", "limit": 5}, after: m{"action": "log", "limit": 5}},
				{address: "auth0access_rate_limit_policy.d", after: m{"action": "block"}, unknown: m{"limit": true}},
				{address: "auth0access_organization_client_grant.acme", after: m{"organization_id": "org_1", "grant_id": "cgr_1", "audience": orders, "client_id": "tpc_x"}},
			},
			want: []string{
				`application-added: "Agent" is a new application that its publisher's document describes. It gets the default permissions of every API, and logs in the users of every promoted connection.`,
				`document-accepted: The document of "Agent" has changed, and is accepted anew: the publisher chose its callbacks and keys.`,
				`document-accepted: The tenant announces that it accepts applications described by their publishers' documents.`,
				`not-known: Whether "auth0access_rate_limit_policy.d" limits more or less is known only after apply.`,
				`organizations-gained: The organization "org_1" gets the client grant of "tpc_x" at the API "https://orders.example.com/".`,
				`safeguard-added: "auth0access_rate_limit_policy.b" limits requests more than before.`,
				`safeguard-lifted: "auth0access_rate_limit_policy.a" limits requests less than before, or not at all.`,
				`safeguard-lifted: "auth0access_rate_limit_policy.c" limits requests less than before, or not at all.`,
			},
		},
		"access whose new end has passed": {
			members: m{"timestamp": "2028-01-01T00:00:00Z"},
			resources: []resourceChange{
				partnerStays,
				{address: own, before: ending(nil, nil, orders), after: ending("2028-01-01T00:00:00Z", nil, orders), unknown: m{"status": true}},
				{address: own + "2", after: ending("2027-01-01T00:00:00Z", nil, files), unknown: m{"status": true}},
				{address: own + "3", before: ending(nil, nil, "c"), after: ending("2028-01-01T00:00:01Z", nil, "c"), unknown: m{"status": true}},
			},
			want: []string{
				`access-lost: "Northwind" loses "a" of the API "https://orders.example.com/" for its users, which a grant of its own gave it.`,
				`ends-sooner: "` + own + `3" gives access until 2028-01-01T00:00:01Z, and gave it until somebody takes it away.`,
			},
		},
		"access that ends": {
			resources: []resourceChange{
				partnerStays,
				{address: own, before: ending("2027-01-01T00:00:00Z", "expired", orders), after: ending("2027-01-01T00:00:00Z", "ended", orders)},
				{address: own + "2", before: ending("2027-01-01T00:00:00Z", "ended", files), after: ending("2028-01-01T00:00:00Z", nil, files), unknown: m{"status": true}},
				{address: own + "3", before: ending("2027-01-01T00:00:00Z", "active", "c"), after: ending("2028-01-01T00:00:00+01:00", "active", "c")},
				{address: own + "4", before: ending(nil, nil, "d"), after: ending("2028-01-01T00:00:00Z", nil, "d"), unknown: m{"status": true}},
				{address: own + "5", before: ending("2027-01-01T00:00:00Z", "ended", "e"), after: ending("2027-01-01T00:00:00Z", "ended", "e")},
			},
			want: []string{
				`access-gained: "Northwind" gains "a" of the API "https://files.example.com/" for its users, by a grant of its own.`,
				`access-lost: "Northwind" loses "a" of the API "https://orders.example.com/" for its users, which a grant of its own gave it.`,
				`ends-later: "` + own + `3" gives access until 2027-12-31T23:00:00Z, and gave it until 2027-01-01T00:00:00Z.`,
				`ends-sooner: "` + own + `4" gives access until 2028-01-01T00:00:00Z, and gave it until somebody takes it away.`,
			},
		},
	})
}

func keyed(pem string) m {
	return partner("Keyed", "client_authentication_methods", m{"private_key_jwt": m{"credentials": m{"main": m{"pem": pem}}}})
}

func agent(pin string) m {
	return m{
		"client_id": "tpc_agent" + pin, "metadata_url": "https://agent.example/" + pin, "grant_types": []any{"authorization_code"},
		"document": m{"name": "Agent", "pin": pin},
	}
}

func policies(user, client string) []any {
	return []any{m{"user": []any{m{"policy": user}}, "client": []any{m{"policy": client}}}}
}

// configuration is the configuration of the grant, whose arguments refer to other resources.
func configuration(references m) m {
	expressions := m{}
	for name, value := range references {
		reference, _ := value.(string)
		parts := strings.Split(reference, ".")
		expressions[name] = m{"references": []any{reference, strings.Join(parts[:len(parts)-1], ".")}}
	}
	return m{"configuration": m{"root_module": m{"resources": []any{
		m{"mode": "managed", "type": "auth0access_client_grant", "name": "partner", "expressions": expressions},
		m{"mode": "managed", "type": "auth0access_third_party_application", "name": "partner", "expressions": m{"name": m{}}},
	}}}}
}

// ending is a grant of Northwind with an expires_at.
func ending(expires, status any, audience string) m {
	one := grant("tpc_northwind", audience, []any{"a"})
	one["expires_at"], one["status"] = expires, status
	return one
}
