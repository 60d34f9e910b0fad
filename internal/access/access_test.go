package access_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

const orders = "https://api.example.com/"

// tenant has one application, one API with the scopes read and write, and the given grants.
func tenant(mode string, userPolicy, clientPolicy string, grants ...auth0.ClientGrant) access.Tenant {
	return access.Tenant{
		Applications: []auth0.Application{{
			Name: "Partner", ClientID: "id", ThirdPartySecurityMode: mode, GrantTypes: []string{"authorization_code", "client_credentials"},
		}},
		APIs: []auth0.API{{
			Name:       "Orders",
			Identifier: orders,
			Scopes:     []auth0.APIScope{{Value: "write"}, {Value: "read"}},
			SubjectTypeAuthorization: auth0.SubjectTypeAuthorization{
				User: auth0.AccessPolicy{Policy: userPolicy}, Client: auth0.AccessPolicy{Policy: clientPolicy},
			},
		}},
		Grants: grants,
	}
}

func own(subjectType string, scopes ...string) auth0.ClientGrant {
	return auth0.ClientGrant{ID: "cgr_own", ClientID: "id", Audience: orders, SubjectType: subjectType, Scope: scopes}
}

func byDefault(subjectType string, scopes ...string) auth0.ClientGrant {
	return auth0.ClientGrant{
		ID: "cgr_default", DefaultFor: auth0.DefaultForThirdPartyClients, Audience: orders, SubjectType: subjectType, Scope: scopes,
	}
}

func all(grant auth0.ClientGrant) auth0.ClientGrant {
	grant.AllowAllScopes, grant.Scope = true, nil
	return grant
}

func TestEffective(t *testing.T) {
	t.Parallel()
	const user, client = auth0.SubjectTypeUser, auth0.SubjectTypeClient
	system := tenant("permissive", "allow_all", "")
	system.APIs[0].IsSystem = true
	grantedSystem := tenant("permissive", "allow_all", "", own(user, "read"))
	grantedSystem.APIs[0].IsSystem = true
	gone := tenant("strict", "", "", own(client, "read"), byDefault(user, "read"))
	gone.APIs = nil

	nothing := func(subjectType string) access.Entry {
		return access.Entry{SubjectType: subjectType, Reason: access.None}
	}
	tests := map[string]struct {
		tenant access.Tenant
		want   []access.Entry // without the members that all entries share
	}{
		"no grant, strict, under allow_all": {
			tenant("strict", "allow_all", "require_client_grant"), []access.Entry{nothing(user), nothing(client)},
		},
		"own grant": {
			tenant("strict", "", "", own(user, "write", "read")),
			[]access.Entry{{SubjectType: user, Reason: access.OwnGrant, Scopes: []string{"read", "write"}, GrantID: "cgr_own"}, nothing(client)},
		},
		"own grant of all scopes": {
			tenant("strict", "", "", all(own(client))),
			[]access.Entry{nothing(user), {SubjectType: client, Reason: access.OwnGrant, Scopes: []string{"read", "write"}, AllScopes: true, GrantID: "cgr_own"}},
		},
		"own grant without scopes beats the default": {
			tenant("strict", "", "", byDefault(user, "read"), own(user)),
			[]access.Entry{{SubjectType: user, Reason: access.OwnGrant, GrantID: "cgr_own"}, nothing(client)},
		},
		"own grant of the other subject type leaves the default": {
			tenant("strict", "", "", own(client, "write"), byDefault(user, "read")),
			[]access.Entry{
				{SubjectType: user, Reason: access.DefaultPermissions, Scopes: []string{"read"}, GrantID: "cgr_default"},
				{SubjectType: client, Reason: access.OwnGrant, Scopes: []string{"write"}, GrantID: "cgr_own"},
			},
		},
		"default permissions of all scopes, permissive": {
			tenant("permissive", "require_client_grant", "", all(byDefault(user))),
			[]access.Entry{{SubjectType: user, Reason: access.DefaultPermissions, Scopes: []string{"read", "write"}, AllScopes: true, GrantID: "cgr_default"}, nothing(client)},
		},
		"default permissions of applications as themselves": {
			tenant("strict", "", "", byDefault(client, "read")),
			[]access.Entry{nothing(user), {SubjectType: client, Reason: access.DefaultPermissions, Scopes: []string{"read"}, GrantID: "cgr_default"}},
		},
		"permissive under allow_all, whatever is granted": {
			tenant("permissive", "allow_all", "require_client_grant", own(user)),
			[]access.Entry{{SubjectType: user, Reason: access.AccessPolicy, Scopes: []string{"read", "write"}, AllScopes: true}, nothing(client)},
		},
		"permissive, no policy shown": {
			tenant("", "", ""),
			[]access.Entry{{SubjectType: user, Reason: access.AccessPolicy, Scopes: []string{"read", "write"}, AllScopes: true}, nothing(client)},
		},
		"denied": {
			tenant("strict", "deny_all", "deny_all", own(user, "read")),
			[]access.Entry{{SubjectType: user, Reason: access.Denied, GrantID: "cgr_own"}, {SubjectType: client, Reason: access.Denied}},
		},
		"denied, permissive": {
			tenant("permissive", "deny_all", "deny_all", own(client, "read")),
			[]access.Entry{{SubjectType: user, Reason: access.Denied}, {SubjectType: client, Reason: access.Denied, GrantID: "cgr_own"}},
		},
		"scopes that the API does not define": {
			tenant("strict", "", "", own(user, "read", "old", "gone")),
			[]access.Entry{{SubjectType: user, Reason: access.OwnGrant, Scopes: []string{"read"}, UndefinedScopes: []string{"gone", "old"}, GrantID: "cgr_own"}, nothing(client)},
		},
		"grants whose API is gone": {
			gone,
			[]access.Entry{{SubjectType: user, Reason: access.NoAPI, GrantID: "cgr_default"}, {SubjectType: client, Reason: access.NoAPI, GrantID: "cgr_own"}},
		},
		"system API": {system, nil},
		"system API with a grant": {
			grantedSystem, []access.Entry{{SubjectType: user, Reason: access.OwnGrant, Scopes: []string{"read"}, GrantID: "cgr_own"}},
		},
		"anonymous users are another matter": {
			tenant("strict", "", "", own("anonymous_user", "read")), []access.Entry{nothing(user), nothing(client)},
		},
		"another application's grant": {
			tenant("strict", "", "", auth0.ClientGrant{ID: "cgr_other", ClientID: "other", Audience: orders, SubjectType: user}),
			[]access.Entry{nothing(user), nothing(client)},
		},
		"a default for others": {
			tenant("strict", "", "", auth0.ClientGrant{ID: "cgr_other", DefaultFor: "somebody", Audience: orders, SubjectType: user}),
			[]access.Entry{nothing(user), nothing(client)},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i := range test.want {
				want := &test.want[i]
				want.Application, want.ClientID, want.Audience = "Partner", "id", orders
				want.SecurityMode = test.tenant.Applications[0].SecurityMode()
				if len(test.tenant.APIs) > 0 {
					want.API = "Orders"
				}
			}
			if diff := cmp.Diff(test.want, slices.Collect(test.tenant.Effective()), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
		})
	}
}

// A caller that takes a few of very many entries does not pay for the rest.
func TestEffectiveEnds(t *testing.T) {
	t.Parallel()
	for range tenant("strict", "", "").Effective() {
		return
	}
	t.Error("there was no entry")
}
