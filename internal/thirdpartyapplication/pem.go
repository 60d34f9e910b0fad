package thirdpartyapplication

import (
	"bytes"
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
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
		resp.Diagnostics.AddAttributeError(req.Path, problem.summary, fmt.Sprintf("%s: %s", req.Path, problem.detail))
	}
}

// pemProblem says what keeps a text from being registered as a public key; nil for a good one. It never repeats the
// text, which may be a secret.
func pemProblem(text string) *problem {
	if strings.Contains(text, "PRIVATE KEY-----") {
		return &problem{
			summary: "Private key where a public one belongs",
			detail: "this is a private key. It was not sent anywhere, but it is now in Terraform's configuration or variables: if it is in use, " +
				"replace it. Auth0 needs the public half alone, which `openssl pkey -in private.pem -pubout` prints; the private key stays with " +
				"the application's owner.",
		}
	}
	const summary = "Not a usable public key"
	const remedy = " Write an RSA public key (BEGIN PUBLIC KEY or BEGIN RSA PUBLIC KEY) or an X.509 certificate with one (BEGIN CERTIFICATE)."
	block, rest := pem.Decode([]byte(text))
	if block == nil {
		return &problem{summary: summary, detail: "this is not PEM." + remedy}
	}
	if next, _ := pem.Decode(rest); next != nil {
		return &problem{summary: summary, detail: "this holds several PEM blocks, and Auth0 takes one key for each credential." + remedy}
	}
	key, err := parsePublicKey(block)
	if err != nil {
		return &problem{summary: summary, detail: fmt.Sprintf("the PEM block cannot be read (%v).", err) + remedy}
	}
	if _, ok := key.(*rsa.PublicKey); !ok {
		return &problem{summary: summary, detail: "this is not an RSA key, and Auth0 verifies assertions signed with RS256, RS384 or PS256 only." + remedy}
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

// samePEM reports whether two texts hold the same key or certificate, however their lines are broken.
func samePEM(a, b string) bool {
	if a == b {
		return true
	}
	blockA, _ := pem.Decode([]byte(a))
	blockB, _ := pem.Decode([]byte(b))
	return blockA != nil && blockB != nil && blockA.Type == blockB.Type && bytes.Equal(blockA.Bytes, blockB.Bytes)
}
