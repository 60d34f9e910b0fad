package access_test

import (
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// organizations has an answer for the id of each grant, for "exist" and for "admit"; a missing one means No.
type organizations map[string]access.Answer

func (o organizations) answer(question string) access.Answer {
	if answer, ok := o[question]; ok {
		return answer
	}
	return access.No
}

func (o organizations) Exist() access.Answer                   { return o.answer("exist") }
func (o organizations) Admit(string) access.Answer             { return o.answer("admit") }
func (o organizations) HaveGrant(grantID string) access.Answer { return o.answer(grantID) }

// Only an application that can request a token can use a grant.
func TestEffectiveOfWhoCannotAsk(t *testing.T) {
	t.Parallel()
	const user, client = auth0.SubjectTypeUser, auth0.SubjectTypeClient
	const deviceCode = "urn:ietf:params:oauth:grant-type:device_code"
	grantTypes := func(names ...string) func(*auth0.Application) {
		return func(a *auth0.Application) { a.GrantTypes = names }
	}
	public := func(a *auth0.Application) { a.TokenEndpointAuthMethod = "none" }
	outside := func(kind, by string) func(*auth0.Application) {
		return func(a *auth0.Application) { a.ExternalMetadataType, a.ExternalMetadataCreatedBy = kind, by }
	}
	requires := func(a *auth0.Application) { a.OrganizationUsage = "require" }
	allows := func(a *auth0.Application) { a.OrganizationUsage = "allow" }
	preset := func(a *auth0.Application) {
		a.DefaultOrganization = &auth0.DefaultOrganization{OrganizationID: "org_1", Flows: []string{"client_credentials"}}
	}
	organizational := func(usage string, any bool) auth0.ClientGrant {
		grant := own(client, "read")
		grant.OrganizationUsage, grant.AllowAnyOrganization = usage, any
		return grant
	}
	nothing := func(*auth0.Application) {}
	tests := map[string]struct {
		mode, subject string
		change        func(*auth0.Application)
		grant         auth0.ClientGrant
		organizations access.Organizations
		want          access.Reason
	}{
		"client, as granted":                         {"strict", client, nothing, own(client), nil, access.OwnGrant},
		"client, without the grant type":             {"strict", client, grantTypes("authorization_code"), own(client), nil, access.NoGrantType},
		"client, without any":                        {"permissive", client, grantTypes(), own(client), nil, access.NoGrantType},
		"client by default, without the grant type":  {"strict", client, grantTypes("authorization_code"), byDefault(client), nil, access.NoGrantType},
		"client, public":                             {"strict", client, public, own(client), nil, access.NoClientCredentials},
		"client, public, permissive":                 {"permissive", client, public, own(client), nil, access.NoClientCredentials},
		"client, self-registered":                    {"strict", client, outside("dcr", "client"), own(client), nil, access.NoClientCredentials},
		"client, self-registered, permissive":        {"permissive", client, outside("dcr", "client"), own(client), nil, access.OwnGrant},
		"client, by an administrator, from document": {"strict", client, outside("cimd", "admin"), own(client), nil, access.NoClientCredentials},
		"user, self-registered":                      {"strict", user, outside("dcr", "client"), own(user), nil, access.OwnGrant},
		"user, public":                               {"strict", user, public, own(user), nil, access.OwnGrant},
		"user, without the grant type":               {"strict", user, grantTypes("client_credentials", "refresh_token"), own(user), nil, access.NoGrantType},
		"user, implicit, strict":                     {"strict", user, grantTypes("implicit"), own(user), nil, access.NoGrantType},
		"user, implicit, permissive":                 {"permissive", user, grantTypes("implicit"), own(user), nil, access.OwnGrant},
		"user, device, permissive":                   {"permissive", user, grantTypes(deviceCode), byDefault(user), nil, access.DefaultPermissions},
		"user, refresh alone, permissive":            {"permissive", user, grantTypes("refresh_token"), own(user), nil, access.NoGrantType},
		"user, password, permissive":                 {"permissive", user, grantTypes("password"), own(user), nil, access.NoGrantType},

		"organization allowed":                    {"strict", client, nothing, organizational("allow", false), nil, access.OwnGrant},
		"organization required, none":             {"strict", client, nothing, organizational("require", false), organizations{}, access.NoOrganization},
		"organization required, tied":             {"strict", client, nothing, organizational("require", false), organizations{"cgr_own": access.Yes}, access.OwnGrant},
		"organization required, not known":        {"strict", client, nothing, organizational("require", false), nil, access.OrganizationUnknown},
		"organization required, no grant type":    {"strict", client, grantTypes(), organizational("require", false), nil, access.NoGrantType},
		"any organization, none":                  {"permissive", client, nothing, organizational("require", true), organizations{"cgr_own": access.Yes}, access.NoOrganization},
		"any organization":                        {"permissive", client, nothing, organizational("require", true), organizations{"exist": access.Yes}, access.OwnGrant},
		"any organization, strict":                {"strict", client, nothing, organizational("require", true), organizations{"exist": access.Yes}, access.NoOrganization},
		"default organization, none tied":         {"strict", client, preset, organizational("allow", false), organizations{}, access.NoOrganization},
		"default organization, tied":              {"strict", client, preset, organizational("allow", false), organizations{"cgr_own": access.Yes}, access.OwnGrant},
		"default organization, none allowed":      {"strict", client, preset, organizational("deny", false), organizations{}, access.OwnGrant},
		"default organization, of default access": {"strict", client, preset, byDefault(client), organizations{}, access.DefaultPermissions},
		"users of organizations, none admits":     {"strict", user, requires, own(user), organizations{"exist": access.Yes}, access.NoOrganization},
		"users of organizations":                  {"strict", user, requires, own(user), organizations{"admit": access.Yes}, access.OwnGrant},
		"users of organizations, not known":       {"strict", user, requires, own(user), nil, access.OrganizationUnknown},
		"users of organizations, permissive":      {"permissive", user, requires, own(user), organizations{"admit": access.Yes}, access.NoOrganization},
		"users of organizations or none":          {"strict", user, allows, own(user), organizations{}, access.OwnGrant},
		"organization of users, for itself":       {"strict", client, requires, own(client), organizations{}, access.OwnGrant},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := tenant(test.mode, "require_client_grant", "", test.grant)
			one.Organizations = test.organizations
			test.change(&one.Applications[0])
			for entry := range one.Effective() {
				if entry.SubjectType != test.subject {
					continue
				}
				if entry.Reason != test.want || entry.GrantID != test.grant.ID {
					t.Errorf("%s by %s, want %s by %s", entry.Reason, entry.GrantID, test.want, test.grant.ID)
				}
				shows := entry.Reason.Allows() || entry.Reason == access.OrganizationUnknown
				if !slices.Equal(entry.Scopes, test.grant.Scope) && shows || !shows && len(entry.Scopes) > 0 {
					t.Errorf("%s shows %q", entry.Reason, entry.Scopes)
				}
			}
		})
	}
}

// In one organization, only what applies to that organization counts.
func TestEffectiveInOrganization(t *testing.T) {
	t.Parallel()
	const user, client = auth0.SubjectTypeUser, auth0.SubjectTypeClient
	asItself := func(usage string, any bool) auth0.ClientGrant {
		grant := own(client, "read")
		grant.OrganizationUsage, grant.AllowAnyOrganization = usage, any
		return grant
	}
	all := organizations{"cgr_own": access.Yes, "admit": access.Yes, "exist": access.Yes}
	for name, test := range map[string]struct {
		mode, usage   string // of the application
		subject       string
		grant         auth0.ClientGrant
		organizations access.Organizations
		want          access.Reason
	}{
		"itself, has the grant":            {"strict", "", client, asItself("allow", false), all, access.OwnGrant},
		"itself, lacks it":                 {"strict", "", client, asItself("allow", false), organizations{}, access.NoOrganization},
		"itself, grant denies":             {"strict", "", client, asItself("deny", false), all, access.NoOrganization},
		"itself, grant says nothing":       {"strict", "", client, own(client, "read"), all, access.NoOrganization},
		"itself, by default":               {"strict", "", client, byDefault(client, "read"), all, access.NoOrganization},
		"itself, any organization":         {"permissive", "", client, asItself("allow", true), organizations{"exist": access.Yes}, access.OwnGrant},
		"itself, any organization, strict": {"strict", "", client, asItself("allow", true), organizations{"exist": access.Yes}, access.NoOrganization},
		"users, admitted":                  {"strict", "allow", user, own(user, "read"), all, access.OwnGrant},
		"users, by default":                {"strict", "require", user, byDefault(user, "read"), all, access.DefaultPermissions},
		"users, not admitted":              {"strict", "allow", user, own(user, "read"), organizations{}, access.NoOrganization},
		"users, not known":                 {"strict", "allow", user, own(user, "read"), nil, access.OrganizationUnknown},
		"users, without organizations":     {"strict", "", user, own(user, "read"), all, access.NoOrganization},
		"users, permissive":                {"permissive", "allow", user, own(user, "read"), all, access.NoOrganization},
	} {
		one := tenant(test.mode, "require_client_grant", "", test.grant)
		one.Organizations, one.InOrganization = test.organizations, true
		one.Applications[0].OrganizationUsage = test.usage
		for entry := range one.Effective() {
			if entry.SubjectType == test.subject && entry.Reason != test.want {
				t.Errorf("%s: %s, want %s", name, entry.Reason, test.want)
			}
		}
	}
}

// An API policy that lets permissive applications in gives nothing to an application that cannot request a token.
func TestEffectiveByPolicyOfWhoCannotAsk(t *testing.T) {
	t.Parallel()
	for _, grants := range [][]auth0.ClientGrant{nil, {own(auth0.SubjectTypeUser)}} {
		one := tenant("permissive", "allow_all", "", grants...)
		one.Applications[0].GrantTypes = []string{"client_credentials"}
		entry := slices.Collect(one.Effective())[0]
		if entry.Reason != access.NoGrantType || entry.AllScopes || entry.IsNothing() != (grants == nil) {
			t.Errorf("with %d grants: %+v", len(grants), entry)
		}
	}
}
