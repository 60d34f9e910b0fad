package auth0

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// CredentialTypePublicKey is the only credential type that strict third-party applications may have.
const CredentialTypePublicKey = "public_key"

// MaxAttachedCredentials is how many credentials an application may authenticate with at a time.
//
// Assumption: two-keys: in every tenant.
const MaxAttachedCredentials = 2

// ClientAuthenticationMethods says how an application authenticates without a secret; only private key JWT is known
// here.
type ClientAuthenticationMethods struct {
	PrivateKeyJWT *PrivateKeyJWT `json:"private_key_jwt"`
}

// PrivateKeyJWT lists the credentials (public keys) an application may sign its client assertions with. The answer to
// a creation shows them whole, every other one their ids alone.
type PrivateKeyJWT struct {
	Credentials wire.List[Credential] `json:"credentials"`
}

// CredentialRef names a credential of the application.
type CredentialRef struct {
	ID string `json:"id"`
}

// ClientAuthenticationMethodsInput is client_authentication_methods as a request carries it. A create sends whole
// keys, an update only the ids of credentials made before with [Client.CreateCredential].
type ClientAuthenticationMethodsInput struct {
	PrivateKeyJWT PrivateKeyJWTInput `json:"private_key_jwt"`
}

// PrivateKeyJWTInput holds the credentials: of type NewCredential in a create, CredentialRef in an update.
type PrivateKeyJWTInput struct {
	Credentials []any `json:"credentials"`
}

// NewCredential is a public key to be added to an application. PEM is a public key or an X.509 certificate.
type NewCredential struct {
	CredentialType      string `json:"credential_type"`
	Name                string `json:"name,omitempty"`
	PEM                 string `json:"pem"`
	Alg                 string `json:"alg,omitempty"`
	KID                 string `json:"kid,omitempty"`
	ParseExpiryFromCert bool   `json:"parse_expiry_from_cert,omitempty"`
	ExpiresAt           string `json:"expires_at,omitempty"` // RFC 3339
}

// Credential is a public key of an application as the API shows it, without the key itself.
type Credential struct {
	ID               string `json:"id"`
	CredentialType   string `json:"credential_type"`
	Name             string `json:"name"`
	KID              string `json:"kid"`
	Alg              string `json:"alg"`
	ThumbprintSHA256 string `json:"thumbprint_sha256"`
	CreatedAt        string `json:"created_at"`
	UpdatedAt        string `json:"updated_at"`
	ExpiresAt        string `json:"expires_at"` // RFC 3339, empty if it never expires
}

// Key returns what the credential is asked for by.
func (c Credential) Key() string { return c.ID }

// CredentialFields are the members of a credential that an update may change.
type CredentialFields struct {
	ExpiresAt Field[string] `json:"expires_at,omitzero"`
}

// IsCredentialLimit reports whether the API refused a credential because the application has as many as it may have.
//
// Assumption: limit-on-keys: the refusal says "maximum" ("A client can have a maximum of 4 credentials.") or the like.
func IsCredentialLimit(err error) bool { return isRefusedFor(err, "maximum", "limit", "too many") }

// IsKeyPresent reports whether the API refused a credential because the application has this public key already.
//
// Assumption: keys-once: it does, and says "already" ("credentials contains public keys that already exist in client"),
// or answers 409.
func IsKeyPresent(err error) bool { return IsConflict(err) || isRefusedFor(err, "already") }

// isRefusedFor reports whether the API refused a body, and one of the words says why.
func isRefusedFor(err error, words ...string) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.StatusCode != http.StatusBadRequest && e.StatusCode != http.StatusForbidden || IsScope(err) {
		return false
	}
	message := strings.ToLower(e.Message)
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(message, word) })
}

// Credentials are the calls about the credentials of an application.
type Credentials struct{ *tenant }

// ListCredentials returns all credentials of an application; the API does not page them.
//
// Scope: read:client_credentials.
func (c *Credentials) ListCredentials(ctx context.Context, clientID string) ([]Credential, error) {
	path := call.PathTo("clients", clientID, "credentials")
	return call.ListUnpaged[Credential](ctx, c.caller, path)
}

// CreateCredential adds a credential. It has no effect until client_authentication_methods names its id. wasThere
// reports whether an id belongs to an older one. [IsCredentialLimit] and [IsKeyPresent] recognise two refusals.
//
// Scope: create:client_credentials.
func (c *Credentials) CreateCredential(
	ctx context.Context, clientID string, credential NewCredential, wasThere func(id string) bool,
) (*Credential, error) {
	path := call.PathTo("clients", clientID, "credentials")
	r := call.Request{Method: http.MethodPost, Path: path, Body: credential}
	return call.One(ctx, c.caller, r, func(made Credential) bool {
		isAsSent := made.Name == credential.Name && (credential.KID == "" || made.KID == credential.KID)
		return made.ID != "" && isAsSent && !wasThere(made.ID)
	})
}

// UpdateCredential changes the expiry of a credential.
//
// Scope: update:client_credentials.
func (c *Credentials) UpdateCredential(
	ctx context.Context, clientID, credentialID string, fields CredentialFields,
) (*Credential, error) {
	path := call.PathTo("clients", clientID, "credentials", credentialID)
	return call.One(
		ctx,
		c.caller,
		call.Request{Method: http.MethodPatch, Path: path, Body: fields},
		call.HasKey[Credential](credentialID),
	)
}

// DeleteCredential deletes a credential, which no client_authentication_methods may name any more.
//
// Scope: delete:client_credentials.
func (c *Credentials) DeleteCredential(ctx context.Context, clientID, credentialID string) error {
	path := call.PathTo("clients", clientID, "credentials", credentialID)
	return c.caller.Do(ctx, call.Request{Method: http.MethodDelete, Path: path}, nil)
}
