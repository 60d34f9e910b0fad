package review

var settingKinds = map[string]kind{
	"auth0access_connection_domain_promotion": {declare: func(o object, w *world) {
		declarePromotion(o, w, "connection_id", w.flag(o, true, true, "promoted", promotedUnknown))
	}},
	"auth0access_dynamic_client_registration": {declare: func(o object, w *world) {
		isOpen := w.flag(o, false, true, "enabled", "whether anybody can register applications cannot be judged")
		declareRegistration(o, w, isOpen)
	}},
	"auth0access_redirect_protection": {declare: func(o object, w *world) {
		key := w.holderOf(o)
		isOn := w.flag(o, true, false, "enabled", "whether failed logins redirect cannot be judged")
		declareRedirect(o, w, key, !isOn)
	}},
	"auth0access_organization_client_grant": {remark: remarkEnding, declare: func(o object, w *world) {
		organization, of := w.idOf(o, "organization_id"), w.called(w.holderOf(o))
		audience := o.textOr("audience", "(known after apply)")
		w.set(o, settingKey{codeOrganizations, organization + " " + w.idOf(o, "grant_id")}, !hasEnded(o),
			say("The organization ", name(organization), " gets the client grant of ", of, " at the API ", name(audience), "."),
			say("The organization ", name(organization), " loses the client grant of ", of, " at the API ", name(audience), "."))
	}},
	"auth0access_organization_application": {declare: func(o object, w *world) {
		organization, of := w.idOf(o, "organization_id"), w.called(w.holderOf(o))
		isOpen := w.flag(o, true, true, "use_for_member_access",
			"whether the organization lets the application in cannot be judged")
		w.set(o, settingKey{codeOrganization, organization + " " + w.holderOf(o)}, isOpen,
			say("The organization ", name(organization), " lets ", of, " log in its users."),
			say("The organization ", name(organization), " no longer lets ", of, " log in its users, unless it lets every "+
				"third-party application."))
	}},
	"auth0access_organization_third_party_access": {declare: func(o object, w *world) {
		called := o.textOr("name", w.idOf(o, "organization_id"))
		access := w.word(o, "allow", "block", "whether the organization is open cannot be judged", "access")
		w.set(o, settingKey{codeOrganization, w.idOf(o, "organization_id")}, access == "allow",
			say("The organization ", name(called), " lets every third-party application log in its users."),
			say("The organization ", name(called), " no longer lets third-party applications log in its users."))
	}},
}

const promotedUnknown = "whether the connection is promoted cannot be judged"

// set declares a setting.
func (w *world) set(o object, key settingKey, isOpen bool, opens, closes Sentence) {
	w.settings[key] = setting{isOpen: isOpen, address: o.address, opens: opens, closes: closes}
}

func declarePromotion(o object, w *world, idAttribute string, isPromoted bool) {
	id := w.idOf(o, idAttribute)
	called := o.textOr("name", id)
	w.set(o, settingKey{codePromoted, id}, isPromoted,
		say("Every third-party application can log in users of the connection ", name(called), ", which is promoted to the "+
			"domain level."),
		say("Third-party applications can no longer log in users of the connection ", name(called), ", which is demoted."))
}

func declareRegistration(o object, w *world, isOpen bool) {
	w.set(o, settingKey{codeRegistration, o.address}, isOpen,
		say("Anybody can register third-party applications: they get the default permissions of every API."),
		say("Nobody can register third-party applications any more."))
	key := settingKey{codeRegisteredMode, o.address}
	if o.isLeftToAuth0("security_mode") || o.isNull("security_mode") {
		w.settings[key] = setting{isUndeclared: true} // it stays as it is
		return
	}
	mode := w.word(o, "permissive", "strict", "which mode registered applications get cannot be judged", "security_mode")
	w.set(o, key, mode == "permissive",
		say("Applications that register themselves become permissive: they get every scope of the APIs whose access policy "+
			"allows all."),
		say("Applications that register themselves become strict."))
}

func declareRedirect(o object, w *world, key string, isOff bool) {
	w.set(o, settingKey{codeUnprotected, key}, isOff,
		say("Failed logins of ", w.called(key), " redirect to its callback URLs: its open redirect protection is off."),
		say("Failed logins of ", w.called(key), " no longer redirect: its open redirect protection is on."))
}

// called returns the name of an application.
func (w *world) called(key string) any {
	h := w.holders[key]
	switch {
	case h != nil && h.Name != "":
		return name(h.Name)
	case isUnresolved(key):
		return "an application that is known only after apply"
	default:
		return name(key)
	}
}
