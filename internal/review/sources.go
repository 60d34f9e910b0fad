package review

import (
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// sources are the data sources that a review reads.
var sources = map[string]func(o object, w *world){
	"auth0access_effective_access": func(o object, w *world) {
		for _, one := range o.objects("access") {
			w.addEntry(entryOf(one))
		}
	},
	"auth0access_third_party_applications": func(o object, w *world) {
		for _, one := range o.objects("applications") {
			w.addListed(one)
		}
	},
	"auth0access_third_party_application": func(o object, w *world) { w.addListed(o) },
	"auth0access_client_grants": func(o object, w *world) {
		for _, one := range o.objects("grants") {
			clientID, _ := one.text("client_id")
			audience, _ := one.text("audience")
			subjectType, _ := one.word("subject_type")
			isDefault, _ := one.flag("default_permissions")
			if (clientID == "") == isDefault && (isDefault || w.holders[w.keyOf(clientID)] != nil) {
				w.addGrant(one, w.keyOf(clientID), audience, subjectType, w.granted(one, "all_scopes", "scopes"))
			}
		}
	},
	"auth0access_api": func(o object, w *world) {
		audience, _ := o.text("audience")
		user, _ := o.word("user_access_policy")
		client, _ := o.word("client_access_policy")
		isSystem, _ := o.flag("system")
		w.apis[audience] = api{name: o.textOr("name", ""), isSystem: isSystem}
		w.policies[audience] = policy{user: user, client: client}
		w.scopes[audience], _ = o.texts("scopes")
	},
}

// addListed declares an application that a data source found.
func (w *world) addListed(o object) {
	clientID, _ := o.text("client_id")
	h := &holder{key: w.keyOf(clientID), clientID: clientID}
	h.Name = o.textOr("name", "")
	h.ThirdPartySecurityMode, _ = o.word("security_mode")
	h.GrantTypes, _ = o.texts("grant_types")
	h.TokenEndpointAuthMethod, _ = o.word("token_endpoint_auth_method")
	if isRegistered, _ := o.flag("dynamically_registered"); isRegistered {
		h.ExternalMetadataType = "dcr"
	}
	if clientID != "" {
		w.addHolder(h)
	}
}

// entryOf reads an entry of effective_access.
func entryOf(o object) (e access.Entry) {
	e.ClientID, _ = o.text("client_id")
	e.Application = o.textOr("application_name", "")
	e.SecurityMode, _ = o.word("security_mode")
	e.Audience, _ = o.text("audience")
	e.API = o.textOr("api_name", "")
	e.SubjectType, _ = o.word("subject_type")
	reason, _ := o.word("reason")
	e.Reason = access.Reason(reason)
	e.Scopes, _ = o.texts("scopes")
	e.AllScopes, _ = o.flag("all_scopes")
	e.UndefinedScopes, _ = o.texts("undefined_scopes")
	e.GrantID, _ = o.text("grant_id")
	return e
}

// addEntry declares what an entry of effective_access shows: the application, the API, and the grant.
func (w *world) addEntry(e access.Entry) {
	if e.ClientID == "" || e.Audience == "" {
		return
	}
	key := w.keyOf(e.ClientID)
	h := w.holders[key]
	if h == nil {
		h = &holder{key: key, clientID: e.ClientID}
		h.Name, h.ThirdPartySecurityMode, h.GrantTypes = e.Application, e.SecurityMode, slices.Clone(bothFlows)
		w.addHolder(h)
	}
	told := w.policies[e.Audience]
	half := &told.user
	if e.SubjectType == auth0.SubjectTypeClient {
		half = &told.client
	}
	granted := slices.Concat(e.Scopes, e.UndefinedScopes)
	grant := auth0.ClientGrant{ID: e.GrantID, AllowAllScopes: e.AllScopes, Scope: granted}
	held := holding{key, e.Audience, e.SubjectType}
	switch e.Reason {
	case access.OwnGrant, access.OrganizationUnknown, access.NoOrganization:
		w.grants[held] = grant
	case access.DefaultPermissions:
		held.key = ""
		w.grants[held] = grant
	case access.AccessPolicy:
		*half = auth0.AccessPolicyAllowAll
	case access.Denied:
		*half = auth0.AccessPolicyDenyAll
	case access.NoGrantType, access.NoClientCredentials:
		lacks := map[string]string{auth0.SubjectTypeUser: bothFlows[0], auth0.SubjectTypeClient: bothFlows[1]}[e.SubjectType]
		h.GrantTypes = slices.DeleteFunc(h.GrantTypes, func(have string) bool { return have == lacks })
	case access.NoAPI, access.None:
	}
	if e.AllScopes && e.Reason.Allows() {
		w.scopes[e.Audience] = e.Scopes
	}
	if e.Reason != access.NoAPI {
		w.apis[e.Audience] = api{name: e.API}
		w.policies[e.Audience] = told
	}
}
