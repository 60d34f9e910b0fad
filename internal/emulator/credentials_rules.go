package emulator

// checkCredentialReferences refuses authentication methods that name credentials the application does not have.
//
// Assumption: the status and wording.
func (t *tenant) checkCredentialReferences(client object) error {
	for _, id := range references(client) {
		if text(t.credentials.get(id), clientIDMember) != text(client, "client_id") {
			return invalidBody("The credential %s does not exist", id)
		}
	}
	return nil
}
