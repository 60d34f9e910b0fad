package rules

import (
	"crypto/sha256"
	"encoding/base64"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// ErrSystemAPI refuses changes of Auth0's own APIs.
//
// Assumption: the wording and code; the documentation has the status 400.
var ErrSystemAPI = answer.BadRequest("operation_not_supported", "System resource servers cannot be changed or deleted")

var myAccountScopes = []string{
	"read:me:authentication_methods", "create:me:authentication_methods", "update:me:authentication_methods",
	"delete:me:authentication_methods", "read:me:factors", "create:me:connected_accounts", "read:me:connected_accounts",
	"delete:me:connected_accounts",
}

// ActivateSystemAPI changes the body of a create into the system API that it names. My Account was seen to be activated
// this way, with its name, scopes, lifetimes and policies set by Auth0.
//
// Assumption: My Organization is activated the same way, with the scopes that are sent; the Management and MFA APIs are
// reserved identifiers, with this wording.
func ActivateSystemAPI(api object.Object, path string) error {
	switch path {
	case tenant.MyAccountPath:
		api["name"] = "Auth0 My Account API"
		api["scopes"] = scopeObjects(myAccountScopes)
	case tenant.MyOrganizationPath:
		api["name"] = "Auth0 My Organization API"
	default:
		return answer.BadRequest("invalid_body", "The identifier %s is reserved", object.Text(api, "identifier"))
	}
	api["is_system"] = true
	api["token_lifetime"], api["token_lifetime_for_web"] = 600.0, 600.0
	api["subject_type_authorization"] = object.Object{
		"client": object.Object{"policy": "deny_all"},
		"user":   object.Object{"policy": "require_client_grant"},
	}
	return nil
}

// ManagementAPI is the Management API as a tenant lists it.
func ManagementAPI(t *tenant.Tenant) object.Object {
	return object.Object{
		"name":       "Auth0 Management API",
		"identifier": t.ManagementAudience(),
		"is_system":  true,
		"scopes":     scopeObjects(ManagementScopes),
	}
}

func scopeObjects(values []string) []any {
	out := make([]any, len(values))
	for i, value := range values {
		out[i] = object.Object{"value": value}
	}
	return out
}

// ApplyResourceServerDefaults adds what Auth0 adds to an API on creation.
func ApplyResourceServerDefaults(api object.Object) {
	object.SetDefault(api, "id", tenant.NewResourceServerID())
	object.SetDefault(api, "allow_offline_access", false)
	object.SetDefault(api, "skip_consent_for_verifiable_first_party_clients", false)
	object.SetDefault(api, "token_lifetime", 86400.0)
	object.SetDefault(api, "token_lifetime_for_web", 7200.0)
	object.SetDefault(api, "signing_alg", "RS256")
	api["subject_type_authorization"] = fill(object.Child(api, "subject_type_authorization"), object.Object{
		"client": object.Object{"policy": "require_client_grant"},
		"user":   object.Object{"policy": "allow_all"},
	})
	ApplySigningSecret(api)
}

// ApplySigningSecret gives APIs with a symmetric signature their secret.
func ApplySigningSecret(api object.Object) {
	if object.Text(api, "signing_alg") == "HS256" {
		object.SetDefault(api, "signing_secret", tenant.RandomText(32, tenant.Alphanumerics))
	}
}

// ShowResourceServer replaces the write-only encryption key by its thumbprint.
func ShowResourceServer(api object.Object) object.Object {
	shown := object.Clone(api)
	if key := object.Child(object.Child(shown, "token_encryption"), "encryption_key"); key != nil {
		sum := sha256.Sum256([]byte(object.Text(key, "pem")))
		object.SetDefault(key, "thumbprint_sha256", base64.RawURLEncoding.EncodeToString(sum[:]))
		delete(key, "pem")
	}
	return shown
}
