package rules

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// CredentialHolders returns the members of an application that name credentials.
func CredentialHolders(client object.Object) []object.Object {
	methods := object.Child(client, "client_authentication_methods")
	return []object.Object{
		object.Child(client, "signed_request_object"), object.Child(methods, "private_key_jwt"),
		object.Child(methods, "tls_client_auth"), object.Child(methods, "self_signed_tls_client_auth"),
	}
}

// TakeCredentials replaces the keys in the request for a new application with references, and returns them as
// credentials.
func TakeCredentials(t *tenant.Tenant, client object.Object, now time.Time) ([]object.Object, error) {
	var out []object.Object
	for _, holder := range CredentialHolders(client) {
		for _, given := range object.Objects(holder["credentials"]) {
			if given[CredentialPEM] == nil && given["subject_dn"] == nil {
				continue // already a reference, as in a snapshot of a tenant
			}
			credential, err := NewCredential(t, given, object.Text(client, "client_id"), now)
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

// NewCredential makes a credential from a key.
//
// Assumption: the wording of refusals. The kid of a public key for which none is given is its RFC 7638 thumbprint, as
// the official Terraform provider and its tests say.
func NewCredential(t *tenant.Tenant, given object.Object, clientID string, now time.Time) (object.Object, error) {
	credential := object.WithoutNulls(object.Clone(given))
	delete(credential, "parse_expiry_from_cert")
	credential[CredentialClientID] = clientID
	object.SetDefault(credential, "id", tenant.NewCredentialID())
	object.SetDefault(credential, "created_at", now.UTC().Format(object.TimeFormat))
	object.SetDefault(credential, "updated_at", credential["created_at"])
	ShowMilliseconds(credential)

	encoded := object.Text(given, CredentialPEM)
	if encoded == "" {
		if object.Text(given, "credential_type") == "cert_subject_dn" && object.Text(given, "subject_dn") != "" {
			return credential, nil
		}
		return nil, answer.InvalidBody("pem is required")
	}
	if object.Text(given, "subject_dn") != "" {
		return nil, answer.InvalidBody("subject_dn cannot be used together with pem")
	}
	key, cert, err := ParsePublicKey(encoded)
	if err != nil {
		return nil, answer.InvalidBody("pem is not a valid public key or certificate")
	}
	if cert != nil {
		sum := sha256.Sum256(cert.Raw)
		credential["thumbprint_sha256"] = base64.RawURLEncoding.EncodeToString(sum[:])
		if object.Flag(given, "parse_expiry_from_cert") || object.Text(given, "credential_type") == "x509_cert" {
			credential["expires_at"] = cert.NotAfter.UTC().Format(object.TimeFormat)
		}
	}
	if object.Text(given, "credential_type") == "public_key" {
		object.SetDefault(credential, "alg", "RS256")
		kid, err := keys.Thumbprint(jose.JSONWebKey{Key: key})
		if err != nil {
			return nil, err
		}
		if t.Variants[tenant.KidRandom] {
			kid = tenant.RandomText(len(kid), tenant.SecretSymbols)
		}
		object.SetDefault(credential, "kid", kid)
	}
	return credential, nil
}

// ParsePublicKey reads an RSA public key from PEM, which may be a certificate.
func ParsePublicKey(encoded string) (crypto.PublicKey, *x509.Certificate, error) {
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
