package rules

import (
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Members of a stored credential that are not shown.
const (
	CredentialClientID = "client_id"
	CredentialPEM      = "pem"
)

// BelongsTo returns a function that reports whether a credential belongs to an application.
func BelongsTo(clientID string) func(object.Object) bool {
	return func(credential object.Object) bool { return object.Text(credential, CredentialClientID) == clientID }
}

// ShowMilliseconds changes expires_at to the form in which Auth0 shows it: in UTC, with milliseconds.
func ShowMilliseconds(credential object.Object) {
	if at, err := time.Parse(time.RFC3339, object.Text(credential, "expires_at")); err == nil {
		credential["expires_at"] = at.UTC().Format(object.TimeFormat)
	}
}

// References returns the ids of the credentials an application authenticates with.
func References(client object.Object) []string {
	var ids []string
	for _, method := range object.Child(client, "client_authentication_methods") {
		holder, _ := method.(object.Object)
		for _, reference := range object.Objects(holder["credentials"]) {
			ids = append(ids, object.Text(reference, "id"))
		}
	}
	return ids
}

// DropReference removes a credential from a method of authentication.
func DropReference(method object.Object, id string) {
	kept := []any{}
	for _, reference := range object.Objects(method["credentials"]) {
		if object.Text(reference, "id") != id {
			kept = append(kept, reference)
		}
	}
	method["credentials"] = kept
}

// maxCredentials returns how many credentials an application may have, whether it authenticates with them or not. The
// schemas allow it to authenticate with at most two.
func maxCredentials(t *tenant.Tenant) int {
	if t.Variants[tenant.TwoKeys] {
		return 2
	}
	return 4
}

// CheckNewCredentials refuses credentials beyond the limit of an application, and public keys that it has already.
//
// Assumption: the status and code, and that names, kids and algorithms are ignored when keys are compared.
func CheckNewCredentials(t *tenant.Tenant, clientID string, added ...object.Object) error {
	var present []object.Object
	for _, r := range t.Credentials.Matching(BelongsTo(clientID)) {
		present = append(present, r.Data)
	}
	for _, credential := range added {
		for _, other := range present {
			if key := publicKeyThumbprint(credential); key != "" && key == publicKeyThumbprint(other) {
				return answer.InvalidBody("credentials contains public keys that already exist in client")
			}
		}
		if limit := maxCredentials(t); len(present) >= limit {
			return answer.InvalidBody("A client can have a maximum of %d credentials.", limit)
		}
		present = append(present, credential)
	}
	return nil
}

// publicKeyThumbprint returns the RFC 7638 thumbprint of a credential's public key, "" if it has none.
func publicKeyThumbprint(credential object.Object) string {
	key, _, err := ParsePublicKey(object.Text(credential, CredentialPEM))
	if err != nil {
		return ""
	}
	sum, err := keys.Thumbprint(jose.JSONWebKey{Key: key})
	if err != nil {
		return ""
	}
	return sum
}

// CheckCredentialReferences refuses authentication methods that name credentials the application does not have.
//
// Assumption: the status and wording.
func CheckCredentialReferences(t *tenant.Tenant, client object.Object) error {
	for _, id := range References(client) {
		if object.Text(t.Credentials.Get(id), CredentialClientID) != object.Text(client, "client_id") {
			return answer.InvalidBody("The credential %s does not exist", id)
		}
	}
	return nil
}
