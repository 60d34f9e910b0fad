package api

import (
	"net/http"

	"github.com/go-jose/go-jose/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Issuer is the tenant's name for itself, as the caller addressed it.
func Issuer(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + "/"
}

func (a *API) jwks(w http.ResponseWriter, _ *http.Request) {
	key, err := a.Keys.Jwk()
	if err != nil {
		answer.Refuse(w, err)
		return
	}
	answer.JSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key}})
}

// discovery is the OpenID configuration, as far as the emulator has what it points to. Auth0 names the registration
// endpoint whether registration is enabled or not.
func (a *API) discovery(w http.ResponseWriter, r *http.Request) {
	base := Issuer(r)
	answer.JSON(w, http.StatusOK, object.Document{}.
		With("issuer", base).
		With("token_endpoint", base+"oauth/token").
		With("registration_endpoint", base+"oidc/register").
		With("jwks_uri", base+".well-known/jwks.json").
		With("grant_types_supported", []string{"client_credentials"}).
		With("token_endpoint_auth_methods_supported", []string{
			"client_secret_basic", "client_secret_post", "private_key_jwt",
		}).
		With("token_endpoint_auth_signing_alg_values_supported", assertionAlgorithms))
}
