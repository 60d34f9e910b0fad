package auth0

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

const (
	masked = "[masked]"

	// maxLoggedBody is the size in bytes above which a body is logged by its size alone.
	maxLoggedBody = 64 << 10
)

// plainMembers are the members of requests and answers whose values may be logged. Everything else is masked: secrets
// and keys, the options of connections, metadata, and whatever the API adds one day.
var plainMembers = memberSet(`
	alg allow_all_scopes allow_any_organization allowed_origins app_type audience authorization_details_types
	callbacks client_authentication_methods client_grants client_id clients connections created_at credential_type
	credentials default_for display_name error errorCode error_description expires_at expires_in
	external_metadata_type global grant_types id is_domain_connection is_first_party is_system jwt_configuration kid
	lifetime_in_seconds message name next organization_usage private_key_jwt redirection_policy
	require_proof_of_possession scope statusCode strategy subject_type third_party_security_mode thumbprint_sha256
	token_endpoint_auth_method token_type updated_at web_origins`)

func memberSet(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

// maskBody returns a body as it may be logged.
func maskBody(body []byte) string {
	var value any
	switch {
	case len(body) == 0:
		return ""
	case len(body) > maxLoggedBody || json.Unmarshal(body, &value) != nil:
		return fmt.Sprintf("[%d bytes]", len(body))
	}
	text, err := json.Marshal(maskValue(value, false))
	if err != nil {
		return masked
	}
	return string(text)
}

// maskValue masks every scalar, at any depth, that is not in a member known to be harmless; plain says whether value
// itself is in one.
func maskValue(value any, plain bool) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if plainMembers[name] {
				value[name] = maskValue(member, true)
			} else {
				value[name] = masked
			}
		}
		return value
	case []any:
		for i, element := range value {
			value[i] = maskValue(element, plain)
		}
		return value
	case nil, bool:
		return value
	}
	if plain {
		return value
	}
	return masked
}

// signedToken is the shape of a JSON Web Token, which access tokens and client assertions are.
var signedToken = regexp.MustCompile(`eyJ[\w-]+\.[\w-]*(\.[\w-]*)*`)

// redactor takes the configuration's own secrets out of texts that others wrote.
type redactor struct{ known *strings.Replacer }

func newRedactor(config Config) redactor {
	var pairs []string
	for _, secret := range []string{config.ClientSecret, config.APIToken} {
		if secret != "" {
			pairs = append(pairs, secret, masked, url.QueryEscape(secret), masked)
		}
	}
	return redactor{strings.NewReplacer(pairs...)}
}

// redact returns text without the client's secrets, its access token and anything that looks like a token.
func (c *Client) redact(text string) string {
	text = c.redactor.known.Replace(text)
	if token := c.tokens.cached(); token != "" {
		text = strings.ReplaceAll(text, token, masked)
	}
	return signedToken.ReplaceAllString(text, masked)
}
