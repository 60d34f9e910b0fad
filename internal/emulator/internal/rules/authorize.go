package rules

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// PublicID returns the client_id in logins and tokens of an application: the URL of its document, if one describes it,
// else its client_id.
func PublicID(client object.Object) string {
	if url := object.Text(client, "external_client_id"); url != "" && IsSelfDescribed(client) {
		return url
	}
	return object.Text(client, "client_id")
}

// ClientNamed finds an application by its [PublicID], nil if there is none.
//
// Assumption: an application that a document describes can use only the document's URL.
func ClientNamed(t *tenant.Tenant, publicID string) object.Object {
	if client := t.Clients.Get(publicID); client != nil && PublicID(client) == publicID && !object.Flag(client, "global") {
		return client
	}
	return DescribedBy(t, publicID)
}

// MayRedirect reports whether a refused login redirects to the application. Under redirect protection it ends on an
// error page.
func MayRedirect(client object.Object) bool {
	return !IsStrict(client) || object.Text(client, "redirection_policy") == "allow_always"
}

// CallbackDomain is application.callback_domain of email templates. It is empty under redirect protection.
func CallbackDomain(client object.Object, address string) string {
	u, err := url.Parse(address)
	if err != nil || !MayRedirect(client) {
		return ""
	}
	return u.Host
}

// refuseLogin refuses a login.
//
// Assumption: the wording, except those that reports quote: connections, organizations, and APIs without a grant.
func refuseLogin(code, description string) *answer.TokenError {
	return &answer.TokenError{Status: http.StatusBadRequest, Code: code, Description: description}
}

// CheckRedirectURI refuses a redirect URI that is not one of the application's callbacks.
//
// Assumption: the redirect URI of a strict application equals a callback, even on loopback. Other native applications
// may use any port of a loopback address, and a wildcard matches one label of a host name.
func CheckRedirectURI(client object.Object, address string) error {
	if address == "" {
		return refuseLogin("invalid_request", "Missing required parameter: redirect_uri")
	}
	allowed := object.List(client, "callbacks")
	if slices.Contains(allowed, address) || (!IsStrict(client) && slices.ContainsFunc(allowed, func(callback string) bool {
		return matchesCallback(client, callback, address)
	})) {
		return nil
	}
	return refuseLogin("unauthorized_client", "Callback URL mismatch. "+address+" is not in the list of allowed "+
		"callback URLs")
}

// matchesCallback reports whether an address matches a callback of a first-party or permissive application.
func matchesCallback(client object.Object, callback, address string) bool {
	want, err := url.Parse(callback)
	got, other := url.Parse(address)
	if err != nil || other != nil || want.Scheme != got.Scheme || want.Path != got.Path || want.RawQuery != got.RawQuery ||
		got.User != nil {
		return false
	}
	if object.Text(client, "app_type") == "native" && tenant.IsLoopback(want.Host) && want.Hostname() != "localhost" {
		return want.Hostname() == got.Hostname()
	}
	label, rest, found := strings.Cut(got.Host, ".")
	return found && label != "" && want.Host == "*."+rest
}

// checkOnce refuses a repeated parameter, because one of the two would be ignored. Only resource may be repeated.
func checkOnce(parameters url.Values) error {
	for name, values := range parameters {
		if len(values) > 1 && name != "resource" {
			return refuseLogin("invalid_request", "parameter "+name+" must not be repeated")
		}
	}
	return nil
}

// prompts are the values of prompt that are known.
var prompts = []string{"none", "login", "consent", "select_account"}

// checkPrompt refuses prompts that are unknown or that contradict each other, and a max_age that is not a number of
// seconds.
func checkPrompt(parameters url.Values) error {
	asked := strings.Fields(parameters.Get("prompt"))
	for _, prompt := range asked {
		if !slices.Contains(prompts, prompt) || (prompt == "none" && len(asked) > 1) {
			return refuseLogin("invalid_request", "Invalid value of prompt: "+parameters.Get("prompt"))
		}
	}
	age := parameters.Get("max_age")
	if strings.Trim(age, "0123456789") != "" || len(age) > 9 {
		return refuseLogin("invalid_request", "Invalid value of max_age: "+age)
	}
	return nil
}

// checkResponseType refuses response types and modes that the application cannot use.
//
// Assumption: an unknown response mode, and form_post, are refused.
func checkResponseType(client object.Object, parameters url.Values) error {
	asked := strings.Fields(parameters.Get("response_type"))
	known := func(part string) bool { return part == "code" || (!IsStrict(client) && isImplicit(part)) }
	switch {
	case len(asked) == 0:
		return refuseLogin("invalid_request", "Missing required parameter: response_type")
	case slices.ContainsFunc(asked, func(part string) bool { return !known(part) }):
		return refuseLogin("unsupported_response_type", "Unsupported response type: "+parameters.Get("response_type"))
	case slices.ContainsFunc(asked, isImplicit) && !mayAsk(client, "implicit"):
		return RefuseGrantType("implicit")
	case slices.Contains(asked, "code") && !mayAsk(client, "authorization_code"):
		return RefuseGrantType("authorization_code")
	case slices.Contains(asked, "id_token") && parameters.Get("nonce") == "":
		return refuseLogin("invalid_request", "Missing required parameter: nonce")
	}
	if mode := parameters.Get("response_mode"); mode != "" && mode != "query" && mode != "fragment" {
		return refuseLogin("invalid_request", "Unsupported response mode: "+mode)
	}
	return nil
}

func isImplicit(part string) bool { return part == "token" || part == "id_token" }

func mayAsk(client object.Object, grantType string) bool {
	return slices.Contains(object.List(client, "grant_types"), grantType)
}

// RefuseGrantType refuses a flow that the application may not use.
func RefuseGrantType(grantType string) *answer.TokenError {
	return &answer.TokenError{
		Status: http.StatusForbidden, Code: "unauthorized_client",
		Description: "Grant type '" + grantType + "' not allowed for the client.",
	}
}

// challengeLength is the length of a SHA-256 hash in base64url.
const challengeLength = 43

// checkChallenge refuses a login without PKCE that requires it, because whoever steals the code could use it.
//
// Assumption: all public applications must send a challenge, and S256 is the only method.
func checkChallenge(client object.Object, parameters url.Values) error {
	challenge, method := parameters.Get("code_challenge"), parameters.Get("code_challenge_method")
	isLeftOut := challenge == "" && method == "" && !IsStrict(client) && !IsPublic(client)
	switch {
	case isLeftOut, !slices.Contains(strings.Fields(parameters.Get("response_type")), "code"):
		return nil
	case challenge == "":
		return refuseLogin("invalid_request", "Missing required parameter: code_challenge")
	case method != "S256":
		return refuseLogin("invalid_request", "code_challenge_method must be S256")
	case len(challenge) != challengeLength || strings.Trim(challenge, tenant.SecretSymbols) != "":
		return refuseLogin("invalid_request", "code_challenge is not a SHA-256 hash in base64url")
	}
	return nil
}

// IsPublic reports whether an application cannot authenticate.
func IsPublic(client object.Object) bool {
	return object.Text(client, "token_endpoint_auth_method") == "none" && client["client_authentication_methods"] == nil
}
