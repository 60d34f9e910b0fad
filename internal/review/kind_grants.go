package review

import (
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

var grantKinds = map[string]kind{
	"auth0access_client_grant": {declare: func(o object, w *world) {
		if !hasEnded(o) {
			declareGrant(o, w, w.holderOf(o), "all_scopes")
		}
	}, remark: remarkEnding},
	"auth0access_api_default_permissions": {remark: remarkEnding, declare: func(o object, w *world) {
		if hasEnded(o) {
			return
		}
		audience := w.audienceOf(o, "audience")
		for _, subjectType := range []string{auth0.SubjectTypeUser, auth0.SubjectTypeClient} {
			half := subjectType + "_access"
			switch {
			case o.isNull(half):
			case at(o.values, []string{half}) == nil:
				w.note(o, half, "whether third-party applications gain default permissions cannot be judged")
				if w.wide {
					w.addGrant(o, "", audience, subjectType, auth0.ClientGrant{AllowAllScopes: true})
				}
			default:
				w.addGrant(o, "", audience, subjectType, w.granted(o, "all_scopes", "scopes", half))
			}
		}
	}},
}

// declareGrant declares the grant of one application.
func declareGrant(o object, w *world, key, allScopes string) {
	if isUnresolved(key) {
		w.note(o, "client_id", "which application gets it cannot be judged")
	}
	audience := w.audienceOf(o, "audience")
	grant := w.granted(o, allScopes, "scopes")
	grant.OrganizationUsage, _ = o.word("organization_usage")
	grant.AllowAnyOrganization = w.flag(o, false, true, "allow_any_organization",
		"whether it is valid for every organization cannot be judged")
	subjectType, isKnown := o.word("subject_type")
	if !isKnown {
		w.note(o, "subject_type", "whether it is for user access or client access cannot be judged")
		if !w.wide {
			return
		}
		w.addGrant(o, key, audience, auth0.SubjectTypeUser, grant)
	}
	if subjectType == "" {
		subjectType = auth0.SubjectTypeClient
	}
	w.addGrant(o, key, audience, subjectType, grant)
}

// granted reads what a grant, or a part of a resource, grants.
func (w *world) granted(o object, allScopes, scopes string, part ...string) (grant auth0.ClientGrant) {
	at := func(name string) []string { return append(slices.Clone(part), name) }
	isAll, isKnown := o.flag(at(allScopes)...)
	if !isKnown {
		isAll = w.wide
		w.note(o, at(allScopes)[0], "whether it grants all scopes cannot be judged")
	}
	granted, isKnown := o.texts(at(scopes)...)
	if !isKnown && !isAll {
		isAll = w.wide
		w.note(o, at(scopes)[0], "which scopes it grants cannot be judged")
	}
	types, _ := o.texts(at("authorization_details_types")...)
	return auth0.ClientGrant{AllowAllScopes: isAll, Scope: granted, AuthorizationDetailsTypes: types}
}

// addGrant declares a grant. Its id is the address of the resource.
func (w *world) addGrant(o object, key, audience, subjectType string, grant auth0.ClientGrant) {
	if w.firstParty[key] {
		return
	}
	grant.ID = o.address
	w.grants[holding{key, audience, subjectType}] = grant
}
