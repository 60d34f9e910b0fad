package redirectprotection

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	ClientID             types.String `tfsdk:"client_id"`
	Enabled              types.Bool   `tfsdk:"enabled"`
	TrustedCallbackHosts types.Set    `tfsdk:"trusted_callback_hosts"`
}

type identity struct {
	ClientID types.String `tfsdk:"client_id"`
}

// show takes over what the API says; the trusted hosts are Terraform's alone.
func (m *model) show(app *auth0.Application) {
	m.ClientID = types.StringValue(app.ClientID)
	m.Enabled = types.BoolValue(isProtected(app))
}

func (m *model) identity() identity { return identity{ClientID: m.ClientID} }

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

// isProtected reports whether the application has protection; an application that shows no policy has the default. A policy
// that is not known is not taken for protection.
func isProtected(app *auth0.Application) bool {
	return app.RedirectionPolicy == auth0.RedirectionProtected || app.RedirectionPolicy == ""
}

func policy(protected bool) string {
	if protected {
		return auth0.RedirectionProtected
	}
	return auth0.RedirectionAllowAlways
}
