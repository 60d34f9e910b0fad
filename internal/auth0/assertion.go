package auth0

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	// assertionLifetime is how long a client assertion is valid: enough for one attempt and a clock that is off a little.
	assertionLifetime = 2 * time.Minute

	// minKeyBits is the shortest RSA key that Auth0 accepts.
	minKeyBits = 2048
)

// assertionAlgorithms are the signing algorithms that Auth0 accepts for client assertions.
var assertionAlgorithms = []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.PS256}

// assertionSigner makes client assertions: signed statements that replace a client secret (private key JWT).
type assertionSigner struct {
	signer   jose.Signer
	clientID string
	issuer   string // of the authorization server
}

func newAssertionSigner(config Config, issuer string) (*assertionSigner, error) {
	return newSigner(config.ClientID, config.ClientAssertionPrivateKey, config.ClientAssertionSigningAlg, issuer)
}

// newSigner returns what signs for a client with its private key, with RS256 unless an algorithm is given.
func newSigner(clientID, privateKey, alg, issuer string) (*assertionSigner, error) {
	algorithm := jose.SignatureAlgorithm(alg)
	if algorithm == "" {
		algorithm = jose.RS256
	}
	if !slices.Contains(assertionAlgorithms, algorithm) {
		return nil, &ConfigError{
			"ClientAssertionSigningAlg",
			fmt.Sprintf("is %q; Auth0 accepts RS256, RS384 and PS256", algorithm),
		}
	}
	key, err := parsePrivateKey(privateKey)
	if err != nil {
		return nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return nil, &ConfigError{"ClientAssertionPrivateKey", "cannot sign: " + err.Error()}
	}
	return &assertionSigner{signer, clientID, issuer}, nil
}

// credentials returns the form members that authenticate the client to the authorization server.
func (s *assertionSigner) credentials() (url.Values, error) {
	now := time.Now()
	assertion, err := jwt.Signed(s.signer).Claims(jwt.Claims{
		Issuer:   s.clientID,
		Subject:  s.clientID,
		Audience: jwt.Audience{s.issuer},
		IssuedAt: jwt.NewNumericDate(now),
		Expiry:   jwt.NewNumericDate(now.Add(assertionLifetime)),
		ID:       rand.Text(),
	}).Serialize()
	if err != nil {
		return nil, fmt.Errorf("sign client assertion: %w", err)
	}
	return url.Values{
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
		"client_assertion":      {assertion},
	}, nil
}

// parsePrivateKey reads an RSA private key. Problems never repeat any part of the key.
func parsePrivateKey(text string) (*rsa.PrivateKey, error) {
	refuse := func(format string, args ...any) (*rsa.PrivateKey, error) {
		return nil, &ConfigError{"ClientAssertionPrivateKey", fmt.Sprintf(format, args...)}
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return refuse("is not PEM; give the whole text from -----BEGIN to END-----, with real line breaks")
	}
	var key any
	var err error
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "ENCRYPTED PRIVATE KEY":
		return refuse("is encrypted; give the key without a passphrase")
	default:
		return refuse("is a PEM block of type %q; give an RSA private key (PKCS#1 or PKCS#8)", block.Type)
	}
	if err != nil {
		return refuse("cannot be read as an RSA private key; give one in PKCS#1 or PKCS#8")
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return refuse("is not an RSA key; Auth0 accepts RSA keys only")
	}
	if private.N.BitLen() < minKeyBits {
		return refuse("has %d bits; Auth0 accepts RSA keys of %d bits or more", private.N.BitLen(), minKeyBits)
	}
	return private, nil
}
