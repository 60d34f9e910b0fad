package thirdpartyapplication

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// settle fills in what follows from the configured arguments. What may follow from arguments that are not known yet is
// unknown too. The state is nil for a new application.
func (m *model) settle(config, state *model, diags *diag.Diagnostics) {
	if state != nil {
		m.KeepUnchanged(&config.Arguments, &state.Arguments)
	}
	m.settleKeys(config, state, diags)
	m.settleAuthMethod(config, state)
	m.settleAlg(config, diags)
	m.SettleLifetimes(&config.Arguments, diags)
}

// settleKeys carries over what stays of the keys, see planCredentials.
func (m *model) settleKeys(config, state *model, diags *diag.Diagnostics) {
	wanted, isKnown := credentialsIn(config.ClientAuthenticationMethods, diags)
	if !isKnown {
		return
	}
	var had credentials
	if state != nil {
		had, _ = credentialsIn(state.ClientAuthenticationMethods, diags)
	}
	m.ClientAuthenticationMethods = planCredentials(wanted, had).object()
}

// settleAuthMethod makes token_endpoint_auth_method give way to keys. Auth0 fills none in for a new application; what
// it does when keys are removed and nothing is named instead is left to it.
func (m *model) settleAuthMethod(config, state *model) {
	methods := config.ClientAuthenticationMethods
	switch {
	case !config.TokenEndpointAuthMethod.IsNull():
	case methods.IsUnknown():
		m.TokenEndpointAuthMethod = types.StringUnknown()
	case !methods.IsNull(), state == nil:
		m.TokenEndpointAuthMethod = types.StringNull()
	case !state.ClientAuthenticationMethods.IsNull():
		m.TokenEndpointAuthMethod = types.StringUnknown()
	}
}

// settleAlg plans the one algorithm that Auth0 accepts together with keys, and demands to be told.
func (m *model) settleAlg(config *model, diags *diag.Diagnostics) {
	configured := application.MembersOf[application.JWTConfiguration](config.JWTConfiguration, diags)
	if config.ClientAuthenticationMethods.IsNull() || config.JWTConfiguration.IsUnknown() || !configured.Alg.IsNull() {
		return
	}
	alg, lifetime := types.StringValue("RS256"), types.Int64Unknown()
	if config.ClientAuthenticationMethods.IsUnknown() {
		alg = types.StringUnknown()
	}
	if !m.JWTConfiguration.IsUnknown() {
		lifetime = application.MembersOf[application.JWTConfiguration](m.JWTConfiguration, diags).LifetimeInSeconds
	}
	m.JWTConfiguration = types.ObjectValueMust(application.JWTConfigurationTypes, map[string]attr.Value{
		"alg":                 alg,
		"lifetime_in_seconds": lifetime,
	})
}
