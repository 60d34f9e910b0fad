package rules

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"slices"

	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// maxAttached is how many keys an application may authenticate with.
const maxAttached = 2

// documentKey is a public key that a document names.
type documentKey struct{ kid, alg, pem string }

// readDocumentKey reads a key of a JSON Web Key Set. It refuses private keys. A key without a kid gets its thumbprint
// as kid.
func readDocumentKey(given object.Object) (documentKey, error) {
	for _, member := range []string{"d", "p", "q", "dp", "dq", "qi", "k"} {
		if given[member] != nil {
			return documentKey{}, errors.New("has private key material")
		}
	}
	encoded, err := json.Marshal(given)
	if err != nil {
		return documentKey{}, err
	}
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON(encoded); err != nil {
		return documentKey{}, errors.New("is not a public key")
	}
	public, isRSA := key.Key.(*rsa.PublicKey)
	if !isRSA {
		return documentKey{}, errors.New("is not an RSA key")
	}
	read := documentKey{kid: key.KeyID, alg: key.Algorithm}
	if read.alg == "" {
		read.alg = "RS256"
	}
	if !slices.Contains([]string{"RS256", "RS384", "PS256"}, read.alg) {
		return documentKey{}, errors.New("has an alg that is not supported")
	}
	if read.kid == "" {
		if read.kid, err = keys.Thumbprint(key); err != nil {
			return documentKey{}, err
		}
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return documentKey{}, err
	}
	read.pem = string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	return read, nil
}
