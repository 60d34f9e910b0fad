package application

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Problem is what Auth0 will not accept about an argument.
type Problem struct {
	Path            path.Path
	Summary, Detail string
}

// Report reports problems as errors.
func Report(problems []Problem, diags *diag.Diagnostics) {
	for _, p := range problems {
		diags.AddAttributeError(p.Path, p.Summary, p.Detail)
	}
}

// RefreshTokenSettings are those of refresh_token; lifetimes are in seconds and nil if they are not given or not known.
type RefreshTokenSettings struct {
	ExpirationType            string
	TokenLifetime             *int64
	InfiniteTokenLifetime     bool
	IdleTokenLifetime         *int64
	InfiniteIdleTokenLifetime bool
}

// RefreshTokenSettings returns what the rules look at.
func (a *Arguments) RefreshTokenSettings(diags *diag.Diagnostics) RefreshTokenSettings {
	policy := MembersOf[RefreshToken](a.RefreshToken, diags)
	s := RefreshTokenSettings{
		ExpirationType:            policy.ExpirationType.ValueString(),
		TokenLifetime:             policy.TokenLifetime.ValueInt64Pointer(),
		InfiniteTokenLifetime:     policy.InfiniteTokenLifetime.ValueBool(),
		IdleTokenLifetime:         policy.IdleTokenLifetime.ValueInt64Pointer(),
		InfiniteIdleTokenLifetime: policy.InfiniteIdleTokenLifetime.ValueBool(),
	}
	if policy.InfiniteTokenLifetime.IsUnknown() || policy.TokenLifetime.IsUnknown() {
		s.TokenLifetime = nil
	}
	if policy.InfiniteIdleTokenLifetime.IsUnknown() || policy.IdleTokenLifetime.IsUnknown() {
		s.IdleTokenLifetime = nil
	}
	return s
}

// Problems returns what Auth0 will not accept of refresh tokens.
func (r RefreshTokenSettings) Problems(isStrict bool) []Problem {
	at := path.Root("refresh_token")
	var problems []Problem
	if isStrict && r.ExpirationType != "" && r.ExpirationType != refreshTokenExpiring {
		problems = append(problems, Problem{
			Path:    at.AtName("expiration_type"),
			Summary: "Strict mode needs expiring refresh tokens",
			Detail: fmt.Sprintf("Auth0 refuses refresh_token.expiration_type = %q for strict third-party applications. Write "+
				"%q.",
				r.ExpirationType, refreshTokenExpiring),
		})
	}
	if isStrict && r.InfiniteIdleTokenLifetime {
		problems = append(problems, Problem{
			Path:    at.AtName("infinite_idle_token_lifetime"),
			Summary: "Strict mode needs an idle lifetime",
			Detail: "Auth0 refuses refresh_token.infinite_idle_token_lifetime = true for strict third-party applications: " +
				"unused tokens must expire. Write false, and the limit in idle_token_lifetime.",
		})
	}
	if idle, total := r.idleLifetime(), r.lifetime(); idle != nil && total != nil && *idle > *total {
		problems = append(problems, Problem{
			Path:    at.AtName("idle_token_lifetime"),
			Summary: "Idle lifetime exceeds token lifetime",
			Detail: fmt.Sprintf("A refresh token that is valid for %d seconds at most cannot stay unused for %d. Write a "+
				"refresh_token.idle_token_lifetime of at most token_lifetime, or raise token_lifetime.", *total, *idle),
		})
	}
	return problems
}

// lifetime returns the limit on a refresh token's life, nil if there is none or it is not known.
func (r RefreshTokenSettings) lifetime() *int64 {
	if r.InfiniteTokenLifetime {
		return nil
	}
	return r.TokenLifetime
}

// idleLifetime is lifetime for a token that is not used.
func (r RefreshTokenSettings) idleLifetime() *int64 {
	if r.InfiniteIdleTokenLifetime {
		return nil
	}
	return r.IdleTokenLifetime
}
