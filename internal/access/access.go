package access

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Reason says why an application can or cannot reach an API.
type Reason string

// The reasons, in the words of the data source. The first three are access, the fourth may be.
const (
	OwnGrant            Reason = "own_grant"
	DefaultPermissions  Reason = "default_permissions"
	AccessPolicy        Reason = "access_policy"
	OrganizationUnknown Reason = "organization_unknown"
	NoOrganization      Reason = "no_organization"
	NoGrantType         Reason = "no_grant_type"
	NoClientCredentials Reason = "no_client_credentials"
	Denied              Reason = "denied"
	NoAPI               Reason = "no_api"
	None                Reason = "none"
)

// reasons are all of them: what somebody decided for single applications before what holds for many, and access first.
var reasons = []Reason{
	OwnGrant,
	DefaultPermissions,
	AccessPolicy,
	OrganizationUnknown,
	NoOrganization,
	NoGrantType,
	NoClientCredentials,
	Denied,
	NoAPI,
	None,
}

// Allows reports whether the application can get tokens of the API.
func (r Reason) Allows() bool { return r == OwnGrant || r == DefaultPermissions || r == AccessPolicy }

// Tenant is everything that access depends on. Applications are the third-party ones; of the Grants, those of other
// applications are ignored.
type Tenant struct {
	Applications []auth0.Application
	APIs         []auth0.API
	Grants       []auth0.ClientGrant
	// Organizations is asked if access depends on them. If it is nil, nothing is known of them.
	Organizations Organizations
	// InOrganization asks for access to one organization: tokens that are for it. Organizations then answers for that
	// one alone.
	InOrganization bool
}

// Entry says what one application can reach at one API as one subject type.
type Entry struct {
	Application  string // its name, which its owner may have chosen
	ClientID     string
	SecurityMode string

	API         string // its name, empty if it has none or is gone
	Audience    string
	SubjectType string

	Reason Reason
	// Scopes are those that apply, sorted. There may be none even if the API can be reached. If that is not known, they
	// are those that apply if it can be.
	Scopes []string
	// AllScopes says that Scopes are all that the API defines, and that what it will define applies too.
	AllScopes bool
	// UndefinedScopes are granted but not defined on the API, sorted.
	UndefinedScopes []string
	// GrantID is the grant that decides or, if there is no access, would if it could; empty if there is none.
	GrantID string
}

// IsNothing reports whether there is neither access nor a grant.
func (e Entry) IsNothing() bool { return !e.Reason.Allows() && e.GrantID == "" }

// SubjectTypes are the subject types for which access is decided.
func SubjectTypes() []string { return []string{auth0.SubjectTypeUser, auth0.SubjectTypeClient} }

// Effective returns an entry for every application, API and subject type, sorted by the application's name and id, then
// by audience. Left out are entries that are nothing (see [Entry.IsNothing]) at Auth0's own APIs and at APIs that are
// gone. The slices of entries are shared and must not be changed.
func (t Tenant) Effective() iter.Seq[Entry] {
	applications := slices.SortedFunc(slices.Values(t.Applications), func(a, b auth0.Application) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ClientID, b.ClientID))
	})
	d := t.Decider()
	audiences := slices.Sorted(maps.Keys(d.apis))
	return func(yield func(Entry) bool) {
		for _, application := range applications {
			for _, audience := range audiences {
				for _, subjectType := range SubjectTypes() {
					entry := d.Decide(&application, audience, subjectType)
					if entry.IsNothing() && !d.apis[audience].isGrantable() {
						continue
					}
					if !yield(entry) {
						return
					}
				}
			}
		}
	}
}

// Decider decides about single applications what [Tenant.Effective] lists for all.
type Decider struct {
	tenant Tenant
	apis   map[string]*api
	grants grantIndex
}

// Decider returns one for the tenant as it is now.
func (t Tenant) Decider() *Decider {
	apis := t.apis()
	return &Decider{tenant: t, apis: apis, grants: t.grants(apis)}
}

// Decide returns what an application, which need not be one of the tenant's, can reach at an API as a subject type.
// Slices are shared and must not be changed.
func (d *Decider) Decide(application *auth0.Application, audience, subjectType string) Entry {
	grant := d.grants.of(application.ClientID, audience, subjectType)
	return d.tenant.decide(application, d.api(audience), grant, subjectType)
}

// Granted returns what an application is granted at an API as a subject type, whether or not it is able to ask for it.
// The reason is None, Denied, NoAPI, or one that allows. Slices are shared and must not be changed.
func (d *Decider) Granted(application *auth0.Application, audience, subjectType string) Entry {
	grant := d.grants.of(application.ClientID, audience, subjectType)
	return entryOf(application, d.api(audience), grant, subjectType)
}

// api returns the API with the audience, or one that is gone.
func (d *Decider) api(audience string) *api {
	if found := d.apis[audience]; found != nil {
		return found
	}
	return &api{API: auth0.API{Identifier: audience}, gone: true}
}

// decide applies the rules. grant is nil if there is none.
func (t Tenant) decide(application *auth0.Application, api *api, grant *grant, subjectType string) Entry {
	entry := entryOf(application, api, grant, subjectType)
	if !entry.Reason.Allows() {
		return entry
	}
	if reason := t.obstacle(application, grant, subjectType); reason != "" {
		entry.Reason = reason
		if grant != nil {
			entry.GrantID = grant.ID
		}
		if reason != OrganizationUnknown {
			entry.AllScopes, entry.Scopes, entry.UndefinedScopes = false, nil, nil
		}
	}
	return entry
}

// entryOf says what the API's policy and the grant, nil if there is none, come to.
//
// Assumption: allow-all-and-own-grants: an own grant of a permissive application does not narrow what allow_all opens.
func entryOf(application *auth0.Application, api *api, grant *grant, subjectType string) Entry {
	entry := Entry{
		Application:  application.Name,
		ClientID:     application.ClientID,
		SecurityMode: application.SecurityMode(),
		API:          api.Name,
		Audience:     api.Identifier,
		SubjectType:  subjectType,
		Reason:       granted(application, api, grant, subjectType),
	}
	switch {
	case entry.Reason == AccessPolicy:
		entry.AllScopes, entry.Scopes = true, api.scopes
	case entry.Reason.Allows():
		entry.GrantID = grant.ID
		entry.AllScopes, entry.Scopes, entry.UndefinedScopes = grant.AllowAllScopes, grant.scopes, grant.undefined
	case grant != nil:
		entry.GrantID = grant.ID
	}
	return entry
}

// granted says what the API's policy and the grant come to, whatever the application can make of it.
func granted(application *auth0.Application, api *api, grant *grant, subjectType string) Reason {
	permissive := application.SecurityMode() == auth0.SecurityModePermissive
	switch policy := api.Policy(subjectType); {
	case api.gone:
		return NoAPI
	case policy == auth0.AccessPolicyDenyAll:
		return Denied
	case permissive && policy == auth0.AccessPolicyAllowAll && !api.IsSystem:
		return AccessPolicy
	case grant == nil:
		return None
	case grant.ClientID != "":
		return OwnGrant
	default:
		return DefaultPermissions
	}
}

// api is an API with its scopes in order, or an audience that only a grant names.
type api struct {
	auth0.API
	scopes []string
	gone   bool
}

// isGrantable reports whether third-party applications could be given access to the API.
func (a *api) isGrantable() bool { return !a.gone && !a.IsSystem }

func (t Tenant) apis() map[string]*api {
	apis := map[string]*api{}
	for _, given := range t.Grants {
		apis[given.Audience] = &api{API: auth0.API{Identifier: given.Audience}, gone: true}
	}
	for _, given := range t.APIs {
		scopes := make([]string, 0, len(given.Scopes))
		for _, scope := range given.Scopes {
			scopes = append(scopes, scope.Value)
		}
		apis[given.Identifier] = &api{API: given, scopes: sortedSet(scopes)}
	}
	return apis
}

// grant is a grant with what it comes to at its API.
type grant struct {
	auth0.ClientGrant
	scopes, undefined []string
}

// holding is what there is at most one grant for. The holder of default permissions is the empty client id.
type holding struct{ clientID, audience, subjectType string }

type grantIndex map[holding]*grant

func (t Tenant) grants(apis map[string]*api) grantIndex {
	index := make(grantIndex, len(t.Grants))
	for _, given := range t.Grants {
		if isDefault := given.DefaultFor == auth0.DefaultForThirdPartyClients; isDefault == (given.ClientID != "") {
			continue // for neither one application nor all third-party ones
		}
		found := &grant{ClientGrant: given}
		if defined := apis[given.Audience].scopes; given.AllowAllScopes {
			found.scopes = defined
		} else {
			found.scopes, found.undefined = partition(given.Scope, defined)
		}
		index[holding{given.ClientID, given.Audience, given.SubjectType}] = found
	}
	return index
}

// of returns the grant that counts for an application: its own or else the default permissions, nil if there are
// neither.
func (index grantIndex) of(clientID, audience, subjectType string) *grant {
	if own, ok := index[holding{clientID, audience, subjectType}]; ok {
		return own
	}
	return index[holding{"", audience, subjectType}]
}

// partition parts the scopes into those that are defined and those that are not.
func partition(scopes, defined []string) (in, out []string) {
	for _, scope := range sortedSet(slices.Clone(scopes)) {
		if _, ok := slices.BinarySearch(defined, scope); ok {
			in = append(in, scope)
		} else {
			out = append(out, scope)
		}
	}
	return in, out
}

func sortedSet(values []string) []string {
	slices.Sort(values)
	return slices.Compact(values)
}
