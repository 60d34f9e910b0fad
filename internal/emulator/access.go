package emulator

import (
	"cmp"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// access is what one application can get of one API as one subject type.
type access struct {
	reason accessReason
	// scopes are those that apply; undefined ones are granted and the API does not define them.
	scopes, undefined []string
	all               bool          // every scope of the API, those it will define included
	grant             object.Object // what decides or, where nothing can be reached, what has no effect; nil for none
}

// accessReason says why an application reaches an API or does not.
type accessReason string

const (
	byOwnGrant     accessReason = "own_grant"
	byDefault      accessReason = "default_permissions"
	byPolicy       accessReason = "access_policy" // the API lets everyone in
	deniedByPolicy accessReason = "denied"
	withoutAPI     accessReason = "no_api" // a grant has outlived its API
	withoutGrant   accessReason = "none"

	withoutGrantType    accessReason = "no_grant_type"
	neverForItself      accessReason = "no_client_credentials" // such an application cannot have the grant type
	withoutOrganization accessReason = "no_organization"       // one is required
	organizationUnclear accessReason = "organization_unknown"  // one is required, and what decides is not emulated
)

func (r accessReason) allows() bool { return r == byOwnGrant || r == byDefault || r == byPolicy }

// grantKey is what there is at most one grant for. The holder of default permissions is the empty client_id.
type grantKey struct{ clientID, audience, subjectType string }

// grantIndex finds grants by what they are for.
type grantIndex map[grantKey]object.Object

func (t *tenant) grantIndex() grantIndex {
	index := make(grantIndex, len(t.clientGrants.records))
	for _, grant := range t.clientGrants.all() {
		index[grantKey{object.Text(grant, "client_id"), object.Text(grant, "audience"), object.Text(grant, "subject_type")}] = grant
	}
	return index
}

// access decides what an application can get of an API. An API that is gone is nil.
//
// Assumption: allow_all opens neither Auth0's own APIs nor, to an application that has a grant of its own, fewer scopes than
// all; a scope the API does not define is not issued.
func (index grantIndex) access(client object.Object, audience string, api object.Object, subjectType string) access {
	grant := index[grantKey{object.Text(client, "client_id"), audience, subjectType}]
	reason := byOwnGrant
	if grant == nil && isThirdParty(client) {
		grant, reason = index[grantKey{"", audience, subjectType}], byDefault
	}
	switch policy := accessPolicy(api, subjectType); {
	case api == nil:
		return access{reason: withoutAPI, grant: grant}
	case policy == "deny_all":
		return access{reason: deniedByPolicy, grant: grant}
	case policy == "allow_all" && !isStrict(client) && !object.Flag(api, "is_system"):
		return access{reason: byPolicy, scopes: scopeValues(api), all: true, grant: grant}
	case grant == nil:
		return access{reason: withoutGrant}
	}
	scopes, undefined := grantedScopes(grant, api)
	return access{reason: reason, scopes: scopes, undefined: undefined, all: object.Flag(grant, "allow_all_scopes"), grant: grant}
}

// grantedScopes are those a grant comes to, and those it names and the API does not define.
func grantedScopes(grant, api object.Object) (scopes, undefined []string) {
	defined := scopeValues(api)
	if object.Flag(grant, "allow_all_scopes") {
		return defined, nil
	}
	for _, scope := range object.List(grant, "scope") {
		if slices.Contains(defined, scope) {
			scopes = append(scopes, scope)
		} else {
			undefined = append(undefined, scope)
		}
	}
	return scopes, undefined
}

// accessPolicy is the policy of an API towards those who ask on behalf of users, or as themselves. One it does not show is
// that of a new API.
func accessPolicy(api object.Object, subjectType string) string {
	policy := object.Text(object.Child(object.Child(api, "subject_type_authorization"), subjectType), "policy")
	if subjectType == "user" {
		return cmp.Or(policy, "allow_all")
	}
	return cmp.Or(policy, "require_client_grant")
}
