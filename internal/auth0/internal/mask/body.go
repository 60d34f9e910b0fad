package mask

import (
	"encoding/json"
	"fmt"
	"strings"
)

// maxBody is the size in bytes above which a body is shown by its size alone.
const maxBody = 64 << 10

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

// Body returns a body as it may be logged.
func (m *Masker) Body(body []byte) string {
	var value any
	switch {
	case len(body) == 0:
		return ""
	case len(body) > maxBody || json.Unmarshal(body, &value) != nil:
		return fmt.Sprintf("[%d bytes]", len(body))
	}
	text, err := json.Marshal(m.value(value, false))
	if err != nil {
		return masked
	}
	return string(text)
}

// value masks every scalar, at any depth, that is not in a member known to be harmless; plain says whether value
// itself is in one.
func (m *Masker) value(value any, plain bool) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if plainMembers[name] {
				value[name] = m.value(member, true)
			} else {
				value[name] = masked
			}
		}
		return value
	case []any:
		for i, element := range value {
			value[i] = m.value(element, plain)
		}
		return value
	case nil, bool:
		return value
	case string:
		if plain {
			return m.Text(value)
		}
	case float64:
		if plain {
			return value
		}
	}
	return masked
}
