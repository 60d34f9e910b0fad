package rules

import (
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// strictParameters are the parameters that a strict application may send to /authorize, besides those that begin with
// ext-.
var strictParameters = []string{
	"acr_values", "audience", "authorization_details", "client_id", "code_challenge", "code_challenge_method",
	"connection", "correlation_id", "display", "dpop_jkt", "login_hint", "max_age", "nonce", "organization", "prompt",
	"redirect_uri", "resource", "response_type", "scope", "state", "ui_locales",
}

// checkStrictParameters refuses all other parameters of a strict application.
func checkStrictParameters(client object.Object, parameters url.Values) error {
	if !IsStrict(client) {
		return nil
	}
	for name := range parameters {
		if !slices.Contains(strictParameters, name) && !strings.HasPrefix(name, "ext-") {
			return refuseLogin("invalid_request", "parameter "+name+" is not allowed for third-party clients in strict "+
				"security mode")
		}
	}
	return nil
}
