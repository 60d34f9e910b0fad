package emulator

import (
	"net/http"

	"github.com/go-jose/go-jose/v4"
)

// issuer is the tenant's name for itself, as the caller addressed it.
func issuer(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + "/"
}

func (s *Server) jwks(w http.ResponseWriter, _ *http.Request) {
	key, err := s.keys.jwk()
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key}})
}

// discovery is the OpenID configuration, as far as the emulator has what it points to. Auth0 names the registration endpoint
// whether registration is enabled or not.
func (s *Server) discovery(w http.ResponseWriter, r *http.Request) {
	base := issuer(r)
	writeJSON(w, http.StatusOK, document{}.
		with("issuer", base).
		with("token_endpoint", base + "oauth/token").
		with("registration_endpoint", base + "oidc/register").
		with("jwks_uri", base + ".well-known/jwks.json").
		with("grant_types_supported", []string{"client_credentials"}).
		with("token_endpoint_auth_methods_supported", []string{"client_secret_basic", "client_secret_post", "private_key_jwt"}).
		with("token_endpoint_auth_signing_alg_values_supported", assertionAlgorithms))
}
