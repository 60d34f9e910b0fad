package application

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// KeepUnchanged keeps the nested arguments as they are in the state if the plan changes none of their members.
func (a *Arguments) KeepUnchanged(config, state *Arguments) {
	a.JWTConfiguration = unlessChanged(a.JWTConfiguration, config.JWTConfiguration, state.JWTConfiguration)
	a.RefreshToken = unlessChanged(a.RefreshToken, config.RefreshToken, state.RefreshToken)
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

// SettleLifetimes makes a configured lifetime count, which the infinite flag beside it would otherwise override.
func (a *Arguments) SettleLifetimes(config *Arguments, diags *diag.Diagnostics) {
	if config.RefreshToken.IsNull() || config.RefreshToken.IsUnknown() {
		return
	}
	configured := MembersOf[RefreshToken](config.RefreshToken, diags)
	members := a.RefreshToken.Attributes()
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
	a.RefreshToken = types.ObjectValueMust(RefreshTokenTypes, members)
}
