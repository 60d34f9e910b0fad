package registration

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	Enabled                        types.Bool   `tfsdk:"enabled"`
	SecurityMode                   types.String `tfsdk:"security_mode"`
	AllowWithoutDefaultPermissions types.Bool   `tfsdk:"allow_without_default_permissions"`
	Domain                         types.String `tfsdk:"domain" also:"id"`
}

var registrations = tf.Kind{
	Type:     "auth0access_dynamic_client_registration",
	Twice:    "Registration is declared twice",
	Argument: path.Root("enabled"),
	Computed: path.Root("id"), // the domain identifies the resource, and stays known
}

// declared returns what the resource declares. A mode that is left out contradicts none.
func (m *model) declared() tf.Declared {
	if m == nil {
		return tf.Declared{}
	}
	mode := m.SecurityMode
	if mode.IsNull() {
		mode = types.StringUnknown()
	}
	return tf.Declared{
		Kind:      &registrations,
		Object:    "tenant's dynamic client registration",
		Arguments: []tf.Argument{tf.ArgumentOf("enabled", m.Enabled), tf.ArgumentOf("security_mode", mode)},
	}
}

// show takes over what the API says. A mode that it does not show stays what was last written or read, unless nothing
// was. Whether default permissions are insisted on is Terraform's alone, and an imported resource insists.
//
// Assumption: hidden-registration-mode: that no mode is shown means nothing. Tenants of today never show it, and older
// ones show it once it was set.
func (m *model) show(client *auth0.Client, settings *auth0.TenantSettings) {
	m.Enabled = types.BoolValue(settings.Flags.EnableDynamicClientRegistration)
	if mode := settings.DynamicClientRegistrationSecurityMode; mode != "" || m.SecurityMode.IsUnknown() {
		m.SecurityMode = tf.StringOrNull(mode)
	}
	m.AllowWithoutDefaultPermissions = types.BoolValue(m.AllowWithoutDefaultPermissions.ValueBool())
	if m.Domain.ValueString() == "" {
		m.Domain = types.StringValue(client.Domain())
	}
}

// changes returns the update that turns the settings into what is planned. A mode that the plan shows is written even
// if the configuration leaves it out, because somebody may have changed it since the plan. If the tenant shows none,
// written is what Terraform wrote last, if anything, and enabling registration writes the mode again.
func (m model) changes(settings *auth0.TenantSettings, written string) auth0.TenantSettingsFields {
	var fields auth0.TenantSettingsFields
	enabled := m.Enabled.ValueBool()
	changed := enabled != settings.Flags.EnableDynamicClientRegistration
	if changed {
		fields.Flags = flag(enabled)
	}
	now := settings.DynamicClientRegistrationSecurityMode
	if enables := changed && enabled; now == "" && !enables {
		now = written
	}
	if mode := m.SecurityMode.ValueString(); mode != "" && mode != now {
		fields.DynamicClientRegistrationSecurityMode = auth0.Set(mode)
	}
	return fields
}

// needsDefaultPermissions reports whether the plan turns registration on and insists on default permissions.
func (m model) needsDefaultPermissions(settings *auth0.TenantSettings) bool {
	return m.Enabled.ValueBool() && !settings.Flags.EnableDynamicClientRegistration &&
		!m.AllowWithoutDefaultPermissions.ValueBool()
}

func flag(enabled bool) auth0.Field[auth0.TenantFlagsFields] {
	return auth0.Set(auth0.TenantFlagsFields{EnableDynamicClientRegistration: auth0.Set(enabled)})
}

func fingerprint(settings *auth0.TenantSettings) string {
	return tf.Fingerprint(settings.Flags.EnableDynamicClientRegistration, settings.DynamicClientRegistrationSecurityMode)
}

// before returns the fingerprint of the settings before a write, empty if reads show no difference: the answer to a
// write may show a mode that reads do not.
func before(was, now *auth0.TenantSettings) string {
	read := *now
	if was.DynamicClientRegistrationSecurityMode == "" {
		read.DynamicClientRegistrationSecurityMode = ""
	}
	if fingerprint(was) == fingerprint(&read) {
		return ""
	}
	return fingerprint(was)
}
