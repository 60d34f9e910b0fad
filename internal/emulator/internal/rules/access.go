package rules

import (
	"cmp"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// access is the access of one application to one API for one subject type.
type access struct {
	Reason AccessReason
	// scopes apply; undefined ones are granted, but the API does not define them.
	Scopes, Undefined []string
	All               bool          // every scope of the API, including those that it defines later
	Grant             object.Object // the grant that gives the access or, without access, has no effect; nil for none
}

// AccessReason says why an application reaches an API or does not.
type AccessReason string

// The reasons.
const (
	ByOwnGrant     AccessReason = "own_grant"
	ByDefault      AccessReason = "default_permissions"
	ByPolicy       AccessReason = "access_policy" // the API lets everyone in
	DeniedByPolicy AccessReason = "denied"
	WithoutAPI     AccessReason = "no_api" // a grant has outlived its API
	WithoutGrant   AccessReason = "none"

	withoutGrantType    AccessReason = "no_grant_type"
	neverForItself      AccessReason = "no_client_credentials" // the application cannot have the grant type
	withoutOrganization AccessReason = "no_organization"       // an organization is required
)

// Allows reports whether the application reaches the API.
func (r AccessReason) Allows() bool { return r == ByOwnGrant || r == ByDefault || r == ByPolicy }

// GrantKey identifies a grant: there is at most one for each key. For default permissions the client_id is empty.
type GrantKey struct{ ClientID, Audience, SubjectType string }

// GrantIndex finds grants by their key.
type GrantIndex map[GrantKey]object.Object

// IndexGrants indexes the grants of a tenant.
func IndexGrants(t *tenant.Tenant) GrantIndex {
	index := make(GrantIndex, len(t.ClientGrants.Records))
	for _, grant := range t.ClientGrants.All() {
		key := GrantKey{
			object.Text(grant, "client_id"), object.Text(grant, "audience"), object.Text(grant, "subject_type"),
		}
		index[key] = grant
	}
	return index
}

// Access decides about the access of an application to an API. An API that is gone is nil.
//
// Assumption: allow_all opens neither Auth0's own APIs nor, to an application that has a grant of its own, fewer scopes
// than all; a scope the API does not define is not issued.
func (index GrantIndex) Access(client object.Object, audience string, api object.Object, subjectType string) access {
	grant := index[GrantKey{object.Text(client, "client_id"), audience, subjectType}]
	reason := ByOwnGrant
	if grant == nil && IsThirdParty(client) {
		grant, reason = index[GrantKey{"", audience, subjectType}], ByDefault
	}
	switch policy := AccessPolicy(api, subjectType); {
	case api == nil:
		return access{Reason: WithoutAPI, Grant: grant}
	case policy == "deny_all":
		return access{Reason: DeniedByPolicy, Grant: grant}
	case policy == "allow_all" && !IsStrict(client) && !object.Flag(api, "is_system"):
		return access{Reason: ByPolicy, Scopes: scopeValues(api), All: true, Grant: grant}
	case grant == nil:
		return access{Reason: WithoutGrant}
	}
	scopes, undefined := GrantedScopes(grant, api)
	return access{
		Reason:    reason,
		Scopes:    scopes,
		Undefined: undefined,
		All:       object.Flag(grant, "allow_all_scopes"),
		Grant:     grant,
	}
}

// GrantedScopes returns the scopes that a grant gives, and those that it names although the API does not define them.
func GrantedScopes(grant, api object.Object) (scopes, undefined []string) {
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

// AccessPolicy returns the policy of an API for one subject type. If the API does not show it, it is the policy of a
// new API.
func AccessPolicy(api object.Object, subjectType string) string {
	policy := object.Text(object.Child(object.Child(api, "subject_type_authorization"), subjectType), "policy")
	if subjectType == "user" {
		return cmp.Or(policy, "allow_all")
	}
	return cmp.Or(policy, "require_client_grant")
}
