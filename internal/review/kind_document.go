package review

import "github.com/auth0access/terraform-provider-auth0access/internal/auth0"

var documentKinds = map[string]kind{
	"auth0access_cimd_application": {
		isApplication: true,
		declare: func(o object, w *world) {
			h := &holder{key: o.address, address: o.address}
			h.clientID, _ = o.text("client_id")
			h.Name = documentName(o)
			h.ThirdPartySecurityMode, h.ExternalMetadataType = auth0.SecurityModeStrict, "cimd"
			h.GrantTypes = bothFlows
			if types, isKnown := o.texts("grant_types"); isKnown && !o.isNull("grant_types") {
				h.GrantTypes = types
			} else {
				h.isUnsettled = !isKnown
			}
			w.addHolder(h)
		},
		remark: func(c *change, r *Report) {
			called := name(documentName(c.before))
			if c.after.exists() {
				called = name(documentName(c.after))
			}
			pin := func(o object) string { text, _ := o.text("document", "pin"); return text }
			switch {
			case !c.before.exists():
				r.say(codeNewApplication, c.address, called, " is a new application that its publisher's document describes. It "+
					"gets the default permissions of every API, and logs in the users of every promoted connection.")
			case !c.after.exists():
				r.say(codeDeleted, c.address, called, " is deleted, with its grants, refresh tokens and consents.")
			case c.isReplacement():
				r.say(codeReplaced, c.address, called, " is replaced and gets a new client_id", because(c.replaced), ".")
			case pin(c.before) != pin(c.after):
				r.say(codeDocument, c.address, "The document of ", called, " has changed, and is accepted anew: the publisher "+
					"chose its callbacks and keys.")
			}
			if c.after.exists() {
				remarkOrganizations(c, called, r)
			}
		},
	},
}

// documentName returns the application's name in the document, or else the URL of the document.
func documentName(o object) string {
	if called, _ := o.text("document", "name"); called != "" {
		return called
	}
	return o.textOr("metadata_url", o.address)
}
