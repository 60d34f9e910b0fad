package review

import "github.com/auth0access/terraform-provider-auth0access/internal/auth0"

// Exclusive resources show in undeclared what exists and is not declared. An apply removes the members that leave it.
var exclusiveKinds = map[string]kind{
	"auth0access_client_grants_exclusive": {
		declare: func(o object, w *world) {
			key := w.holderOf(o)
			for _, one := range o.objects("undeclared") {
				w.addUndeclared(one, key)
			}
		},
		remark: remarkWatch("grants of an application"),
	},
	"auth0access_default_permissions_exclusive": {
		declare: func(o object, w *world) {
			for _, one := range o.objects("undeclared") {
				w.addUndeclared(one, "")
			}
		},
		remark: remarkWatch("default permissions"),
	},
	"auth0access_connection_domain_promotions_exclusive": {
		declare: func(o object, w *world) {
			for _, one := range o.objects("undeclared") {
				declarePromotion(one, w, "connection_id", true)
			}
		},
		remark: remarkWatch("promoted connections"),
	},
	"auth0access_redirect_protections_exclusive": {
		declare: func(o object, w *world) {
			for _, one := range o.objects("undeclared") {
				declareRedirect(one, w, w.holderOf(one), true)
			}
		},
		remark: remarkWatch("applications without redirect protection"),
	},
	"auth0access_third_party_applications_exclusive": {
		isApplication: true,
		declare: func(o object, w *world) {
			for _, one := range o.objects("undeclared") {
				clientID, _ := one.text("client_id")
				if clientID == "" || w.keys[clientID] != "" {
					continue
				}
				h := &holder{key: clientID, clientID: clientID, address: o.address}
				h.Name, h.GrantTypes = one.textOr("name", ""), bothFlows
				h.ThirdPartySecurityMode = h.securityMode()
				w.addHolder(h)
			}
		},
		remark: func(c *change, r *Report) {
			remarkWatch("third-party applications")(c, r)
			remarkDeletions(c, r)
		},
	},
}

// addUndeclared declares a grant that the plan mentions without its scopes.
func (w *world) addUndeclared(one object, key string) {
	w.isLoose = true
	audience, _ := one.text("audience")
	subjectType, _ := one.word("subject_type")
	if held := (holding{key, audience, subjectType}); w.grants[held].ID == "" {
		w.addGrant(one, key, audience, subjectType, auth0.ClientGrant{AllowAllScopes: w.wide})
		w.unshown[held] = true
	}
}

// remarkWatch reports that undeclared objects are shown from now on, or no longer.
func remarkWatch(what string) func(c *change, r *Report) {
	return func(c *change, r *Report) {
		called := name(c.address)
		switch {
		case !c.after.exists():
			r.say(codeLifted, c.address, called, " is removed: additions to the "+what+" outside Terraform are no longer "+
				"shown or undone.")
		case !c.before.exists():
			r.say(codeNewSafeguard, c.address, called, " is new: additions to the "+what+" outside Terraform are shown and "+
				"undone.")
			if removes, isKnown := c.after.flag("remove_on_create"); removes || !isKnown {
				r.say(codeNotKnown, c.address, name("remove_on_create"), " of ", called,
					" removes what is undeclared at apply, and no plan shows what that is.")
			}
		case c.after.isUnknown("undeclared"):
			r.say(codeNotKnown, c.address, called, " removes objects that are known only after apply.")
		}
	}
}

// remarkDeletions names the undeclared applications that are deleted or, in a reversed plan, that exist.
func remarkDeletions(c *change, r *Report) {
	if !c.before.exists() || !c.after.exists() {
		return
	}
	for _, one := range lacking(c.after, c.before) {
		r.say(codeDeleted, c.address, one, " is deleted, with its grants, refresh tokens and consents: nobody declared it.")
	}
	for _, one := range lacking(c.before, c.after) {
		r.say(codeNewApplication, c.address, one, " is in the tenant, and nobody declared it.")
	}
}

// lacking returns the undeclared applications of another object that this one does not have.
func lacking(o, other object) (called []name) {
	has := map[string]bool{}
	for _, one := range o.objects("undeclared") {
		clientID, _ := one.text("client_id")
		has[clientID] = true
	}
	for _, one := range other.objects("undeclared") {
		if clientID, _ := one.text("client_id"); !has[clientID] {
			called = append(called, name(one.textOr("name", clientID)))
		}
	}
	return called
}
