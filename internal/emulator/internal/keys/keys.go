// Package keys holds a tenant's signing key, and signs its tokens and its certificate.
package keys

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// Thumbprint returns the RFC 7638 thumbprint of a public key.
func Thumbprint(key jose.JSONWebKey) (string, error) {
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", fmt.Errorf("hashing a public key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}

// processKey is the signing key of all tenants of this process that have no key of their own. Making an RSA key is
// slow, so tests make one only if they need a token, and only once.
var processKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// Ring is the tenant's signing key.
type Ring struct {
	mu  sync.Mutex
	Key *rsa.PrivateKey
}

// certificates holds the signing certificates of this process's tenants as PEM. Tenants that share the key and the
// domain share the certificate too, because a signature takes longer than the rest of an answer.
var certificates sync.Map // by signed

type signed struct {
	key    *rsa.PrivateKey
	domain string
}

// Private returns the key, and makes it if there is none.
func (k *Ring) Private() (*rsa.PrivateKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Key == nil {
		key, err := processKey()
		if err != nil {
			return nil, fmt.Errorf("making the signing key: %w", err)
		}
		k.Key = key
	}
	return k.Key, nil
}

// Certificate returns the signing certificate for the tenant's domain as PEM.
func (k *Ring) Certificate(domain string) (string, error) {
	key, err := k.Private()
	if err != nil {
		return "", err
	}
	if cert, ok := certificates.Load(signed{key, domain}); ok {
		return cert.(string), nil //nolint:forcetypeassert // nothing else is stored
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: domain},
		NotBefore:    time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(2037, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return "", fmt.Errorf("making the signing certificate: %w", err)
	}
	cert := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	certificates.Store(signed{key, domain}, cert)
	return cert, nil
}

// Jwk is the public half of the signing key.
func (k *Ring) Jwk() (jose.JSONWebKey, error) {
	key, err := k.Private()
	if err != nil {
		return jose.JSONWebKey{}, err
	}
	public := jose.JSONWebKey{Key: key.Public(), Algorithm: string(jose.RS256), Use: "sig"}
	thumbprint, err := Thumbprint(public)
	if err != nil {
		return jose.JSONWebKey{}, err
	}
	public.KeyID = thumbprint
	return public, nil
}

// Sign makes an RS256 token with a type, such as "JWT".
func (k *Ring) Sign(kind string, claims ...any) (string, error) {
	public, err := k.Jwk()
	if err != nil {
		return "", err
	}
	options := (&jose.SignerOptions{}).WithType(jose.ContentType(kind)).WithHeader("kid", public.KeyID)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: k.Key}, options)
	if err != nil {
		return "", fmt.Errorf("preparing the signature: %w", err)
	}
	builder := jwt.Signed(signer)
	for _, c := range claims {
		builder = builder.Claims(c)
	}
	return builder.Serialize()
}

// Marshal writes the key as PEM. It returns "" if no key has been needed yet.
func (k *Ring) Marshal() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Key == nil {
		return ""
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(k.Key)}))
}

// Parse reads a key that [Ring.Marshal] has written.
func Parse(encoded string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(encoded))
	if block == nil {
		return nil, errors.New("not PEM")
	}
	return x509.ParsePKCS1PrivateKey(block.Bytes)
}
