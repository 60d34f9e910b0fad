package rules

import (
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// RegisterClient makes the application that the metadata describes. Metadata it does not know is ignored, as RFC 7591
// asks.
//
// Assumption: none has an app_type, and client_secret_basic is allowed beside the two documented methods of
// authentication.
func RegisterClient(t *tenant.Tenant, given any, mode string, now time.Time) (object.Object, error) {
	for _, part := range []*schema.Validator{schema.RegistrationMetadata, schema.RegistrationRedirectURIs} {
		if err := part.Check(given); err != nil {
			return nil, err
		}
	}
	metadata, _ := given.(object.Object)
	client := object.Object{
		"is_first_party":               false,
		"third_party_security_mode":    RegisteredMode(t, mode),
		"callbacks":                    metadata["redirect_uris"],
		"token_endpoint_auth_method":   "client_secret_post",
		"external_metadata_type":       "dcr",
		"external_metadata_created_by": "client",
	}
	for from, to := range map[string]string{
		"client_name": "name", "logo_uri": "logo_uri", "token_endpoint_auth_method": "token_endpoint_auth_method",
	} {
		if value, sent := metadata[from]; sent {
			client[to] = value
		}
	}
	if _, sent := metadata["grant_types"]; sent {
		client["grant_types"] = object.Array(allowedGrantTypes(client, object.List(metadata, "grant_types"))...)
	}
	object.SetDefault(client, "name", "My App")
	ApplyClientDefaults(client, t, now)
	if IsStrict(client) {
		if err := checkExactURLs(client, "callbacks", answer.InvalidRedirectURI); err != nil {
			return nil, err
		}
	}
	if err := CheckClient(t, client); err != nil {
		return nil, err
	}
	if err := CheckQuota(t); err != nil {
		return nil, err
	}
	t.Clients.Add(object.Text(client, "client_id"), client, now)
	return client, nil
}

// RegisteredMode is the security mode of applications that register themselves.
//
// Assumption: a tenant that has not chosen a mode gives them that of third-party applications created without one:
// strict, unless the tenant is older than April 2026.
func RegisteredMode(t *tenant.Tenant, chosen string) string {
	if chosen != "" {
		return chosen
	}
	return defaultSecurityMode(t)
}

// allowedGrantTypes filters what was asked for, as documented: the answer shows what the application may use.
//
// Assumption: nothing is added if nothing is left.
func allowedGrantTypes(client object.Object, asked []string) []string {
	return slices.DeleteFunc(asked, func(grantType string) bool { return !mayUse(client, grantType) })
}
