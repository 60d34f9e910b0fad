package emulator

import (
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
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
	tenant := server.tenant
	// Two APIs change after they were granted.
	api := object.Clone(tenant.resourceServerByIdentifier("granted"))
	api["scopes"] = []any{}
	tenant.resourceServers.set(object.Text(api, "id"), api)
	tenant.resourceServers.remove(object.Text(tenant.resourceServerByIdentifier("open"), "id"))
	index := tenant.grantIndex()

	for _, test := range []struct {
		client, audience, subjectType string
		want                          accessReason
		scopes, undefined             []string
	}{
		{"strict", ordersAPI, "client", byDefault, []string{"read:orders"}, nil},
		{"permissive", ordersAPI, "client", byDefault, []string{"read:orders"}, nil},
		{"first", ordersAPI, "client", withoutGrant, nil, nil},
		{"own", ordersAPI, "client", byOwnGrant, nil, nil},
		{"strict", ordersAPI, "user", withoutGrant, nil, nil},
		{"permissive", ordersAPI, "user", byPolicy, []string{"read:orders", "write:orders", "delete:orders"}, nil},
		{"first", ordersAPI, "user", byPolicy, []string{"read:orders", "write:orders", "delete:orders"}, nil},
		{"strict", "closed", "user", deniedByPolicy, nil, nil},
		{"first", "closed", "client", deniedByPolicy, nil, nil},
		{"strict", "granted", "user", byDefault, nil, []string{"all"}},
		{"own", "granted", "user", byOwnGrant, nil, []string{"all"}},
		{"own", "open", "client", withoutAPI, nil, nil},
		{"permissive", "https://example.auth0.com/me/", "user", withoutGrant, nil, nil},
	} {
		got := index.access(tenant.clients.get(test.client), test.audience, tenant.resourceServerByIdentifier(test.audience), test.subjectType)
		if got.reason != test.want || !slices.Equal(got.scopes, test.scopes) || !slices.Equal(got.undefined, test.undefined) {
			t.Errorf("%s at %s for %s: %s %q, undefined %q", test.client, test.audience, test.subjectType, got.reason, got.scopes, got.undefined)
		}
	}
}
