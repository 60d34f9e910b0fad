package authserver

import (
	"net/http"

	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

func (s *Server) jwks(w http.ResponseWriter, _ *http.Request) {
	key, err := s.Keys.Jwk()
	if err != nil {
		answer.Refuse(w, err)
		return
	}
	answer.JSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key}})
}

// discovery is the metadata of the authorization server, which is the same at both of its addresses. Auth0 names the
// registration endpoint whether registration is enabled or not.
//
// Assumption: grant types and response types that the emulator lacks are not named.
func (s *Server) discovery(w http.ResponseWriter, r *http.Request) {
	base := Issuer(r)
	s.Store.Lock()
	documents := object.Flag(s.Store.Seen(s.Now()).Settings, "client_id_metadata_document_supported")
	s.Store.Unlock()
	metadata := object.Document{}.
		With("issuer", base).
		With("authorization_endpoint", base+"authorize").
		With("token_endpoint", base+"oauth/token").
		With("userinfo_endpoint", base+"userinfo").
		With("jwks_uri", base+".well-known/jwks.json").
		With("registration_endpoint", base+"oidc/register").
		With("revocation_endpoint", base+"oauth/revoke").
		With("scopes_supported", []string{"openid", "profile", "offline_access", "email"}).
		With("response_types_supported", []string{
			"code", "token", "id_token", "code token", "code id_token", "token id_token", "code token id_token",
		}).
		With("response_modes_supported", []string{"query", "fragment"}).
		With("grant_types_supported", []string{"authorization_code", "refresh_token", "client_credentials", "implicit"}).
		With("code_challenge_methods_supported", []string{"S256"}).
		With("subject_types_supported", []string{"public"}).
		With("id_token_signing_alg_values_supported", []string{string(jose.RS256)}).
		With("claims_supported", []string{
			"aud", "auth_time", "email", "email_verified", "exp", "iat", "iss", "name", "nonce", "org_id", "sub",
		}).
		With("token_endpoint_auth_methods_supported", []string{
			"client_secret_basic", "client_secret_post", "private_key_jwt", "none",
		}).
		With("token_endpoint_auth_signing_alg_values_supported", assertionAlgorithms).
		With("dpop_signing_alg_values_supported", proofAlgorithms).
		With("authorization_response_iss_parameter_supported", false)
	if documents {
		metadata = metadata.With("client_id_metadata_document_supported", true)
	}
	answer.JSON(w, http.StatusOK, metadata)
}
