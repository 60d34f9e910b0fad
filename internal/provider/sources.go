package provider

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// members names the argument and the variable behind each member of auth0.Config.
var members = map[string]struct{ argument, variable string }{
	"Domain":                    {"domain", envDomain},
	"Audience":                  {"audience", envAudience},
	"ClientID":                  {"client_id", envClientID},
	"ClientSecret":              {"client_secret", envClientSecret},
	"ClientAssertionPrivateKey": {"client_assertion_private_key", envClientAssertionPrivateKey},
	"ClientAssertionSigningAlg": {"client_assertion_signing_alg", envClientAssertionSigningAlg},
	"APIToken":                  {"api_token", envAPIToken},
	"MaxRequestsPerSecond":      {"max_requests_per_second", envMaxRequestsPerSecond},
	"MaxRetries":                {"max_retries", envMaxRetries},
	"RequestTimeout":            {"request_timeout", envRequestTimeout},
}

// sources takes values from the provider block or, if that does not set them, from the environment, and remembers what
// they are called there.
type sources struct {
	names      map[string]string // by member: AUTH0_DOMAIN, or "argument domain"
	blockAlone bool              // whether the environment is not looked at
}

// text returns the value of a member. Blanks and line breaks around it, which files and shells leave there, are no part
// of it.
func (s *sources) text(member string, argument types.String) string {
	of := members[member]
	if !argument.IsNull() {
		s.names[member] = "argument " + of.argument
		return trim(argument.ValueString())
	}
	if _, isSet := os.LookupEnv(of.variable); !isSet || s.blockAlone {
		return ""
	}
	s.names[member] = of.variable
	return environment(of.variable)
}

// environment returns the value of a variable, without what files and shells leave around it.
func environment(variable string) string { return trim(os.Getenv(variable)) }

func trim(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
}

// addAbsent reports a member that is needed, and not set or blank.
func (s *sources) addAbsent(diags *diag.Diagnostics, member, what string) {
	of := members[member]
	found := ""
	if name := s.names[member]; name != "" {
		found = " It is set by " + name + ", and empty."
	}
	diags.AddAttributeError(path.Root(of.argument), "Provider argument "+of.argument+" is missing",
		fmt.Sprintf("Set %s in the provider block, or %s in the environment, to "+
			"%s.%s", of.argument, of.variable, what, found))
}

// addConfigError attaches the client's complaint to the argument it is about, and names if the value is from.
func (s *sources) addConfigError(diags *diag.Diagnostics, err error) {
	var bad *auth0.ConfigError
	if errors.As(err, &bad) {
		if of, ok := members[bad.Member]; ok {
			at := path.Root(of.argument)
			if s.names[bad.Member] == of.variable {
				diags.AddAttributeError(at, "Environment "+
					"variable "+of.variable+" is not "+
					"usable", "The "+
					"variable "+of.variable+" "+bad.Problem+".")
			} else {
				diags.AddAttributeError(at, "Provider "+
					"argument "+of.argument+" is not "+
					"usable", "The "+
					"argument "+of.argument+" "+bad.Problem+".")
			}
			return
		}
	}
	diags.AddError("Provider configuration is not usable", err.Error())
}

// addSignInError attaches the failure to sign in to the argument to look at first.
func (s *sources) addSignInError(diags *diag.Diagnostics, err error) {
	common, ok := errors.AsType[*auth0.CommonError](err)
	if !ok {
		diags.AddError("Could not sign in to Auth0", err.Error()+".")
		return
	}
	summary := common.Summary()
	diags.AddAttributeError(path.Root(members[common.Member].argument), summary, common.Error())
}
