package thirdpartyapplication

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// settle fills in what follows from the configured arguments. What may follow from arguments that are not known yet is
// unknown too. The state is nil for a new application.
func (m *model) settle(config, state *model, diags *diag.Diagnostics) {
	if state != nil {
		m.JWTConfiguration = unlessChanged(m.JWTConfiguration, config.JWTConfiguration, state.JWTConfiguration)
		m.RefreshToken = unlessChanged(m.RefreshToken, config.RefreshToken, state.RefreshToken)
	}
	m.settleKeys(config, state, diags)
	m.settleAuthMethod(config, state)
	m.settleAlg(config, diags)
	m.settleLifetimes(config, diags)
}

// unlessChanged returns the nested attribute as it is in the state where the plan changes none of its members. One that
// is left out and has no value in the state would otherwise be announced as known after apply in every plan: a
// permissive application has no alg until one is configured.
func unlessChanged(plan, config, state types.Object) types.Object {
	if plan.IsUnknown() || plan.IsNull() {
		return plan
	}
	configured, before := config.Attributes(), state.Attributes()
	for name, member := range plan.Attributes() {
		isLeftOut := member.IsUnknown() && configured[name] != nil && configured[name].IsNull()
		if !isLeftOut && !member.Equal(before[name]) {
			return plan
		}
	}
	return state
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
	configured := membersOf[jwtConfiguration](config.JWTConfiguration, diags)
	if config.ClientAuthenticationMethods.IsNull() || config.JWTConfiguration.IsUnknown() || !configured.Alg.IsNull() {
		return
	}
	alg, lifetime := types.StringValue("RS256"), types.Int64Unknown()
	if config.ClientAuthenticationMethods.IsUnknown() {
		alg = types.StringUnknown()
	}
	if !m.JWTConfiguration.IsUnknown() {
		lifetime = membersOf[jwtConfiguration](m.JWTConfiguration, diags).LifetimeInSeconds
	}
	m.JWTConfiguration = types.ObjectValueMust(jwtConfigurationTypes, map[string]attr.Value{
		"alg":                 alg,
		"lifetime_in_seconds": lifetime,
	})
}

// settleLifetimes makes a configured lifetime count, which the infinite flag beside it would otherwise override.
func (m *model) settleLifetimes(config *model, diags *diag.Diagnostics) {
	if config.RefreshToken.IsNull() || config.RefreshToken.IsUnknown() {
		return
	}
	configured := membersOf[refreshToken](config.RefreshToken, diags)
	members := m.RefreshToken.Attributes()
	settle := func(name string, lifetime types.Int64, infinite types.Bool) {
		switch {
		case lifetime.IsNull() || !infinite.IsNull():
		case lifetime.IsUnknown():
			members[name] = types.BoolUnknown()
		default:
			members[name] = types.BoolValue(false)
		}
	}
	settle("infinite_token_lifetime", configured.TokenLifetime, configured.InfiniteTokenLifetime)
	settle("infinite_idle_token_lifetime", configured.IdleTokenLifetime, configured.InfiniteIdleTokenLifetime)
	m.RefreshToken = types.ObjectValueMust(refreshTokenTypes, members)
}
