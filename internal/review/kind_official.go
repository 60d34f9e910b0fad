package review

import (
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Resources of the official provider, as far as third parties' access depends on them.
var officialKinds = map[string]kind{
	"auth0_client": {
		isApplication: true,
		declare: func(o object, w *world) {
			isFirstParty, isKnown := o.flag("is_first_party")
			if isKnown && !isFirstParty && !o.isNull("is_first_party") {
				declareApplication(o, w, "third_party_security_mode", auth0.SecurityModeStrict)
				return
			}
			clientID, _ := o.text("client_id")
			w.firstParty[clientID], w.firstParty[o.address] = true, true
		},
		remark: func(c *change, r *Report) {
			for _, o := range []object{c.before, c.after} {
				if isFirstParty, _ := o.flag("is_first_party"); isFirstParty || o.exists() && o.isNull("is_first_party") {
					return
				}
			}
			remarkApplication(c, r)
		},
	},
	"auth0_client_grant": {declare: func(o object, w *world) {
		isDefault, _ := o.word("default_for")
		if isDefault == auth0.DefaultForThirdPartyClients {
			declareGrant(o, w, "", "allow_all_scopes")
			return
		}
		declareGrant(o, w, w.holderOf(o), "allow_all_scopes")
	}},
	"auth0_resource_server": {declare: func(o object, w *world) {
		audience, isKnown := o.text("identifier")
		if !isKnown || audience == "" {
			return
		}
		w.apis[audience] = api{name: o.textOr("name", ""), address: o.address}
		told := w.policies[audience]
		told.address = o.address
		for _, half := range []struct {
			policy          *string
			subject, widest string
		}{
			{&told.user, auth0.SubjectTypeUser, auth0.AccessPolicyAllowAll},
			{&told.client, auth0.SubjectTypeClient, auth0.AccessPolicyRequireClientGrant},
		} {
			if !o.isNull("subject_type_authorization") {
				*half.policy = w.word(o, half.widest, auth0.AccessPolicyDenyAll, "whether the API lets all in cannot be judged",
					"subject_type_authorization", half.subject, "policy")
			}
		}
		w.policies[audience] = told
		w.addScopes(o, audience, "scopes", "value")
	}},
	"auth0_resource_server_scopes": {declare: func(o object, w *world) {
		if audience, isKnown := o.text("resource_server_identifier"); isKnown {
			w.addScopes(o, audience, "scopes", "name")
		}
	}},
	"auth0_connection": {declare: func(o object, w *world) {
		if !o.isNull("is_domain_connection") {
			declarePromotion(o, w, "id", w.flag(o, false, true, "is_domain_connection", promotedUnknown))
		}
	}},
}

// isOfficial reports whether an address is of the official provider.
func isOfficial(address string) bool {
	_, resource := place(address)
	return strings.HasPrefix(resource.name, "auth0_")
}

// addScopes declares what scopes an API defines, if a resource says so.
func (w *world) addScopes(o object, audience, attribute, member string) {
	if o.isNull(attribute) || o.isUnknown(attribute) {
		return
	}
	scopes := []string{}
	for _, one := range o.objects(attribute) {
		if scope, _ := one.text(member); scope != "" {
			scopes = append(scopes, scope)
		}
	}
	if len(scopes) > 0 {
		slices.Sort(scopes)
		w.scopes[audience] = slices.Compact(scopes)
	}
}
