package emulator

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// processKey is the signing key of every tenant of this process that brings none of its own. Making an RSA key takes a
// moment, which tests should pay once and only if a token is asked for.
var processKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// keyring is the tenant's signing key.
type keyring struct {
	mu  sync.Mutex
	key *rsa.PrivateKey
}

// certificates holds the signing certificates of this process's tenants as PEM. Those that share the key and the domain
// share the certificate too, for a signature takes longer than all else in an answer.
var certificates sync.Map // by signed

type signed struct {
	key    *rsa.PrivateKey
	domain string
}

func (k *keyring) private() (*rsa.PrivateKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.key == nil {
		key, err := processKey()
		if err != nil {
			return nil, fmt.Errorf("making the signing key: %w", err)
		}
		k.key = key
	}
	return k.key, nil
}

// certificate returns the signing certificate for the tenant's domain as PEM.
func (k *keyring) certificate(domain string) (string, error) {
	key, err := k.private()
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

// jwk is the public half of the signing key.
func (k *keyring) jwk() (jose.JSONWebKey, error) {
	key, err := k.private()
	if err != nil {
		return jose.JSONWebKey{}, err
	}
	public := jose.JSONWebKey{Key: key.Public(), Algorithm: string(jose.RS256), Use: "sig"}
	thumbprint, err := thumbprint(public)
	if err != nil {
		return jose.JSONWebKey{}, err
	}
	public.KeyID = thumbprint
	return public, nil
}

// sign makes an RS256 token.
func (k *keyring) sign(claims ...any) (string, error) {
	public, err := k.jwk()
	if err != nil {
		return "", err
	}
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", public.KeyID)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: k.key}, options)
	if err != nil {
		return "", fmt.Errorf("preparing the signature: %w", err)
	}
	builder := jwt.Signed(signer)
	for _, c := range claims {
		builder = builder.Claims(c)
	}
	return builder.Serialize()
}

// marshal writes the key as PEM, or "" while no key has been needed.
func (k *keyring) marshal() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.key == nil {
		return ""
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(k.key)}))
}

func parseSigningKey(encoded string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(encoded))
	if block == nil {
		return nil, errors.New("not PEM")
	}
	return x509.ParsePKCS1PrivateKey(block.Bytes)
}
