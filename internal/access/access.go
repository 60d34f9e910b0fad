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

// The reasons, in the words of the data source. The first three are access.
const (
	OwnGrant           Reason = "own_grant"
	DefaultPermissions Reason = "default_permissions"
	AccessPolicy       Reason = "access_policy"
	Denied             Reason = "denied"
	NoAPI              Reason = "no_api"
	None               Reason = "none"
)

// Allows reports whether the application can get tokens of the API.
func (r Reason) Allows() bool { return r == OwnGrant || r == DefaultPermissions || r == AccessPolicy }

// Tenant is everything that access depends on. Applications are the third-party ones; of the Grants, those of other
// applications are ignored.
type Tenant struct {
	Applications []auth0.Application
	APIs         []auth0.API
	Grants       []auth0.ClientGrant
}

// Entry says what one application can reach at one API as one subject type.
type Entry struct {
	Application  string // its name, which its owner may have chosen
	ClientID     string
	SecurityMode string

	API         string // its name, empty where it has none or is gone
	Audience    string
	SubjectType string

	Reason Reason
	// Scopes are those that apply, sorted. There may be none even where the API can be reached.
	Scopes []string
	// AllScopes says that Scopes are all that the API defines, and that what it will define applies too.
	AllScopes bool
	// UndefinedScopes are granted but not defined on the API, sorted.
	UndefinedScopes []string
	// GrantID is the grant that decides or, where there is no access, would if it could; empty where there is none.
	GrantID string
}

// IsNothing reports whether there is neither access nor a grant.
func (e Entry) IsNothing() bool { return !e.Reason.Allows() && e.GrantID == "" }

// SubjectTypes are those that access is decided for.
func SubjectTypes() []string { return []string{auth0.SubjectTypeUser, auth0.SubjectTypeClient} }

// Effective returns an entry for every application, API and subject type, sorted by the application's name and id, then
// by audience. Left out are entries that are nothing (see [Entry.IsNothing]) at Auth0's own APIs and at APIs that are gone.
// The slices of entries are shared and must not be changed.
func (t Tenant) Effective() iter.Seq[Entry] {
	applications := slices.SortedFunc(slices.Values(t.Applications), func(a, b auth0.Application) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ClientID, b.ClientID))
	})
	apis := t.apis()
	grants := t.grants(apis)
	audiences := slices.Sorted(maps.Keys(apis))
	return func(yield func(Entry) bool) {
		for _, application := range applications {
			for _, audience := range audiences {
				for _, subjectType := range SubjectTypes() {
					entry := decide(&application, apis[audience], grants.of(application.ClientID, audience, subjectType), subjectType)
					if entry.IsNothing() && !apis[audience].isGrantable() {
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

// decide applies the rules. grant is nil where there is none.
//
// Assumption: allow-all-and-own-grants: an own grant of a permissive application does not narrow what allow_all opens.
func decide(application *auth0.Application, api *api, grant *grant, subjectType string) Entry {
	entry := Entry{
		Application:  application.Name,
		ClientID:     application.ClientID,
		SecurityMode: application.SecurityMode(),
		API:          api.Name,
		Audience:     api.Identifier,
		SubjectType:  subjectType,
	}
	if grant != nil {
		entry.GrantID = grant.ID
	}
	policy := api.Policy(subjectType)
	permissive := entry.SecurityMode == auth0.SecurityModePermissive
	switch {
	case api.gone:
		entry.Reason = NoAPI
	case policy == auth0.AccessPolicyDenyAll:
		entry.Reason = Denied
	case permissive && policy == auth0.AccessPolicyAllowAll && !api.IsSystem:
		entry.Reason, entry.GrantID = AccessPolicy, ""
		entry.AllScopes, entry.Scopes = true, api.scopes
	case grant == nil:
		entry.Reason = None
	default:
		entry.Reason = DefaultPermissions
		if grant.ClientID != "" {
			entry.Reason = OwnGrant
		}
		entry.AllScopes, entry.Scopes, entry.UndefinedScopes = grant.AllowAllScopes, grant.scopes, grant.undefined
	}
	return entry
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

// of returns the grant that counts for an application: its own or else the default permissions, nil where there are
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
