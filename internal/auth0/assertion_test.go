package auth0_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// testKey is made once, because that takes long.
var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func pkcs1(key *rsa.PrivateKey) string {
	return block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
}

func pkcs8(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return block("PRIVATE KEY", der)
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// withKey makes the client authenticate with a private key.
func withKey(key, algorithm string) func(*auth0.Config) {
	return func(c *auth0.Config) {
		c.APIToken, c.ClientID, c.ClientAssertionPrivateKey, c.ClientAssertionSigningAlg = "", "the-client", key, algorithm
	}
}

func TestClientAssertion(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		key, algorithm string
		want           jose.SignatureAlgorithm
	}{
		"PKCS#1":           {pkcs1(testKey()), "", jose.RS256},
		"PKCS#8":           {pkcs8(t, testKey()), "", jose.RS256},
		"RS256":            {pkcs1(testKey()), "RS256", jose.RS256},
		"RS384":            {pkcs1(testKey()), "RS384", jose.RS384},
		"PS256":            {pkcs1(testKey()), "PS256", jose.PS256},
		"text around":      {"my key:\n" + pkcs1(testKey()) + "\n\n", "", jose.RS256},
		"Windows newlines": {strings.ReplaceAll(pkcs1(testKey()), "\n", "\r\n"), "", jose.RS256},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &authServer{endpoint: func(number int) http.HandlerFunc {
					if number == 1 {
						return refuse(503)
					}
					return nil
				}}
				client := newClient(t, server, withKey(test.key, test.algorithm), func(c *auth0.Config) { c.MaxRetries = 1 })
				if err := calls[http.MethodGet](t.Context(), client); err != nil {
					t.Fatal(err)
				}
				first := checkAssertion(t, server.forms[0], test.want)
				second := checkAssertion(t, server.forms[1], test.want)
				if first.ID == second.ID {
					t.Errorf("the repeated request carries the assertion of the first: %v, %v", first, second)
				}
			})
		})
	}
}

// checkAssertion verifies the client assertion of a token request and returns its claims.
func checkAssertion(t *testing.T, form map[string][]string, algorithm jose.SignatureAlgorithm) jwt.Claims {
	t.Helper()
	if form["client_secret"] != nil || form["client_id"][0] != "the-client" || form["grant_type"][0] != "client_credentials" ||
		form["audience"][0] != "https://"+testDomain+"/api/v2/" ||
		form["client_assertion_type"][0] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		t.Errorf("unexpected form: %v", form)
	}
	token, err := jwt.ParseSigned(form["client_assertion"][0], []jose.SignatureAlgorithm{algorithm})
	if err != nil {
		t.Fatal(err)
	}
	var claims jwt.Claims
	if err := token.Claims(testKey().Public(), &claims); err != nil {
		t.Fatal(err)
	}
	expected := jwt.Expected{Issuer: "the-client", Subject: "the-client", AnyAudience: jwt.Audience{"http://" + testDomain + "/"}, Time: time.Now()}
	if err := claims.ValidateWithLeeway(expected, 0); err != nil {
		t.Error(err)
	}
	if claims.ID == "" || claims.Expiry.Time().Sub(claims.IssuedAt.Time()) != 2*time.Minute {
		t.Errorf("claims are %+v, want an id and two minutes", claims)
	}
	return claims
}

func TestUnusableKeys(t *testing.T) {
	t.Parallel()
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ key, algorithm, member, want string }{
		"no PEM":         {"secret text", "", "ClientAssertionPrivateKey", "is not PEM"},
		"no newlines":    {strings.ReplaceAll(pkcs1(testKey()), "\n", `\n`), "", "ClientAssertionPrivateKey", "real line breaks"},
		"too short":      {pkcs1(short), "", "ClientAssertionPrivateKey", "has 1024 bits"},
		"elliptic curve": {pkcs8(t, curve), "", "ClientAssertionPrivateKey", "is not an RSA key"},
		"EC block":       {block("EC PRIVATE KEY", []byte("x")), "", "ClientAssertionPrivateKey", `"EC PRIVATE KEY"`},
		"public key":     {block("PUBLIC KEY", x509.MarshalPKCS1PublicKey(&testKey().PublicKey)), "", "ClientAssertionPrivateKey", `"PUBLIC KEY"`},
		"encrypted":      {block("ENCRYPTED PRIVATE KEY", []byte("x")), "", "ClientAssertionPrivateKey", "is encrypted"},
		"broken PKCS#1":  {block("RSA PRIVATE KEY", []byte("x")), "", "ClientAssertionPrivateKey", "cannot be read"},
		"broken PKCS#8":  {block("PRIVATE KEY", []byte("x")), "", "ClientAssertionPrivateKey", "cannot be read"},
		"HS256":          {pkcs1(testKey()), "HS256", "ClientAssertionSigningAlg", `is "HS256"`},
		"RS512":          {pkcs1(testKey()), "RS512", "ClientAssertionSigningAlg", "RS256, RS384 and PS256"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := auth0.Config{Domain: "example.eu.auth0.com"}
			withKey(test.key, test.algorithm)(&config)
			_, err := auth0.New(config)
			problem, ok := errors.AsType[*auth0.ConfigError](err)
			if !ok || problem.Member != test.member || !strings.Contains(problem.Problem, test.want) {
				t.Errorf("error is %v, want one about %s with %q", err, test.member, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret text") {
				t.Errorf("error repeats the key: %v", err)
			}
		})
	}
}
