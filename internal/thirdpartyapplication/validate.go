package thirdpartyapplication

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

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
	RefreshToken   application.RefreshTokenSettings
	// OrganizationArguments are those about logins to organizations that the configuration gives.
	OrganizationArguments []path.Path
}

// problems returns what Auth0 will not accept.
func (s settings) problems() []application.Problem {
	return slices.Concat(s.appTypeProblems(), s.urlProblems(), s.grantTypeProblems(), s.authenticationProblems(),
		s.Keys.problems(), s.tokenProblems(), s.organizationProblems(), s.RefreshToken.Problems(s.isStrict()))
}

func (s settings) isStrict() bool { return s.SecurityMode == auth0.SecurityModeStrict }

// strictAppTypes are all that strict applications may have.
var strictAppTypes = []string{"regular_web", "spa", "native", "non_interactive"}

func (s settings) appTypeProblems() []application.Problem {
	if !s.isStrict() || s.AppType == "" || slices.Contains(strictAppTypes, s.AppType) {
		return nil
	}
	return []application.Problem{{
		Path:    path.Root("app_type"),
		Summary: "Type not for strict applications",
		Detail: fmt.Sprintf("Auth0 refuses app_type = %q for third-party applications in strict mode. Write one of %s.",
			s.AppType, strings.Join(strictAppTypes, ", ")),
	}}
}

// strictGrantTypes are all that strict applications may use.
var strictGrantTypes = []string{"authorization_code", "refresh_token", "client_credentials"}

// passwordGrantTypes hand the user's password to the application, which a third party must never see.
var passwordGrantTypes = []string{"password", "http://auth0.com/oauth/grant-type/password-realm"}

func (s settings) grantTypeProblems() []application.Problem {
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
			found = append(found, strconv.Quote(grantType))
		}
	}
	if len(found) == 0 {
		return nil
	}
	return []application.Problem{{
		Path:    path.Root("grant_types"),
		Summary: "Grant type not for third-party applications",
		Detail:  fmt.Sprintf("Auth0 does not let this third-party application use %s. %s", strings.Join(found, ", "), remedy),
	}}
}

// authenticationProblems are about how the application proves who it is.
func (s settings) authenticationProblems() []application.Problem {
	hasKeys := s.HasKeys != nil && *s.HasKeys
	var problems []application.Problem
	if hasKeys && s.AuthMethod != nil && *s.AuthMethod != "" {
		problems = append(problems, application.Problem{
			Path:    path.Root("token_endpoint_auth_method"),
			Summary: "Two ways to authenticate",
			Detail: fmt.Sprintf("With client_authentication_methods the application signs with its key, and "+
				"token_endpoint_auth_method = %q says otherwise. Auth0 takes one of the two: remove the other.", *s.AuthMethod),
		})
	}
	if hasKeys && s.RotatesSecret {
		problems = append(problems, application.Problem{
			Path:    path.Root("secret_rotation_trigger"),
			Summary: "No secret to rotate",
			Detail: "With client_authentication_methods the application signs with its key and uses no secret; Auth0 refuses " +
				"to rotate one. Remove secret_rotation_trigger. To rotate a key, add the new one to credentials, and remove the " +
				"old one later.",
		})
	}
	if s.isStrict() && s.isPublic() && slices.Contains(s.GrantTypes, "client_credentials") {
		problems = append(problems, application.Problem{
			Path:    path.Root("grant_types"),
			Summary: "Public application cannot use client_credentials",
			Detail: fmt.Sprintf("Strict third-party applications get tokens for themselves only if they authenticate, and "+
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

// organizationProblems are about logins to organizations.
//
// Assumption: users-of-organizations: permissive applications cannot log users in to organizations.
func (s settings) organizationProblems() (problems []application.Problem) {
	if s.SecurityMode != auth0.SecurityModePermissive {
		return nil
	}
	for _, at := range s.OrganizationArguments {
		problems = append(problems, application.Problem{
			Path:    at,
			Summary: "Organizations need strict mode",
			Detail: fmt.Sprintf("Permissive applications cannot log users in to organizations, and Auth0 refuses %s on "+
				"them. Remove it, or create the application in strict mode.", at),
		})
	}
	return problems
}

// tokenProblems are about the algorithm that ID tokens are signed with.
func (s settings) tokenProblems() []application.Problem {
	at := path.Root("jwt_configuration").AtName("alg")
	switch {
	case s.JWTAlg == "" || s.JWTAlg == "RS256":
		return nil
	case s.isStrict():
		return []application.Problem{{Path: at, Summary: "Strict mode signs with " +
			"RS256", Detail: fmt.Sprintf("Auth0 signs tokens for "+
			"strict third-party applications with RS256 alone, and refuses jwt_configuration.alg = %q. Write RS256, or leave "+
			"alg out.", s.JWTAlg)}}
	case s.HasKeys != nil && *s.HasKeys:
		return []application.Problem{{Path: at, Summary: "Private key JWT needs " +
			"RS256", Detail: fmt.Sprintf("Auth0 refuses "+
			"jwt_configuration.alg = %q for applications with client_authentication_methods. Write RS256, or leave alg "+
			"out.", s.JWTAlg)}}
	}
	return nil
}
