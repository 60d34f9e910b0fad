// Package thirdpartyapplication is the resource auth0access_third_party_application, an application that somebody
// outside the organization owns, with its list resource; the ephemeral resource auth0access_client_credentials, which
// hands out its secret; and the action auth0access_rotate_client_secret, which has Auth0 make a new one. The resource
// auth0access_third_party_applications_exclusive is the complete set of applications that may exist.
//
// A create is one POST /clients, an update of arguments one PATCH with exactly what changed, a delete one DELETE; their
// answers carry everything, so nothing is read around them. Keys for private key JWT are objects of their own
// (credentials.go), and so is the rotation of the secret (POST /clients/{id}/rotate-secret).
//
// What is surprising about the API, and decides how the code looks:
//
//   - The defaults of grant types, token lifetimes and refresh tokens depend on the security mode, the type of the
//     application and its way to authenticate. The arguments with such defaults are computed, and keep their last value
//     when they are taken out of the configuration.
//   - redirection_policy is shown but not owned: auth0access_redirect_protection may change it in the same apply.
//   - An application shows its public keys by id alone, and no call ever returns the PEM. State keeps it.
//   - A token without read:client_keys or read:client_credentials sees no signing keys and no authentication methods.
package thirdpartyapplication
