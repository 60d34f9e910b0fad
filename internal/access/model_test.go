package access_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// What is worked out agrees with the question asked one scope at a time: can this application get that scope?
func TestEffectiveAgreesWithModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tenant := drawTenant(t)
		entries := map[string]access.Entry{}
		var order []access.Entry
		for entry := range tenant.Effective() {
			key := fmt.Sprint(entry.ClientID, entry.Audience, entry.SubjectType)
			if _, twice := entries[key]; twice {
				t.Fatalf("two entries for %s", key)
			}
			entries[key] = entry
			order = append(order, entry)
		}
		if !slices.IsSortedFunc(order, func(a, b access.Entry) int {
			return cmp.Or(cmp.Compare(a.Application, b.Application), cmp.Compare(a.ClientID, b.ClientID), cmp.Compare(a.Audience, b.Audience))
		}) {
			t.Fatal("the entries are not in order")
		}
		for _, application := range tenant.Applications {
			for _, audience := range audiences {
				for _, subjectType := range access.SubjectTypes() {
					key := fmt.Sprint(application.ClientID, audience, subjectType)
					entry, listed := entries[key]
					compare(t, key, entry, listed, question{tenant, application, audience, subjectType})
				}
			}
		}
	})
}

func compare(t *rapid.T, key string, entry access.Entry, listed bool, q question) {
	t.Helper()
	if got, want := entry.Reason.Allows(), q.reaches(); got != want {
		t.Fatalf("%s: access is %t, want %t", key, got, want)
	}
	for _, scope := range scopes {
		got := slices.Contains(entry.Scopes, scope)
		if want := q.reaches() && q.gets(scope); got != want {
			t.Fatalf("%s: scope %s is %t, want %t", key, scope, got, want)
		}
		if slices.Contains(entry.UndefinedScopes, scope) && (q.defines(scope) || !q.grants(scope)) {
			t.Fatalf("%s: scope %s is said to be granted and not defined", key, scope)
		}
	}
	if isOwn := entry.Reason == access.OwnGrant; isOwn != (q.reaches() && !q.isOpen() && len(q.own()) > 0) {
		t.Fatalf("%s: the reason is %s", key, entry.Reason)
	}
	hasAPI := q.api() != nil
	if (hasAPI && !q.api().IsSystem || len(q.deciding()) > 0) != listed {
		t.Fatalf("%s: listed is %t", key, listed)
	}
}

// question is what the model answers, by searching everything every time.
type question struct {
	tenant      access.Tenant
	application auth0.Application
	audience    string
	subjectType string
}

func (q question) api() *auth0.API {
	for i := range q.tenant.APIs {
		if q.tenant.APIs[i].Identifier == q.audience {
			return &q.tenant.APIs[i]
		}
	}
	return nil
}

func (q question) policy() string {
	if q.subjectType == "user" {
		return cmp.Or(q.api().SubjectTypeAuthorization.User.Policy, "allow_all")
	}
	return cmp.Or(q.api().SubjectTypeAuthorization.Client.Policy, "require_client_grant")
}

func (q question) find(mine func(auth0.ClientGrant) bool) (found []auth0.ClientGrant) {
	for _, grant := range q.tenant.Grants {
		if mine(grant) && grant.Audience == q.audience && grant.SubjectType == q.subjectType {
			found = append(found, grant)
		}
	}
	return found
}

func (q question) own() []auth0.ClientGrant {
	return q.find(func(g auth0.ClientGrant) bool { return g.ClientID == q.application.ClientID })
}

func (q question) deciding() []auth0.ClientGrant {
	if own := q.own(); len(own) > 0 {
		return own
	}
	return q.find(func(g auth0.ClientGrant) bool { return g.DefaultFor != "" })
}

func (q question) isOpen() bool {
	isStrict := q.application.ThirdPartySecurityMode == "strict" || q.application.ClientID[:4] == "tpc_"
	return !isStrict && q.policy() == "allow_all" && !q.api().IsSystem
}

func (q question) reaches() bool {
	return q.api() != nil && q.policy() != "deny_all" && (q.isOpen() || len(q.deciding()) > 0)
}

func (q question) defines(scope string) bool {
	return q.api() != nil && slices.ContainsFunc(q.api().Scopes, func(s auth0.APIScope) bool { return s.Value == scope })
}

func (q question) grants(scope string) bool {
	return slices.ContainsFunc(q.deciding(), func(g auth0.ClientGrant) bool { return g.AllowAllScopes || slices.Contains(g.Scope, scope) })
}

func (q question) gets(scope string) bool { return q.defines(scope) && (q.isOpen() || q.grants(scope)) }

var (
	audiences = []string{"https://a/", "https://b/", "https://c/", "https://gone/"}
	scopes    = []string{"read", "write", "delete", "old"}
)

// drawTenant makes a small tenant in which every rule has a fair chance. Small is enough: applications, APIs and subject
// types do not influence one another but through default permissions.
func drawTenant(t *rapid.T) access.Tenant {
	var tenant access.Tenant
	holders := []string{"first_party"}
	for i := range rapid.IntRange(0, 4).Draw(t, "applications") {
		mode := rapid.SampledFrom([]string{"strict", "permissive", ""}).Draw(t, "mode")
		id := fmt.Sprintf("%s%d", map[string]string{"strict": "tpc_", "permissive": "app_", "": rapid.SampledFrom([]string{"tpc_", "app_"}).Draw(t, "id")}[mode], i)
		name := rapid.SampledFrom([]string{"Partner", "Agent"}).Draw(t, "name")
		tenant.Applications = append(tenant.Applications, auth0.Application{ClientID: id, Name: name, ThirdPartySecurityMode: mode})
		holders = append(holders, id)
	}
	for _, audience := range audiences[:rapid.IntRange(0, 3).Draw(t, "APIs")] {
		api := auth0.API{Identifier: audience, IsSystem: rapid.IntRange(0, 5).Draw(t, "system") == 0}
		for _, scope := range rapid.Permutation(scopes[:rapid.IntRange(0, 3).Draw(t, "scopes")]).Draw(t, "order") {
			api.Scopes = append(api.Scopes, auth0.APIScope{Value: scope})
		}
		api.SubjectTypeAuthorization.User.Policy = rapid.SampledFrom([]string{"", "allow_all", "require_client_grant", "deny_all"}).Draw(t, "user policy")
		api.SubjectTypeAuthorization.Client.Policy = rapid.SampledFrom([]string{"", "require_client_grant", "deny_all"}).Draw(t, "client policy")
		tenant.APIs = append(tenant.APIs, api)
	}
	for _, audience := range audiences {
		for _, subjectType := range []string{"user", "client", "anonymous_user"} {
			for _, holder := range append(holders, "") {
				if rapid.Bool().Draw(t, "granted") {
					tenant.Grants = append(tenant.Grants, drawGrant(t, holder, audience, subjectType))
				}
			}
		}
	}
	return tenant
}

func drawGrant(t *rapid.T, holder, audience, subjectType string) auth0.ClientGrant {
	grant := auth0.ClientGrant{ID: fmt.Sprint("cgr_", holder, audience, subjectType), ClientID: holder, Audience: audience, SubjectType: subjectType}
	if holder == "" {
		grant.DefaultFor = "third_party_clients"
	}
	if rapid.IntRange(0, 3).Draw(t, "all scopes") == 0 {
		grant.AllowAllScopes = true
		return grant
	}
	grant.Scope = rapid.SliceOfDistinct(rapid.SampledFrom(scopes), rapid.ID[string]).Draw(t, "scope")
	return grant
}
