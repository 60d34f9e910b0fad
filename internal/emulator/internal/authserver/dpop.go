package authserver

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// proofAlgorithms are the signatures of proofs of possession (DPoP, RFC 9449).
//
// Assumption: Auth0 takes no others; ES256 is documented.
var proofAlgorithms = []jose.SignatureAlgorithm{
	jose.ES256, jose.ES384, jose.ES512, jose.RS256, jose.RS384, jose.RS512, jose.PS256,
}

// proofAge is how far the time of a proof may differ from the machine's time.
const proofAge = 5 * time.Minute

// proofClaims are the members of a proof beside the registered ones.
type proofClaims struct {
	Method    string `json:"htm"`
	Address   string `json:"htu"`
	TokenHash string `json:"ath"`
}

func refuseProof(description string) error {
	return &answer.TokenError{Status: http.StatusBadRequest, Code: "invalid_dpop_proof", Description: description}
}

// proof checks the proof of a token request, and returns the thumbprint of its key, "" for none. An application that
// requires proof of possession is refused without one.
func (c *call) proof() (string, error) {
	if len(c.request.Header.Values("DPoP")) == 0 {
		if object.Flag(c.client, "require_proof_of_possession") {
			return "", refuseProof("The application has to send a DPoP proof")
		}
		return "", nil
	}
	proof, err := readProof(c.request, "oauth/token")
	if err != nil {
		return "", err
	}
	return proof.thumbprint, c.server.memory.within(c.current, c.now).use(proof)
}

// proof is a decoded proof: its key, its id, and the hash of the token that it is bound to.
type proof struct{ thumbprint, id, tokenHash string }

// use refuses a proof that was used before.
//
// Assumption: Auth0 does, as RFC 9449 recommends.
func (m *memory) use(p proof) error {
	name := p.thumbprint + " " + p.id
	if _, isUsed := m.proofs[name]; isUsed {
		return refuseProof("The DPoP proof was used before")
	}
	m.proofs[name] = time.Now()
	return nil
}

// readProof checks the proof of a request: it must be signed with the key that it contains, for this endpoint, and
// recent.
//
// Assumption: no nonce is asked for. The time of a proof is compared with the machine's time, because an application
// does not know the tenant's clock.
func readProof(r *http.Request, endpoint string) (proof, error) {
	sent := r.Header.Values("DPoP")
	if len(sent) != 1 {
		return proof{}, refuseProof("There must be one DPoP proof")
	}
	parsed, err := jwt.ParseSigned(sent[0], proofAlgorithms)
	if err != nil || len(parsed.Headers) != 1 {
		return proof{}, refuseProof("The DPoP proof is no signed JWT")
	}
	header := parsed.Headers[0]
	if kind, _ := header.ExtraHeaders[jose.HeaderType].(string); kind != "dpop+jwt" {
		return proof{}, refuseProof("The DPoP proof is of another type")
	}
	if header.JSONWebKey == nil || !header.JSONWebKey.IsPublic() || !header.JSONWebKey.Valid() {
		return proof{}, refuseProof("The DPoP proof does not hold a public key")
	}
	var claims jwt.Claims
	var about proofClaims
	if parsed.Claims(header.JSONWebKey.Key, &claims, &about) != nil {
		return proof{}, refuseProof("The signature of the DPoP proof is wrong")
	}
	switch {
	case about.Method != r.Method || about.Address != Issuer(r)+endpoint:
		return proof{}, refuseProof("The DPoP proof is for another request")
	case claims.ID == "" || claims.IssuedAt == nil || time.Since(claims.IssuedAt.Time()).Abs() > proofAge:
		return proof{}, refuseProof("The DPoP proof has no jti, or was not made just now")
	}
	thumbprint, err := keys.Thumbprint(*header.JSONWebKey)
	return proof{thumbprint, claims.ID, about.TokenHash}, err
}

// hashOf returns the hash by which a proof names its token.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
