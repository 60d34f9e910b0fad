package rules

import (
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// RegisterClient makes the application that the metadata describes. It ignores unknown metadata, as RFC 7591 requires.
//
// Assumption: such applications have no app_type, and client_secret_basic is allowed in addition to the two documented
// methods.
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
// Assumption: without a setting, they get the mode of third-party applications that are created without a mode: strict,
// unless the tenant is older than April 2026.
func RegisteredMode(t *tenant.Tenant, chosen string) string {
	if chosen != "" {
		return chosen
	}
	return defaultSecurityMode(t)
}

// allowedGrantTypes returns the requested grant types that are allowed. As documented, the answer shows those.
//
// Assumption: nothing is added if nothing is left.
func allowedGrantTypes(client object.Object, asked []string) []string {
	return slices.DeleteFunc(asked, func(grantType string) bool { return !mayUse(client, grantType) })
}
