package auth0

import (
	"context"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// Values of TenantSettings.ResourceParameterProfile.
const (
	ResourceParameterAudience      = "audience"
	ResourceParameterCompatibility = "compatibility"
)

// TenantSettings are those settings of the tenant that decide whether anybody may register applications with it, and
// what its authorization server understands.
type TenantSettings struct {
	Flags TenantFlags `json:"flags"`
	// DynamicClientRegistrationSecurityMode is empty if it was never set.
	DynamicClientRegistrationSecurityMode string `json:"dynamic_client_registration_security_mode"`
	// ResourceParameterProfile is empty if it was never set, which is as good as ResourceParameterAudience.
	ResourceParameterProfile string `json:"resource_parameter_profile"`
	// DefaultAudience is the API of logins that name none that the tenant understands, empty for none.
	DefaultAudience                   string `json:"default_audience"`
	ClientIDMetadataDocumentSupported bool   `json:"client_id_metadata_document_supported"`
}

// TenantFlags are the settings that are on or off.
type TenantFlags struct {
	EnableDynamicClientRegistration bool `json:"enable_dynamic_client_registration"`
	UseScopeDescriptionsForConsent  bool `json:"use_scope_descriptions_for_consent"`
}

// TenantSettingsFields is the body of an update. The API leaves settings and flags alone that are left out.
type TenantSettingsFields struct {
	Flags Field[TenantFlagsFields] `json:"flags,omitzero"`

	DynamicClientRegistrationSecurityMode Field[string] `json:"dynamic_client_registration_security_mode,omitzero"`
	ResourceParameterProfile              Field[string] `json:"resource_parameter_profile,omitzero"`
	ClientIDMetadataDocumentSupported     Field[bool]   `json:"client_id_metadata_document_supported,omitzero"`
}

// TenantFlagsFields are the flags in an update.
type TenantFlagsFields struct {
	EnableDynamicClientRegistration Field[bool] `json:"enable_dynamic_client_registration,omitzero"`
	UseScopeDescriptionsForConsent  Field[bool] `json:"use_scope_descriptions_for_consent,omitzero"`
}

// Settings are the calls about the tenant's settings.
type Settings struct {
	*tenant
	memory *cache.Collection[TenantSettings]
}

// ReadTenantSettings returns the settings. The API's filter for fields does not know the security mode, so the answer
// holds them all.
//
// Scope: read:tenant_settings.
func (c *Settings) ReadTenantSettings(ctx context.Context, how Freshness) (*TenantSettings, error) {
	return c.memory.Read(ctx, theSettings, how)
}

// UpdateTenantSettings changes the given settings and returns them. The API refuses empty fields. The security mode is
// not waited for, because many tenants never show it.
//
// Scope: update:tenant_settings.
func (c *Settings) UpdateTenantSettings(ctx context.Context, fields TenantSettingsFields) (*TenantSettings, error) {
	shown := fields
	shown.DynamicClientRegistrationSecurityMode = Field[string]{}
	return c.memory.Update(ctx, theSettings, shown, func() (*TenantSettings, error) {
		return c.callSettings(
			ctx, call.Request{Method: http.MethodPatch, Path: call.PathTo("tenants", "settings"), Body: fields},
		)
	})
}

// callSettings makes a call that settings answer. They have no id; what every tenant shows is flags.
func (t *tenant) callSettings(ctx context.Context, r call.Request) (*TenantSettings, error) {
	type shown struct {
		TenantSettings
		Flags *TenantFlags `json:"flags"`
	}
	answer, err := call.One(ctx, t.caller, r, func(answer shown) bool { return answer.Flags != nil })
	if err != nil {
		return nil, err
	}
	answer.TenantSettings.Flags = *answer.Flags
	return &answer.TenantSettings, nil
}

// theSettings is the key of the settings. A tenant has one set.
const theSettings = "settings"

// settingsSource reads the settings.
type settingsSource struct{ *tenant }

func (settingsSource) Collection() string                  { return "tenants" }
func (settingsSource) Path(string) string                  { return call.PathTo("tenants", "settings") }
func (settingsSource) Key(TenantSettings) string           { return theSettings }
func (settingsSource) Parts(TenantSettings) []cache.Object { return nil }
func (settingsSource) Pages() cache.Pager[TenantSettings]  { return nil }

func (s settingsSource) Read(ctx context.Context, _ string) (*TenantSettings, error) {
	return s.callSettings(ctx, call.Request{Method: http.MethodGet, Path: s.Path(theSettings)})
}
