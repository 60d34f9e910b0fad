package leastscope

import (
	"fmt"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func dataSources() []scenario {
	reads := func(name string, config object) scenario {
		return scenario{object: name + " data", uses: []string{""}, do: func(w world) []string {
			_, errors := acctest.ReadDataSource(w, w.provider, name, config)
			return errors
		}}
	}
	const application, access = "auth0access_third_party_application", "auth0access_effective_access"
	return []scenario{
		reads(application, object{"client_id": strict}),
		{
			object: application + " data", uses: []string{"", "`signing_keys` (empty without it)"}, spared: []string{"read:clients", "read:client_keys"},
			do: func(w world) []string {
				state, errors := acctest.ReadDataSource(w, w.provider, application, object{"name": "Strict"})
				w.expectSigningKeys(state, errors)
				return errors
			},
		},
		reads("auth0access_third_party_applications", nil),
		reads("auth0access_client_id_metadata_document", object{"metadata_url": agentURL}),
		{
			object: "auth0access_third_party_applications data", uses: []string{"", "`without_grants`", "`without_consents`"},
			do: func(w world) []string {
				_, errors := acctest.ReadDataSource(w, w.provider, "auth0access_third_party_applications", object{"without_grants": true, "without_consents": true})
				return errors
			},
		},
		reads("auth0access_client_grants", object{"client_id": strict}),
		reads("auth0access_consents", object{"client_id": strict}),
		reads("auth0access_api", object{"audience": ordersAPI}),
		reads("auth0access_connection", object{"name": "workforce"}),
		reads("auth0access_domain_connections", nil),
		reads("auth0access_organization", object{"name": "acme"}),
		reads("auth0access_token_check", object{"client_id": strict, "audience": ordersAPI}),
		{
			object: "auth0access_token_check ephemeral", uses: []string{""}, do: func(w world) []string {
				config := object{"client_id": strict, "client_secret": "wrong", "audience": ordersAPI}
				_, errors := acctest.OpenEphemeralResource(w, w.provider, "auth0access_token_check", config)
				return errors
			},
		},
		reads(access, nil),
		{
			object: access + " data", uses: []string{"", "`client` grants that require an organization (unknown without it)"},
			spared: []string{"read:organization_client_grants"},
			do: func(w world) []string {
				w.owner.Call(w, "POST", "/api/v2/client-grants", object{
					"client_id": strict, "audience": filesAPI, "subject_type": "client", "scope": []any{}, "organization_usage": "require",
				})
				w.owner.Call(w, "PATCH", "/api/v2/clients/"+strict, object{"grant_types": []any{"client_credentials"}})
				return w.expectReason(strict, "read:organization_client_grants")
			},
		},
		{
			object: access + " data", spared: []string{"read:organizations"},
			uses: []string{"", "applications that require an organization of their users, grants for any organization (unknown without it)"},
			do: func(w world) []string {
				w.owner.Call(w, "PATCH", "/api/v2/clients/"+strict, object{"organization_usage": "require"})
				return w.expectReason(strict, "read:organizations")
			},
		},
		{
			object: access + " data", spared: []string{"read:organizations", "read:organization_clients"},
			uses: []string{
				"", "applications that require an organization of their users, grants for any organization (unknown without it)",
				"what organizations say of single applications (unknown without it)",
			},
			do: func(w world) []string {
				w.owner.Call(w, "PATCH", "/api/v2/clients/"+strict, object{"organization_usage": "require"})
				w.owner.Call(w, "PATCH", "/api/v2/organizations/"+acme, object{"is_app_entitlement_active": true})
				return w.expectReason(strict, "read:organizations", "read:organization_clients")
			},
		},
	}
}

// expectReason checks that the application's access shows as impossible for want of an organization to those who may
// see that there is none, and as unknown to others.
func (w world) expectReason(clientID string, scopes ...string) []string {
	w.Helper()
	state, errors := acctest.ReadDataSource(w, w.provider, "auth0access_effective_access", object{"client_ids": []any{clientID}})
	want := "no_organization"
	if slices.ContainsFunc(scopes, func(scope string) bool { return !w.may(scope) }) {
		want = "organization_unknown"
	}
	if text := fmt.Sprint(state["access"]); len(errors) == 0 && !strings.Contains(text, want) {
		w.Errorf("access is %s, want %s", text, want)
	}
	return errors
}
