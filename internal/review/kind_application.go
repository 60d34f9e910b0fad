package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

var applicationKinds = map[string]kind{
	"auth0access_third_party_application": {
		isApplication: true,
		declare: func(o object, w *world) {
			declareApplication(o, w, "security_mode", auth0.SecurityModeStrict)
		},
		remark: remarkApplication,
	},
}

// declareApplication declares a third-party application. modeOfNew is the mode of an application that names none.
func declareApplication(o object, w *world, modeAttribute, modeOfNew string) {
	h := &holder{key: o.address, address: o.address}
	h.clientID, _ = o.text("client_id")
	h.Name = o.textOr("name", "")
	h.ThirdPartySecurityMode = w.word(o, auth0.SecurityModePermissive, auth0.SecurityModeStrict,
		"whether the application is permissive cannot be judged", modeAttribute)
	if h.ThirdPartySecurityMode == "" {
		h.ThirdPartySecurityMode = modeOfNew
	}
	h.isUnsettled = o.isUnknown("token_endpoint_auth_method") && o.isNull("client_authentication_methods")
	types, isKnown := o.texts("grant_types")
	isKnown = isKnown && !o.isSensitive("grant_types")
	switch {
	case o.isNull("grant_types"), o.isLeftToAuth0("grant_types"):
		h.GrantTypes, h.isUnsettled = bothFlows, h.isUnsettled || !isKnown
	case !isKnown:
		w.note(o, "grant_types", "which access it can use cannot be judged")
		if w.wide {
			h.GrantTypes = bothFlows
		}
	default:
		h.GrantTypes = types
	}
	if o.isNull("client_authentication_methods") {
		h.TokenEndpointAuthMethod, _ = o.word("token_endpoint_auth_method")
	} else {
		h.ClientAuthenticationMethods = &auth0.ClientAuthenticationMethods{}
	}
	w.addHolder(h)
}

// nameOf returns the name of an application in sentences about its resource.
func nameOf(c *change) name {
	for _, o := range []object{c.after, c.before} {
		for _, attribute := range []string{"name", "client_id"} {
			if text, _ := o.text(attribute); text != "" {
				return name(text)
			}
		}
	}
	return name(c.address)
}

// remarkApplication reports changes of an application other than those of its access.
func remarkApplication(c *change, r *Report) {
	called := nameOf(c)
	add := func(code string, parts ...any) { r.say(code, c.address, parts...) }
	before, _ := c.before.word("security_mode")
	after, _ := c.after.word("security_mode")
	isPermissive := after == auth0.SecurityModePermissive
	switch {
	case !c.before.exists():
		add(codeNewApplication, called, " is a new third-party application. It gets the default permissions of every API, "+
			"and logs in the users of every promoted connection.")
	case !c.after.exists():
		add(codeDeleted, called, " is deleted, with its grants, refresh tokens and consents.")
		return
	case c.isReplacement():
		add(codeReplaced, called, " is replaced and gets a new client_id", because(c.replaced),
			". Secrets, refresh tokens and consents of the old application are void.")
	}
	if isPermissive && before != after {
		add(codePermissive, called, " is permissive: it gets every scope of the APIs whose access policy allows all.")
	}
	remarkOrganizations(c, called, r)
	if !c.before.exists() || c.isReplacement() {
		return
	}
	remarkAuthentication(c, add)
	if more, isKnown := added(c.before, c.after, "callbacks"); !isKnown {
		add(codeCallbacks, called, " gets callbacks that are known only after apply.")
	} else if len(more) > 0 {
		add(codeCallbacks, called, " may send users back to ", names(more), ".")
	}
	for _, origins := range []string{"allowed_origins", "web_origins"} {
		if more, isKnown := added(c.before, c.after, origins); isKnown && len(more) > 0 {
			add(codeOrigins, called, " may be used by pages of ", names(more), " (", name(origins), ").")
		}
	}
	if more, isKnown := added(c.before, c.after, "grant_types"); isKnown && len(more) > 0 {
		add(codeGrantTypes, called, " may use the grant type ", names(more), ", with whatever it is or will be granted.")
	}
	if less, _ := added(c.after, c.before, "grant_types"); len(less) > 0 && !c.after.isUnknown("grant_types") {
		add(codeNoGrantTypes, called, " may no longer use the grant type ", names(less), ".")
	}
}

// remarkOrganizations reports whether users log in with other organizations than before, or without one.
func remarkOrganizations(c *change, called name, r *Report) {
	was, wasKnown := usageOf(c.before)
	is, isKnown := usageOf(c.after)
	add := func(code string, parts ...any) { r.say(code, c.address, append([]any{called}, parts...)...) }
	switch {
	case !wasKnown, !isKnown:
		r.say(codeNotKnown, c.address, "Whether ", called, " logs users in to organizations is known only after apply.")
		return
	case was == is:
		return
	case was == auth0.OrganizationsDeny:
		add(codeOrganizations, " may log users in to every organization that lets it in.")
	case is == auth0.OrganizationsDeny:
		add(codeClosed, " no longer logs users in to organizations.")
	}
	switch {
	case is == auth0.OrganizationsRequire && c.before.exists():
		add(codeRequires, " no longer logs users in without an organization.")
	case was == auth0.OrganizationsRequire:
		add(codeOrganizations, " may log users in without an organization.")
	}
}

// usageOf returns an application's organization_usage, and the default if it is not set or left to Auth0.
func usageOf(o object) (usage string, isKnown bool) {
	if o.isLeftToAuth0("organization_usage") {
		return auth0.OrganizationsDeny, true
	}
	usage, isKnown = o.word("organization_usage")
	return cmp.Or(usage, auth0.OrganizationsDeny), isKnown
}

// added returns the elements that a set did not have before.
func added(before, after object, attribute string) (more []string, isKnown bool) {
	old, _ := before.texts(attribute)
	now, isKnown := after.texts(attribute)
	return slices.DeleteFunc(now, func(one string) bool { return slices.Contains(old, one) }), isKnown
}

func because(attributes []string) Sentence {
	if len(attributes) == 0 {
		return nil
	}
	return say(" (", names(attributes), " cannot be changed in place)")
}

// remarkAuthentication reports whether somebody else can authenticate as the application.
func remarkAuthentication(c *change, add func(code string, parts ...any)) {
	called := nameOf(c)
	was, _ := c.before.word("token_endpoint_auth_method")
	is, _ := c.after.word("token_endpoint_auth_method")
	if is == "none" && was != is && c.after.isNull("client_authentication_methods") {
		add(codePublic, called, " no longer authenticates: whoever knows its client_id can use it.")
		return
	}
	before, after := c.before.textOr("secret_rotation_trigger", ""), c.after.textOr("secret_rotation_trigger", "?")
	if before != after && !c.after.isNull("secret_rotation_trigger") {
		add(codeSecret, called, " gets another client secret. The old one stops working.")
	}
	if keysOf(c.before) != keysOf(c.after) {
		add(codeKeys, called, " authenticates with other keys, or in another way. Whoever has the new credentials has its "+
			"access.")
	}
}

// keysOf returns a text that is equal for equal keys.
func keysOf(o object) string {
	found := at(o.values, []string{"client_authentication_methods", "private_key_jwt", "credentials"})
	credentials, _ := found.(map[string]any)
	var keys strings.Builder
	for _, name := range sortedKeys(credentials) {
		members, _ := credentials[name].(map[string]any)
		fmt.Fprintf(&keys, "%q %q\n", name, []any{members["pem"], members["alg"]})
	}
	return keys.String()
}
