package review

// Settings of the authorization server give no access. Support for metadata documents gets a remark, because with it
// applications exist that nobody of the tenant has made.
var authorizationServerKinds = map[string]kind{
	"auth0access_authorization_server": {remark: func(c *change, r *Report) {
		const attribute = "client_id_metadata_document_supported"
		was, _ := c.before.flag(attribute)
		is, isKnown := c.after.flag(attribute)
		switch {
		case c.after.isLeftToAuth0(attribute):
		case !isKnown:
			r.say(codeNotKnown, c.address, name(attribute), " of ", name(c.address),
				" is known only after apply, or is sensitive.")
		case is && !was:
			r.say(codeDocument, c.address, "The tenant announces that it accepts applications described by their publishers' "+
				"documents.")
		}
	}},
}
