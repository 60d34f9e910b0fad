package thirdpartyapplication

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// A file may look right, and yet begin with blanks or a byte order mark, which PEM does not allow.
func TestPEMWithSomethingBeforeIt(t *testing.T) {
	t.Parallel()
	const begin = "-----BEGIN PUBLIC KEY-----\n"
	for _, text := range []string{"\ufeff" + begin, "  " + begin, begin + "MII"} {
		if problem := pemProblem(text); problem == nil || !strings.Contains(problem.Detail, "U+FEFF") {
			t.Errorf("%q: %v does not say what stands before it", text, problem)
		}
	}
}

func TestPEMProblem(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	elliptic256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, der []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	public := encode("PUBLIC KEY", spki, err)
	spki, err = x509.MarshalPKIXPublicKey(&elliptic256.PublicKey)
	ellipticPublic := encode("PUBLIC KEY", spki, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "partner"}, NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	certificatePEM := encode("CERTIFICATE", certificate, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)

	const private, unusable = "Private key where a public one belongs", "Not a usable public key"
	tests := map[string]struct {
		text string
		want string // summary, empty for a good one
	}{
		"SPKI":                    {public, ""},
		"PKCS #1":                 {encode("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&key.PublicKey), nil), ""},
		"certificate":             {certificatePEM, ""},
		"CRLF":                    {strings.ReplaceAll(public, "\n", "\r\n"), ""},
		"private PKCS #8":         {encode("PRIVATE KEY", pkcs8, err), private},
		"private PKCS #1":         {encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), nil), private},
		"encrypted private":       {encode("ENCRYPTED PRIVATE KEY", []byte("x"), nil), private},
		"private beside public":   {public + encode("PRIVATE KEY", pkcs8, err), private},
		"broken private":          {"-----BEGIN PRIVATE KEY-----\nMII", private},
		"elliptic curve":          {ellipticPublic, unusable},
		"several":                 {public + certificatePEM, unusable},
		"not PEM":                 {"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A", unusable},
		"empty":                   {"", unusable},
		"damaged":                 {encode("PUBLIC KEY", []byte("damaged"), nil), unusable},
		"damaged certificate":     {encode("CERTIFICATE", []byte("damaged"), nil), unusable},
		"something else in PEM":   {encode("OPENSSH KEY", []byte("x"), nil), unusable},
		"request for certificate": {encode("CERTIFICATE REQUEST", []byte("x"), nil), unusable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got application.Problem
			if p := pemProblem(test.text); p != nil {
				got = *p
			}
			if got.Summary != test.want {
				t.Errorf("got %q (%s), want %q", got.Summary, got.Detail, test.want)
			}
			for line := range strings.Lines(test.text) {
				if line = strings.TrimSpace(line); len(line) > 20 && strings.Contains(got.Detail, line) {
					t.Errorf("the message repeats the value: %s", got.Detail)
				}
			}
		})
	}

	for name, text := range map[string]string{
		"CRLF": strings.ReplaceAll(public, "\n", "\r\n"), "blanks": "\n" + strings.ReplaceAll(strings.TrimSpace(public), "\n", " \n"), "in a certificate": certificatePEM,
	} {
		if !samePEM(public, text) || thumbprint(text) != thumbprint(public) {
			t.Errorf("%s: not the same key", name)
		}
	}
	if samePEM(public, rfcPEM) || samePEM(public, "x") || samePEM("x", "y") {
		t.Error("different texts are the same key")
	}
	if got := thumbprint(rfcPEM); got != rfcThumbprint || !isThumbprint(got) || isThumbprint("partner-2026-01") || thumbprint("x") != "" {
		t.Errorf("thumbprint %q, want %q", got, rfcThumbprint)
	}
}
