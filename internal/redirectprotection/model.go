package redirectprotection

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	ClientID             types.String `tfsdk:"client_id" also:"id"`
	Enabled              types.Bool   `tfsdk:"enabled"`
	TrustedCallbackHosts types.Set    `tfsdk:"trusted_callback_hosts"`
}

// show takes over what the API says; the trusted hosts are Terraform's alone.
func (m *model) show(app *auth0.Application) {
	m.ClientID = types.StringValue(app.ClientID)
	m.Enabled = types.BoolValue(isProtected(app))
}

var protections = tf.Kind{
	Type:     "auth0access_redirect_protection",
	Twice:    "Redirect protection is declared twice",
	Argument: path.Root("client_id"),
	Computed: path.Root("id"),
}

// declared returns what the resource declares, as far as it is known.
func (m *model) declared() tf.Declared {
	if m == nil || m.ClientID.IsUnknown() {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:      &protections,
		Object:    "redirect protection of application " + m.ClientID.ValueString(),
		Arguments: tf.ArgumentsOf(m, "client_id"),
	}
}

// exposes reports whether the application is known to be left without protection.
func (m *model) exposes() bool {
	return !m.Enabled.IsUnknown() && !m.Enabled.ValueBool()
}

// trustedHosts returns the hosts that callbacks may have, and whether callbacks are to be held against them: only
// while protection is off, and not before all hosts are known.
func (m *model) trustedHosts() ([]string, bool) {
	hosts := m.TrustedCallbackHosts
	if !m.exposes() || hosts.IsNull() || hosts.IsUnknown() {
		return nil, false
	}
	for _, host := range hosts.Elements() {
		if host.IsUnknown() {
			return nil, false
		}
	}
	return tf.Strings(hosts), true
}

// isProtected reports whether the application has protection; an application that shows no policy has the default. A
// policy that is not known is not taken for protection.
func isProtected(app *auth0.Application) bool {
	return app.RedirectionPolicy == auth0.RedirectionProtected || app.RedirectionPolicy == ""
}

func policy(protected bool) string {
	if protected {
		return auth0.RedirectionProtected
	}
	return auth0.RedirectionAllowAlways
}
