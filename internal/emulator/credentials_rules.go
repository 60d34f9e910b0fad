package emulator

import (
	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// maxCredentials is how many credentials an application may have, whether it authenticates with them or not. At most
// two of them may be attached to private_key_jwt, which the schemas say.
func (t *tenant) maxCredentials() int {
	if t.variants[twoKeys] {
		return 2
	}
	return 4
}

// checkNewCredentials refuses more credentials than an application may have, and public keys that it has already.
//
// Assumption: the status and code; that keys are compared as such, whatever their names, kids and algorithms.
func (t *tenant) checkNewCredentials(clientID string, added ...object.Object) error {
	var present []object.Object
	for _, r := range t.credentials.where(belongsTo(clientID)) {
		present = append(present, r.data)
	}
	for _, credential := range added {
		for _, other := range present {
			if key := publicKeyThumbprint(credential); key != "" && key == publicKeyThumbprint(other) {
				return answer.InvalidBody("credentials contains public keys that already exist in client")
			}
		}
		if limit := t.maxCredentials(); len(present) >= limit {
			return answer.InvalidBody("A client can have a maximum of %d credentials.", limit)
		}
		present = append(present, credential)
	}
	return nil
}

// publicKeyThumbprint returns the RFC 7638 thumbprint of a credential's public key, "" where it has none.
func publicKeyThumbprint(credential object.Object) string {
	key, _, err := parsePublicKey(object.Text(credential, pemMember))
	if err != nil {
		return ""
	}
	sum, err := keys.Thumbprint(jose.JSONWebKey{Key: key})
	if err != nil {
		return ""
	}
	return sum
}

// checkCredentialReferences refuses authentication methods that name credentials the application does not have.
//
// Assumption: the status and wording.
func (t *tenant) checkCredentialReferences(client object.Object) error {
	for _, id := range references(client) {
		if object.Text(t.credentials.get(id), clientIDMember) != object.Text(client, "client_id") {
			return answer.InvalidBody("The credential %s does not exist", id)
		}
	}
	return nil
}
