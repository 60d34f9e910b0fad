package thirdpartyapplication

import (
	"context"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// publicKeyPEM refuses what Auth0 could not verify signatures with, above all private keys. It never shows the value.
type publicKeyPEM struct{}

// Description says what is accepted.
func (publicKeyPEM) Description(context.Context) string {
	return "must be an RSA public key or X.509 certificate as PEM"
}

// MarkdownDescription says what is accepted.
func (v publicKeyPEM) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses other values. Terraform points at the resource alone, so the message names the argument.
func (publicKeyPEM) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if problem := pemProblem(req.ConfigValue.ValueString()); problem != nil {
		resp.Diagnostics.AddAttributeError(req.Path, problem.Summary, fmt.Sprintf("%s: %s", req.Path, problem.Detail))
	}
}

// pemProblem says what keeps a text from being registered as a public key; nil for a good one. It never repeats the
// text, which may be a secret.
func pemProblem(text string) *application.Problem {
	if strings.Contains(text, "PRIVATE KEY-----") {
		return &application.Problem{
			Summary: "Private key where a public one belongs",
			Detail: "this is a private key. It was not sent anywhere, but it is now in Terraform's configuration or " +
				"variables: if it is in use, replace it. Auth0 needs the public half alone, which `openssl pkey -in private.pem " +
				"-pubout` prints; the private key stays with the application's owner.",
		}
	}
	const summary = "Not a usable public key"
	const remedy = " Write an RSA public key (BEGIN PUBLIC KEY or BEGIN RSA PUBLIC KEY) or an X.509 certificate with " +
		"one (BEGIN CERTIFICATE)."
	block, rest := pem.Decode([]byte(text))
	if block == nil {
		what := "this is not PEM."
		if strings.Contains(text, "-----BEGIN ") {
			what = "this is not PEM, although it has a -----BEGIN line. Remove what stands before the text of a line " +
				"(blanks, or U+FEFF, which some editors write into files), and give all lines up to -----END."
		}
		return &application.Problem{Summary: summary, Detail: what + remedy}
	}
	if next, _ := pem.Decode(rest); next != nil {
		return &application.Problem{Summary: summary, Detail: "this holds several PEM blocks, and Auth0 takes one key for " +
			"each credential." + remedy}
	}
	key, err := parsePublicKey(block)
	if err != nil {
		return &application.Problem{Summary: summary, Detail: fmt.Sprintf("the PEM block cannot be read (%v).", err) + remedy}
	}
	if _, ok := key.(*rsa.PublicKey); !ok {
		return &application.Problem{Summary: summary, Detail: "this is not an RSA key, and Auth0 verifies assertions " +
			"signed with RS256, RS384 or PS256 only." + remedy}
	}
	return nil
}

func parsePublicKey(block *pem.Block) (any, error) {
	switch block.Type {
	case "PUBLIC KEY":
		return x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		return x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		return certificate.PublicKey, nil
	}
	return nil, fmt.Errorf("it is of type %q", block.Type)
}

// publicKeyIn returns the RSA key of a text that holds one as PEM, bare or in a certificate; nil for any other.
func publicKeyIn(text string) *rsa.PublicKey {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil
	}
	parsed, err := parsePublicKey(block)
	if err != nil {
		return nil
	}
	key, _ := parsed.(*rsa.PublicKey)
	return key
}

// samePEM reports whether two texts hold the same key: line ends, blanks, and the certificate around it, are no
// difference.
func samePEM(a, b string) bool {
	if a == b {
		return true
	}
	key, other := publicKeyIn(a), publicKeyIn(b)
	return key != nil && other != nil && key.Equal(other)
}

// thumbprint returns the RFC 7638 thumbprint of the key in PEM, empty if there is none.
func thumbprint(text string) string {
	key := publicKeyIn(text)
	if key == nil {
		return ""
	}
	exponent, modulus := big.NewInt(int64(key.E)).Bytes(), key.N.Bytes()
	sum := sha256.Sum256(fmt.Appendf(nil, `{"e":%q,"kty":"RSA","n":%q}`,
		base64.RawURLEncoding.EncodeToString(exponent), base64.RawURLEncoding.EncodeToString(modulus)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// isThumbprint reports whether a kid has the form of a thumbprint. Hardly anybody chooses such a kid, so that it was
// made by Auth0.
func isThumbprint(kid string) bool {
	sum, err := base64.RawURLEncoding.DecodeString(kid)
	return err == nil && len(sum) == sha256.Size
}
