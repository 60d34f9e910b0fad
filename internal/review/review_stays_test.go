package review_test

import "testing"

// Findings leave out what stays as it is, even if the resource changes.
func TestReviewOfWhatStays(t *testing.T) {
	t.Parallel()
	machine := func(more ...any) m {
		return grant("tpc_northwind", orders, []any{"a"}, append([]any{"subject_type", "client"}, more...)...)
	}
	checkReviews(t, map[string]reviewed{
		"a permissive application": {resources: []resourceChange{{
			address: app, before: partner("Northwind", "security_mode", "permissive"), after: partner("Northwind", "security_mode", "permissive", "description", "x"),
		}}},
		"grant types that are known only after apply": {
			resources: []resourceChange{{
				address: app, before: partner("Northwind"), after: with(partner("Northwind"), "grant_types", nil), unknown: m{"grant_types": true},
			}},
			want: []string{`not-known: "grant_types" of "auth0access_third_party_application.partner" is known only after apply: which access it can use cannot be judged.`},
		},
		"a grant for any organization, and a type of authorization details": {
			resources: []resourceChange{partnerStays, {
				address: own, before: machine("organization_usage", "allow", "allow_any_organization", true, "authorization_details_types", []any{"payment"}),
				after: machine("organization_usage", "allow", "allow_any_organization", true, "authorization_details_types", []any{"payment", "transfer"}),
			}},
			want: []string{`authorization-details-gained: "Northwind" may ask for authorization details of the type "transfer" at the API "https://orders.example.com/".`},
		},
		"a mode of registration that is left out": {resources: []resourceChange{{
			address: anyone, before: m{"enabled": true, "domain": "x", "security_mode": "permissive"}, after: m{"enabled": true, "domain": "x", "security_mode": nil},
		}}},
		"the support of documents": {resources: []resourceChange{{
			address: "auth0access_authorization_server.this",
			before:  m{"client_id_metadata_document_supported": true, "a": 1}, after: m{"client_id_metadata_document_supported": true, "a": 2},
		}}},
		"grants of a first-party application": {resources: []resourceChange{
			unchanged("auth0_client.shop", m{"client_id": "shop", "is_first_party": nil}),
			{address: own, after: grant("shop", orders, []any{"a"})},
		}},
	})
}

// Access begins, ends and is removed.
func TestReviewOfBeginningsAndEnds(t *testing.T) {
	t.Parallel()
	inOrganization := func(status string) m {
		return m{"organization_id": "org_1", "grant_id": "cgr_1", "audience": orders, "client_id": "tpc_northwind", "status": status, "expires_at": "2027-01-01T00:00:00Z"}
	}
	signing := func(alg string) m {
		return partner("Keyed", "client_authentication_methods", m{"private_key_jwt": m{"credentials": m{"main": m{"pem": "x", "alg": alg}}}})
	}
	required := grant("tpc_northwind", orders, []any{"a"}, "subject_type", "client", "organization_usage", "require")
	block := m{"action": "block", "limit": 5}
	checkReviews(t, map[string]reviewed{
		"default permissions that end": {
			resources: []resourceChange{{
				address: byAll, before: with(defaults("a"), "status", "expired"), after: with(defaults("a"), "status", "ended"),
			}},
			want: []string{`everybody-loses: Every third-party application without a grant of its own loses "a" of the API "https://orders.example.com/" for its users, which the default permissions gave it.`},
		},
		"a grant of an organization that ends": {
			resources: []resourceChange{partnerStays, {
				address: "auth0access_organization_client_grant.acme", before: inOrganization("expired"), after: inOrganization("ended"),
			}},
			want: []string{`setting-closed: The organization "org_1" loses the client grant of "Northwind" at the API "https://orders.example.com/".`},
		},
		"a grant for organizations alone comes": {
			resources: []resourceChange{partnerStays, {address: own, after: required}},
			want: []string{
				`organizations-gained: The grant of "Northwind" at the API "https://orders.example.com/" is valid for organizations that have it.`,
				`perhaps access-gained: "Northwind" gains "a" of the API "https://orders.example.com/" as itself, by a grant of its own, for organizations that have the grant.`,
			},
		},
		"a grant for organizations alone goes": {
			resources: []resourceChange{partnerStays, {address: own, before: required}},
			want:      []string{`perhaps access-lost: "Northwind" loses "a" of the API "https://orders.example.com/" as itself, which a grant of its own gave it, for organizations that had the grant.`},
		},
		"a limit comes and another one goes": {
			resources: []resourceChange{{address: "auth0access_rate_limit_policy.a", after: block}, {address: "auth0access_rate_limit_policy.b", before: block}},
			want: []string{
				`safeguard-added: "auth0access_rate_limit_policy.a" limits requests more than before.`,
				`safeguard-lifted: "auth0access_rate_limit_policy.b" limits requests less than before, or not at all.`,
			},
		},
		"an access policy that lets all in": {
			resources: []resourceChange{{address: "auth0access_api_access_policy.orders", after: m{"audience": orders, "user_access": "allow_all"}}},
			want: []string{
				`access-policy-opened: Every permissive third-party application gains all scopes of the API "https://orders.example.com/" for its users, by the API's access policy.`,
				`access-policy-opened: The API "https://orders.example.com/" now lets every permissive application get tokens, with all scopes for users.`,
			},
		},
		"removals that are known only after apply": {
			resources: []resourceChange{{
				address: ofGrants, after: m{"client_id": "tpc_northwind"}, unknown: m{"undeclared": true, "remove_on_create": true},
			}},
			want: []string{
				`not-known: "remove_on_create" of "auth0access_client_grants_exclusive.partner" removes what is undeclared at apply, and no plan shows what that is.`,
				`safeguard-added: "auth0access_client_grants_exclusive.partner" is new: additions to the grants of an application outside Terraform are shown and undone.`,
			},
		},
		"another algorithm of a key": {
			resources: []resourceChange{{address: app, before: signing("RS256"), after: signing("PS256")}},
			want:      []string{`keys-changed: "Keyed" authenticates with other keys, or in another way. Whoever has the new credentials has its access.`},
		},
	})
}
