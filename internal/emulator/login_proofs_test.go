package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// holder is an application that proves possession of its key.
type holder struct {
	tb  testing.TB
	key *ecdsa.PrivateKey
}

func newHolder(tb testing.TB) holder {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return holder{tb, key}
}

// proof makes a proof for a request, with changed claims.
func (h holder) proof(method, address string, changes object.Object) string {
	h.tb.Helper()
	kind, embeds := "dpop+jwt", true
	claims := object.Object{"htm": method, "htu": address, "jti": rand.Text(), "iat": time.Now().Unix()}
	for name, value := range changes {
		switch name {
		case "typ":
			kind = "JWT"
		case "jwk":
			embeds = false
		default:
			claims[name] = value
		}
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: h.key}, (&jose.SignerOptions{EmbedJWK: embeds}).WithType(jose.ContentType(kind)))
	if err != nil {
		h.tb.Fatal(err)
	}
	proof, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		h.tb.Fatal(err)
	}
	return proof
}

// An application that must prove possession gets tokens that are bound to its key, and none without a valid proof.
// Refresh tokens of a public application are bound too.
func TestProofOfPossession(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, partners(func(seed *Seed) {
		for _, client := range seed.Clients {
			if client["client_id"] == "agent" || client["client_id"] == "own" {
				client["require_proof_of_possession"] = true
			}
		}
		seed.Connections[0]["enabled_clients"] = []any{"own"}
	}))
	b := s.browser()
	h, other := newHolder(t), newHolder(t)
	ask := func(form url.Values, proof string) (int, object.Object) {
		return s.requestToken(form, func(r *http.Request) {
			if proof != "" {
				r.Header.Set("DPoP", proof)
			}
		})
	}
	tokenURL := s.http.URL + "/oauth/token"
	code := func() url.Values {
		end := b.logIn(b.authorize(asking("agent", "scope", "read:orders offline_access")))
		return url.Values{"grant_type": {"authorization_code"}, "client_id": {"agent"}, "code": {end.parameter("code")}, "redirect_uri": {callback}, "code_verifier": {verifier}}
	}
	for what, proof := range map[string]string{
		"none": "", "no JWT": "x", "another method": h.proof("GET", tokenURL, nil), "another address": h.proof("POST", s.http.URL+"/userinfo", nil),
		"another type": h.proof("POST", tokenURL, object.Object{"typ": "JWT"}), "no key": h.proof("POST", tokenURL, object.Object{"jwk": nil}),
		"too old": h.proof("POST", tokenURL, object.Object{"iat": time.Now().Add(-time.Hour).Unix()}), "no jti": h.proof("POST", tokenURL, object.Object{"jti": ""}),
	} {
		if status, got := ask(code(), proof); status != 400 || got["error"] != "invalid_dpop_proof" {
			t.Errorf("%s: %d %v", what, status, without(got, "access_token"))
		}
	}
	used := h.proof("POST", tokenURL, nil)
	status, tokens := ask(code(), used)
	if status != 200 || tokens["token_type"] != "DPoP" || claimsOf(t, tokens).Confirmation == nil {
		t.Fatalf("%d %v", status, tokens)
	}
	if status, got := ask(code(), used); status != 400 || got["error_description"] != "The DPoP proof was used before" {
		t.Errorf("a proof that was used: %d %v", status, without(got, "access_token"))
	}
	refresh := url.Values{"grant_type": {"refresh_token"}, "client_id": {"agent"}, "refresh_token": {object.Text(tokens, "refresh_token")}}
	if status, got := ask(refresh, other.proof("POST", tokenURL, nil)); status != 400 || got["error"] != "invalid_dpop_proof" {
		t.Errorf("with another key: %d %v", status, without(got, "access_token"))
	}
	if status, got := ask(refresh, h.proof("POST", tokenURL, nil)); status != 200 || got["token_type"] != "DPoP" {
		t.Errorf("with the key: %d %v", status, without(got, "access_token"))
	}

	end := b.logIn(b.authorize(asking("own", "audience", "", "scope", "openid")))
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {"own"}, "client_secret": {"secret"}, "code": {end.parameter("code")}, "redirect_uri": {callback}, "code_verifier": {verifier}}
	status, tokens = ask(form, h.proof("POST", tokenURL, nil))
	if status != 200 {
		t.Fatalf("%d %v", status, tokens)
	}
	token := object.Text(tokens, "access_token")
	sum := sha256.Sum256([]byte(token))
	hash := base64.RawURLEncoding.EncodeToString(sum[:])
	proven := h.proof("GET", s.http.URL+"/userinfo", object.Object{"ath": hash})
	for _, test := range []struct {
		scheme, proof string
		want          int
	}{
		{"DPoP ", proven, 200},
		{"DPoP ", proven, 401},
		{"Bearer ", h.proof("GET", s.http.URL+"/userinfo", object.Object{"ath": hash}), 401},
		{"DPoP ", h.proof("GET", s.http.URL+"/userinfo", nil), 401},
		{"DPoP ", other.proof("GET", s.http.URL+"/userinfo", object.Object{"ath": hash}), 401},
	} {
		request, err := http.NewRequest(http.MethodGet, s.http.URL+"/userinfo", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", test.scheme+token)
		request.Header.Set("DPoP", test.proof)
		if got := s.send(request); got.status != test.want {
			t.Errorf("%s: %d %s, want %d", test.scheme, got.status, got.raw, test.want)
		}
	}
}
