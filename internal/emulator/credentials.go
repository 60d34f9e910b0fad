package emulator

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Members of a stored credential that are not shown.
const (
	clientIDMember = "client_id"
	pemMember      = "pem"
)

var credentialKeys = object.Order{
	"id", "credential_type", "name", "kid", "alg", "thumbprint_sha256", "subject_dn", "created_at", "updated_at", "expires_at",
}

const timestamp = "2006-01-02T15:04:05.000Z"

// listCredentials shows all credentials of an application, the newest first.
//
// Assumption: page, per_page and include_totals, which recorded calls carry, change nothing: the answer is a bare array of
// all credentials, of which there are four at most.
func listCredentials(c *call) (answer.Reply, error) {
	if c.tenant.clients.get(c.id("id")) == nil {
		return answer.Reply{}, answer.ErrClientMissing
	}
	out := []any{}
	for _, r := range slices.Backward(c.tenant.credentials.where(belongsTo(c.id("id")))) {
		out = append(out, showCredential(r.data))
	}
	return answer.OK(out)
}

func createCredential(c *call) (answer.Reply, error) {
	if c.tenant.clients.get(c.id("id")) == nil {
		return answer.Reply{}, answer.ErrClientMissing
	}
	credential, err := c.tenant.newCredential(c.object(), c.id("id"), c.now)
	if err != nil {
		return answer.Reply{}, err
	}
	if err := c.tenant.checkNewCredentials(c.id("id"), credential); err != nil {
		return answer.Reply{}, err
	}
	c.tenant.credentials.add(object.Text(credential, "id"), credential, c.now)
	return answer.Created(showCredential(credential))
}

func getCredential(c *call) (answer.Reply, error) {
	credential, err := c.credential()
	if err != nil {
		return answer.Reply{}, err
	}
	return answer.OK(showCredential(credential))
}

func updateCredential(c *call) (answer.Reply, error) {
	credential, err := c.credential()
	if err != nil {
		return answer.Reply{}, err
	}
	next := maps.Clone(credential)
	next["expires_at"] = c.object()["expires_at"]
	showMilliseconds(next)
	next["updated_at"] = c.now.UTC().Format(timestamp)
	c.tenant.credentials.set(object.Text(next, "id"), next)
	return answer.OK(showCredential(next))
}

// deleteCredential deletes a credential, also one that is gone.
//
// Assumption: a credential an application still authenticates with is deleted as well, and its reference with it.
func deleteCredential(c *call) (answer.Reply, error) {
	id := c.id("credential_id")
	if credential := c.tenant.credentials.get(id); object.Text(credential, clientIDMember) != c.id("id") {
		return answer.NoContent()
	}
	c.tenant.credentials.remove(id)
	client := object.Clone(c.tenant.clients.get(c.id("id")))
	for _, method := range object.Child(client, "client_authentication_methods") {
		if holder, isObject := method.(object.Object); isObject {
			dropReference(holder, id)
		}
	}
	c.tenant.clients.set(c.id("id"), client)
	return answer.NoContent()
}

func (c *call) credential() (object.Object, error) {
	if c.tenant.clients.get(c.id("id")) == nil {
		return nil, answer.ErrClientMissing
	}
	credential := c.tenant.credentials.get(c.id("credential_id"))
	if object.Text(credential, clientIDMember) != c.id("id") {
		// Assumption: the wording and code; only the status is documented.
		return nil, answer.NotFound("inexistent_credential", "The credential does not exist")
	}
	return credential, nil
}

func belongsTo(clientID string) func(object.Object) bool {
	return func(credential object.Object) bool { return object.Text(credential, clientIDMember) == clientID }
}

func showCredential(credential object.Object) object.Document {
	return credentialKeys.Arrange(shownCredential(credential))
}

func shownCredential(credential object.Object) object.Object {
	shown := object.Clone(credential)
	delete(shown, clientIDMember)
	delete(shown, pemMember)
	return shown
}

// showMilliseconds writes expires_at as Auth0 shows it: in UTC with milliseconds, however it was sent.
func showMilliseconds(credential object.Object) {
	if at, err := time.Parse(time.RFC3339, object.Text(credential, "expires_at")); err == nil {
		credential["expires_at"] = at.UTC().Format(timestamp)
	}
}

// showWhole puts the credentials in the place of their references, as the answer to a creation shows them.
func showWhole(client object.Object, credentials []object.Object) {
	for _, holder := range credentialHolders(client) {
		for _, reference := range object.Objects(holder["credentials"]) {
			for _, credential := range credentials {
				if credential["id"] == reference["id"] {
					maps.Copy(reference, shownCredential(credential))
				}
			}
		}
	}
}

// credentialHolders returns the members of an application that name credentials.
func credentialHolders(client object.Object) []object.Object {
	methods := object.Child(client, "client_authentication_methods")
	return []object.Object{
		object.Child(client, "signed_request_object"), object.Child(methods, "private_key_jwt"),
		object.Child(methods, "tls_client_auth"), object.Child(methods, "self_signed_tls_client_auth"),
	}
}

// takeCredentials replaces the keys a new application is sent with by references, and returns them as credentials.
func (t *tenant) takeCredentials(client object.Object, now time.Time) ([]object.Object, error) {
	var out []object.Object
	for _, holder := range credentialHolders(client) {
		for _, given := range object.Objects(holder["credentials"]) {
			if given[pemMember] == nil && given["subject_dn"] == nil {
				continue // already a reference, as in a seed taken from a tenant
			}
			credential, err := t.newCredential(given, object.Text(client, "client_id"), now)
			if err != nil {
				return nil, err
			}
			out = append(out, credential)
			clear(given)
			given["id"] = credential["id"]
		}
	}
	return out, nil
}

// newCredential makes a credential of a key.
//
// Assumption: the wording of refusals. The kid of a public key for which none is given is its RFC 7638 thumbprint, as the
// official Terraform provider and its tests say.
func (t *tenant) newCredential(given object.Object, clientID string, now time.Time) (object.Object, error) {
	credential := object.WithoutNulls(object.Clone(given))
	delete(credential, "parse_expiry_from_cert")
	credential[clientIDMember] = clientID
	object.SetDefault(credential, "id", newCredentialID())
	object.SetDefault(credential, "created_at", now.UTC().Format(timestamp))
	object.SetDefault(credential, "updated_at", credential["created_at"])
	showMilliseconds(credential)

	encoded := object.Text(given, pemMember)
	if encoded == "" {
		if object.Text(given, "credential_type") == "cert_subject_dn" && object.Text(given, "subject_dn") != "" {
			return credential, nil
		}
		return nil, answer.InvalidBody("pem is required")
	}
	if object.Text(given, "subject_dn") != "" {
		return nil, answer.InvalidBody("subject_dn cannot be used together with pem")
	}
	key, cert, err := parsePublicKey(encoded)
	if err != nil {
		return nil, answer.InvalidBody("pem is not a valid public key or certificate")
	}
	if cert != nil {
		sum := sha256.Sum256(cert.Raw)
		credential["thumbprint_sha256"] = base64.RawURLEncoding.EncodeToString(sum[:])
		if object.Flag(given, "parse_expiry_from_cert") || object.Text(given, "credential_type") == "x509_cert" {
			credential["expires_at"] = cert.NotAfter.UTC().Format(timestamp)
		}
	}
	if object.Text(given, "credential_type") == "public_key" {
		object.SetDefault(credential, "alg", "RS256")
		kid, err := keys.Thumbprint(jose.JSONWebKey{Key: key})
		if err != nil {
			return nil, err
		}
		if t.variants[kidRandom] {
			kid = randomText(len(kid), secretSymbols)
		}
		object.SetDefault(credential, "kid", kid)
	}
	return credential, nil
}

// parsePublicKey reads an RSA public key, or the one of a certificate, from PEM.
func parsePublicKey(encoded string) (crypto.PublicKey, *x509.Certificate, error) {
	block, _ := pem.Decode([]byte(encoded))
	if block == nil {
		return nil, nil, errors.New("not PEM")
	}
	var key crypto.PublicKey
	var cert *x509.Certificate
	var err error
	switch block.Type {
	case "CERTIFICATE":
		if cert, err = x509.ParseCertificate(block.Bytes); err == nil {
			key = cert.PublicKey
		}
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	default:
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	}
	if err != nil {
		return nil, nil, err
	}
	if _, isRSA := key.(*rsa.PublicKey); !isRSA {
		return nil, nil, errors.New("not an RSA key")
	}
	return key, cert, nil
}

// references returns the ids of the credentials an application authenticates with.
func references(client object.Object) []string {
	var ids []string
	for _, method := range object.Child(client, "client_authentication_methods") {
		holder, _ := method.(object.Object)
		for _, reference := range object.Objects(holder["credentials"]) {
			ids = append(ids, object.Text(reference, "id"))
		}
	}
	return ids
}

func dropReference(method object.Object, id string) {
	kept := []any{}
	for _, reference := range object.Objects(method["credentials"]) {
		if object.Text(reference, "id") != id {
			kept = append(kept, reference)
		}
	}
	method["credentials"] = kept
}
