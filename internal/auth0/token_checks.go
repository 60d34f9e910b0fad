package auth0

import (
	"context"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// TokenRequest is a token that an application asks for as itself. At most one of ClientSecret and PrivateKey is given;
// a public application has neither.
type TokenRequest struct {
	ClientID     string
	ClientSecret string
	AuthMethod   string // client_secret_basic sends the secret in a header, every other one in the form
	PrivateKey   string // RSA, PEM (PKCS#1 or PKCS#8), 2048 bits or more
	SigningAlg   string // RS256 (the default), RS384 or PS256

	Audience     string
	Scopes       []string // none for all that are granted
	Organization string   // id; empty for none
}

// TokenAnswer is what the token endpoint said, without the token.
type TokenAnswer = call.TokenAnswer

// TokenChecks requests tokens only to learn whether they are issued.
type TokenChecks struct{ *tenant }

// CheckToken asks for a token as an application, and forgets it. A refusal is an answer and no error. A private key
// that cannot be used is a [*ConfigError].
//
// Scope: none. The application asks, not the client.
func (c *TokenChecks) CheckToken(ctx context.Context, r TokenRequest) (TokenAnswer, error) {
	request := call.TokenRequest{
		Credentials:  call.Credentials{ClientID: r.ClientID, ClientSecret: r.ClientSecret, Audience: r.Audience},
		IsBasic:      r.AuthMethod == "client_secret_basic" && r.ClientSecret != "",
		Scopes:       r.Scopes,
		Organization: r.Organization,
	}
	if r.PrivateKey != "" {
		signer, err := newSigner(r.ClientID, r.PrivateKey, r.SigningAlg, c.caller.Origin()+"/")
		if err != nil {
			return TokenAnswer{}, err
		}
		request.Credentials.Assert = signer.credentials
	}
	return c.caller.CheckToken(ctx, request)
}
