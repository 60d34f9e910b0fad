package thirdpartyapplication

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// refreshTokenExpiring is the only expiration type that strict applications may have.
const refreshTokenExpiring = "expiring"

// settings are the arguments that the rules look at, of a configuration or of a plan. Empty stands for what is left out
// or not known yet: the rules wait for it.
type settings struct {
	SecurityMode   string
	AppType        string
	LogoURI        string
	Callbacks      []string
	AllowedOrigins []string
	WebOrigins     []string
	GrantTypes     []string
	AuthMethod     *string // nil while unknown, empty for none given
	HasKeys        *bool   // whether client_authentication_methods is given; nil while unknown
	Keys           credentials
	RotatesSecret  bool
	JWTAlg         string
	RefreshToken   refreshTokenSettings
}

// refreshTokenSettings are those of refresh_token; lifetimes are in seconds and nil if they are not given or not known.
type refreshTokenSettings struct {
	ExpirationType            string
	TokenLifetime             *int64
	InfiniteTokenLifetime     bool
	IdleTokenLifetime         *int64
	InfiniteIdleTokenLifetime bool
}

// problem is what Auth0 will not accept about an argument.
type problem struct {
	path            path.Path
	summary, detail string
}

// problems returns what Auth0 will not accept.
func (s settings) problems() []problem {
	return slices.Concat(s.appTypeProblems(), s.urlProblems(), s.grantTypeProblems(), s.authenticationProblems(),
		s.Keys.problems(), s.tokenProblems(), s.refreshTokenProblems())
}

func report(problems []problem, diags *diag.Diagnostics) {
	for _, p := range problems {
		diags.AddAttributeError(p.path, p.summary, p.detail)
	}
}

func (s settings) isStrict() bool { return s.SecurityMode == auth0.SecurityModeStrict }

// strictAppTypes are all that strict applications may have.
var strictAppTypes = []string{"regular_web", "spa", "native", "non_interactive"}

func (s settings) appTypeProblems() []problem {
	if !s.isStrict() || s.AppType == "" || slices.Contains(strictAppTypes, s.AppType) {
		return nil
	}
	return []problem{{
		path:    path.Root("app_type"),
		summary: "Type not for strict applications",
		detail: fmt.Sprintf("Auth0 refuses app_type = %q for third-party applications in strict mode. Write one of %s.",
			s.AppType, strings.Join(strictAppTypes, ", ")),
	}}
}

// strictGrantTypes are all that strict applications may use.
var strictGrantTypes = []string{"authorization_code", "refresh_token", "client_credentials"}

// passwordGrantTypes hand the user's password to the application, which a third party must never see.
var passwordGrantTypes = []string{"password", "http://auth0.com/oauth/grant-type/password-realm"}

func (s settings) grantTypeProblems() []problem {
	refused := func(grantType string) bool { return slices.Contains(passwordGrantTypes, grantType) }
	remedy := "Users log in at Auth0 with authorization_code instead."
	switch s.SecurityMode {
	case auth0.SecurityModeStrict:
		refused = func(grantType string) bool { return !slices.Contains(strictGrantTypes, grantType) }
		remedy = "Strict mode knows " + strings.Join(strictGrantTypes, ", ") + "."
	case "":
		remedy += " In strict mode only " + strings.Join(strictGrantTypes, ", ") + " are accepted."
	}
	var found []string
	for _, grantType := range s.GrantTypes {
		if refused(grantType) {
			found = append(found, grantType)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return []problem{{
		path:    path.Root("grant_types"),
		summary: "Grant type not for third-party applications",
		detail:  fmt.Sprintf("Auth0 does not let this third-party application use %s. %s", strings.Join(found, ", "), remedy),
	}}
}

// authenticationProblems are about how the application proves who it is.
func (s settings) authenticationProblems() []problem {
	hasKeys := s.HasKeys != nil && *s.HasKeys
	var problems []problem
	if hasKeys && s.AuthMethod != nil && *s.AuthMethod != "" {
		problems = append(problems, problem{
			path:    path.Root("token_endpoint_auth_method"),
			summary: "Two ways to authenticate",
			detail: fmt.Sprintf("With client_authentication_methods the application signs with its key, and "+
				"token_endpoint_auth_method = %q says otherwise. Auth0 takes one of the two: remove the other.", *s.AuthMethod),
		})
	}
	if hasKeys && s.RotatesSecret {
		problems = append(problems, problem{
			path:    path.Root("secret_rotation_trigger"),
			summary: "No secret to rotate",
			detail: "With client_authentication_methods the application signs with its key and uses no secret; Auth0 refuses " +
				"to rotate one. Remove secret_rotation_trigger. To rotate a key, add the new one to credentials, and remove the " +
				"old one later.",
		})
	}
	if s.isStrict() && s.isPublic() && slices.Contains(s.GrantTypes, "client_credentials") {
		problems = append(problems, problem{
			path:    path.Root("grant_types"),
			summary: "Public application cannot use client_credentials",
			detail: fmt.Sprintf("Strict third-party applications get tokens for themselves only if they authenticate, and "+
				"this one (app_type %q) has no way to. Remove client_credentials from grant_types (if grant_types is not in the "+
				"configuration, write it without), or set token_endpoint_auth_method to client_secret_post or "+
				"client_secret_basic, or give client_authentication_methods.", s.AppType),
		})
	}
	return problems
}

// isPublic reports whether the application is known not to authenticate. Those in a browser or on a user's device can
// keep no secret, and count as public unless a way to authenticate is given.
func (s settings) isPublic() bool {
	if s.AuthMethod == nil || s.HasKeys == nil || *s.HasKeys {
		return false
	}
	return *s.AuthMethod == "none" || *s.AuthMethod == "" && (s.AppType == "spa" || s.AppType == "native")
}

// tokenProblems are about the algorithm that ID tokens are signed with.
func (s settings) tokenProblems() []problem {
	at := path.Root("jwt_configuration").AtName("alg")
	switch {
	case s.JWTAlg == "" || s.JWTAlg == "RS256":
		return nil
	case s.isStrict():
		return []problem{{path: at, summary: "Strict mode signs with " +
			"RS256", detail: fmt.Sprintf("Auth0 signs tokens for "+
			"strict third-party applications with RS256 alone, and refuses jwt_configuration.alg = %q. Write RS256, or leave "+
			"alg out.", s.JWTAlg)}}
	case s.HasKeys != nil && *s.HasKeys:
		return []problem{{path: at, summary: "Private key JWT needs " +
			"RS256", detail: fmt.Sprintf("Auth0 refuses "+
			"jwt_configuration.alg = %q for applications with client_authentication_methods. Write RS256, or leave alg "+
			"out.", s.JWTAlg)}}
	}
	return nil
}

func (s settings) refreshTokenProblems() []problem {
	at := path.Root("refresh_token")
	policy := s.RefreshToken
	var problems []problem
	if s.isStrict() && policy.ExpirationType != "" && policy.ExpirationType != refreshTokenExpiring {
		problems = append(problems, problem{
			path:    at.AtName("expiration_type"),
			summary: "Strict mode needs expiring refresh tokens",
			detail: fmt.Sprintf("Auth0 refuses refresh_token.expiration_type = %q for strict third-party applications. Write "+
				"%q.",
				policy.ExpirationType, refreshTokenExpiring),
		})
	}
	if s.isStrict() && policy.InfiniteIdleTokenLifetime {
		problems = append(problems, problem{
			path:    at.AtName("infinite_idle_token_lifetime"),
			summary: "Strict mode needs an idle lifetime",
			detail: "Auth0 refuses refresh_token.infinite_idle_token_lifetime = true for strict third-party applications: " +
				"unused tokens must expire. Write false, and the limit in idle_token_lifetime.",
		})
	}
	if idle, total := policy.idleLifetime(), policy.lifetime(); idle != nil && total != nil && *idle > *total {
		problems = append(problems, problem{
			path:    at.AtName("idle_token_lifetime"),
			summary: "Idle lifetime exceeds token lifetime",
			detail: fmt.Sprintf("A refresh token that is valid for %d seconds at most cannot stay unused for %d. Write a "+
				"refresh_token.idle_token_lifetime of at most token_lifetime, or raise token_lifetime.", *total, *idle),
		})
	}
	return problems
}

// lifetime returns the limit on a refresh token's life, nil if there is none or it is not known.
func (r refreshTokenSettings) lifetime() *int64 {
	if r.InfiniteTokenLifetime {
		return nil
	}
	return r.TokenLifetime
}

// idleLifetime is lifetime for a token that is not used.
func (r refreshTokenSettings) idleLifetime() *int64 {
	if r.InfiniteIdleTokenLifetime {
		return nil
	}
	return r.IdleTokenLifetime
}
