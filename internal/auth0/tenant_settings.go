package auth0

import (
	"context"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// TenantSettings are those settings of the tenant that decide whether anybody may register applications with it.
type TenantSettings struct {
	Flags                                 TenantFlags `json:"flags"`
	DynamicClientRegistrationSecurityMode string      `json:"dynamic_client_registration_security_mode"` // empty where it was never set
}

// TenantFlags are the settings that are on or off.
type TenantFlags struct {
	EnableDynamicClientRegistration bool `json:"enable_dynamic_client_registration"`
}

// TenantSettingsFields is the body of an update. The API leaves settings and flags alone that are left out.
type TenantSettingsFields struct {
	Flags                                 Field[TenantFlagsFields] `json:"flags,omitzero"`
	DynamicClientRegistrationSecurityMode Field[string]            `json:"dynamic_client_registration_security_mode,omitzero"`
}

// TenantFlagsFields are the flags in an update.
type TenantFlagsFields struct {
	EnableDynamicClientRegistration Field[bool] `json:"enable_dynamic_client_registration,omitzero"`
}

// ReadTenantSettings returns the settings. The API's filter for fields does not know the security mode, so the answer
// holds them all.
//
// Scope: read:tenant_settings.
func (c *Client) ReadTenantSettings(ctx context.Context, how Freshness) (*TenantSettings, error) {
	return c.settings.read(ctx, theSettings, how)
}

// UpdateTenantSettings changes the given settings and returns them. The API refuses empty fields.
//
// Scope: update:tenant_settings.
func (c *Client) UpdateTenantSettings(ctx context.Context, fields TenantSettingsFields) (*TenantSettings, error) {
	return c.settings.update(ctx, theSettings, fields, func() (*TenantSettings, error) {
		return c.callSettings(ctx, call.Request{Method: http.MethodPatch, Path: call.PathTo("tenants", "settings"), Body: fields})
	})
}

// callSettings makes a call that settings answer. They have no id; what every tenant shows is flags.
func (c *Client) callSettings(ctx context.Context, r call.Request) (*TenantSettings, error) {
	type shown struct {
		TenantSettings
		Flags *TenantFlags `json:"flags"`
	}
	answer, err := call.One(ctx, c.caller, r, func(answer shown) bool { return answer.Flags != nil })
	if err != nil {
		return nil, err
	}
	answer.TenantSettings.Flags = *answer.Flags
	return &answer.TenantSettings, nil
}

// theSettings is the key of the settings, of which a tenant has one set.
const theSettings = "settings"

func settingsSource(c *Client) source[TenantSettings] {
	return source[TenantSettings]{
		collection: "tenants",
		path:       func(string) string { return call.PathTo("tenants", "settings") },
		key:        func(TenantSettings) string { return theSettings },
		one: func(ctx context.Context, _ string) (*TenantSettings, error) {
			return c.callSettings(ctx, call.Request{Method: http.MethodGet, Path: call.PathTo("tenants", "settings")})
		},
	}
}
