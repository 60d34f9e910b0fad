package emulator

import (
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

func TestAccess(t *testing.T) {
	t.Parallel()
	policies := func(user, client string) object.Object {
		return object.Object{"user": object.Object{"policy": user}, "client": object.Object{"policy": client}}
	}
	seed := orders()
	seed.ResourceServers = append(seed.ResourceServers,
		map[string]any{"name": "Open", "identifier": "open", "scopes": []any{object.Object{"value": "all"}}},
		map[string]any{"name": "Closed", "identifier": "closed", "scopes": []any{object.Object{"value": "all"}}, "subject_type_authorization": policies("deny_all", "deny_all")},
		map[string]any{"name": "Granted", "identifier": "granted", "scopes": []any{object.Object{"value": "all"}}, "subject_type_authorization": policies("require_client_grant", "require_client_grant")},
		map[string]any{"name": "Auth0 My Account API", "identifier": "https://example.auth0.com/me/", "is_system": true, "subject_type_authorization": policies("allow_all", "deny_all")},
	)
	seed.Clients = []map[string]any{
		{"client_id": "strict", "name": "a", "is_first_party": false, "third_party_security_mode": "strict"},
		{"client_id": "permissive", "name": "b", "is_first_party": false, "third_party_security_mode": "permissive"},
		{"client_id": "own", "name": "c", "is_first_party": false, "third_party_security_mode": "strict"},
		{"client_id": "first", "name": "d"},
	}
	grant := func(holder, audience, subjectType string, scopes ...string) map[string]any {
		grant := map[string]any{"audience": audience, "subject_type": subjectType, "scope": scopes}
		if holder == "" {
			grant["default_for"] = "third_party_clients"
		} else {
			grant["client_id"] = holder
		}
		return grant
	}
	seed.ClientGrants = []map[string]any{
		grant("", ordersAPI, "client", "read:orders"),
		grant("", "closed", "user", "all"),
		grant("", "granted", "user", "all"),
		grant("own", ordersAPI, "client"),
		grant("own", "granted", "user", "all"),
		grant("own", "open", "client", "all"),
	}
	server, err := New(Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	tenant := server.store.Current
	// Two APIs change after they were granted.
	api := object.Clone(tenant.ResourceServerByIdentifier("granted"))
	api["scopes"] = []any{}
	tenant.ResourceServers.Set(object.Text(api, "id"), api)
	tenant.ResourceServers.Remove(object.Text(tenant.ResourceServerByIdentifier("open"), "id"))
	index := rules.IndexGrants(tenant)

	for _, test := range []struct {
		client, audience, subjectType string
		want                          rules.AccessReason
		scopes, undefined             []string
	}{
		{"strict", ordersAPI, "client", rules.ByDefault, []string{"read:orders"}, nil},
		{"permissive", ordersAPI, "client", rules.ByDefault, []string{"read:orders"}, nil},
		{"first", ordersAPI, "client", rules.WithoutGrant, nil, nil},
		{"own", ordersAPI, "client", rules.ByOwnGrant, nil, nil},
		{"strict", ordersAPI, "user", rules.WithoutGrant, nil, nil},
		{"permissive", ordersAPI, "user", rules.ByPolicy, []string{"read:orders", "write:orders", "delete:orders"}, nil},
		{"first", ordersAPI, "user", rules.ByPolicy, []string{"read:orders", "write:orders", "delete:orders"}, nil},
		{"strict", "closed", "user", rules.DeniedByPolicy, nil, nil},
		{"first", "closed", "client", rules.DeniedByPolicy, nil, nil},
		{"strict", "granted", "user", rules.ByDefault, nil, []string{"all"}},
		{"own", "granted", "user", rules.ByOwnGrant, nil, []string{"all"}},
		{"own", "open", "client", rules.WithoutAPI, nil, nil},
		{"permissive", "https://example.auth0.com/me/", "user", rules.WithoutGrant, nil, nil},
	} {
		got := index.Access(tenant.Clients.Get(test.client), test.audience, tenant.ResourceServerByIdentifier(test.audience), test.subjectType)
		if got.Reason != test.want || !slices.Equal(got.Scopes, test.scopes) || !slices.Equal(got.Undefined, test.undefined) {
			t.Errorf("%s at %s for %s: %s %q, undefined %q", test.client, test.audience, test.subjectType, got.Reason, got.Scopes, got.Undefined)
		}
	}
}
