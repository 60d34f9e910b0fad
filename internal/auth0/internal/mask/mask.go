// Package mask takes secrets out of what somebody else wrote before it is logged or shown.
//
// A [Masker] knows the secrets of one client. [Masker.Text] masks them in a text, whole, in pieces and escaped, and
// with them whatever looks like a token, a private key or a named secret. [Masker.Body] is for JSON, and keeps only the
// members known to be harmless. [Printable] is about characters, not secrets: it keeps a text from rewriting a
// terminal.
package mask

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// shownRun is from how many characters on a piece of a secret is masked. Shorter secrets are masked as a whole.
const shownRun = 8

// masked replaces a secret.
const masked = "[masked]"

// Masker masks the secrets that it knows, and what looks like one. It is safe for concurrent use.
type Masker struct {
	mu    sync.Mutex
	known []secret
}

// secret is a secret with all its runs of shownRun characters.
type secret struct {
	text string
	runs map[string]bool
}

// New returns a masker that knows the given secrets. Empty ones are none.
func New(secrets ...string) *Masker {
	m := &Masker{}
	for _, one := range secrets {
		m.Add(one)
	}
	return m
}

// Add makes one more secret known.
func (m *Masker) Add(text string) {
	run := min(shownRun, len(text))
	if run == 0 {
		return
	}
	one := secret{text, make(map[string]bool, len(text))}
	for i := range len(text) - run + 1 {
		one.runs[text[i:i+run]] = true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known = append(slices.Clip(m.known), one)
}

// secrets returns what is known. The slice is not changed any more.
func (m *Masker) secrets() []secret {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known
}

// Text returns a text of somebody else's without what is secret: what the masker knows, whole or in pieces, what looks
// like a token or a private key, and what is called a secret. A secret may be escaped, in any way and more than once;
// the text is then returned without escapes.
func (m *Masker) Text(text string) string {
	plain := unescape(text)
	safe := plain
	for _, one := range m.secrets() {
		safe = one.mask(safe)
	}
	safe = signedToken.ReplaceAllString(safe, masked)
	safe = privateKey.ReplaceAllString(safe, masked)
	safe = namedSecret.ReplaceAllString(safe, "${1}"+masked)
	safe = encodedRun.ReplaceAllStringFunc(safe, maskEncoded)
	if safe == plain {
		return text
	}
	return safe
}

// Error returns the error with a harmless text and the same chain.
func (m *Masker) Error(err error) error {
	text := err.Error()
	if safe := m.Text(text); safe != text {
		return &redactedError{safe, err}
	}
	return err
}

type redactedError struct {
	text string
	err  error
}

func (e *redactedError) Error() string { return e.text }
func (e *redactedError) Unwrap() error { return e.err }

var (
	// signedToken is the shape of a JSON Web Token, which access tokens and client assertions are.
	signedToken = regexp.MustCompile(`eyJ[\w-]+\.[\w-]*(\.[\w-]*)*`)

	// privateKey is a private key in PEM, to its end or to the end of the text.
	privateKey = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*-----|$)`)

	// namedSecret is a secret behind its name, as in JSON, forms and headers.
	namedSecret = regexp.MustCompile(
		`(?i)((?:secret|password|(?:access|refresh|id|api)_?token|assertion|(?:private|signing|encryption)_?key)\b` +
			`["'\\]*\s*[=:]\s*["'\\]*)[^\s"'\\&,;}]+`,
	)

	escape = regexp.MustCompile(`\\+u[0-9a-fA-F]{4}|\\+x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}|&#?\w+;|\\+(["'/\\])`)
)

// encodedRun is what may be a text in base64 or in hexadecimal.
var encodedRun = regexp.MustCompile(`[A-Za-z0-9+/_-]{16,}`)

// maskEncoded masks a text in base64 or hexadecimal, because it may hold a secret that cannot be seen. Ids are none:
// what they decode to is not printable.
func maskEncoded(run string) string {
	for skipped := range 4 {
		standard := strings.NewReplacer("-", "+", "_", "/").Replace(run[skipped:])
		decoded, err := base64.RawStdEncoding.DecodeString(standard[:len(standard)/4*4])
		if err == nil && isText(decoded) {
			return masked
		}
		if decoded, err = hex.DecodeString(run[skipped : skipped+(len(run)-skipped)/2*2]); err == nil && isText(decoded) {
			return masked
		}
	}
	return run
}

func isText(decoded []byte) bool {
	return len(decoded) >= shownRun && !slices.ContainsFunc(decoded, func(b byte) bool {
		return b > '~' || b < ' ' && !strings.ContainsRune("\t\r\n", rune(b))
	})
}

// maxEscapes is how often a text may be escaped on top of each other.
const maxEscapes = 4

// unescape undoes the escapes of JSON, URLs, forms and HTML.
func unescape(text string) string {
	if !strings.ContainsAny(text, `\%&`) {
		return text
	}
	for range maxEscapes {
		plain := escape.ReplaceAllStringFunc(text, unescapeOne)
		if plain == text {
			break
		}
		text = plain
	}
	return text
}

func unescapeOne(escaped string) string {
	if escaped[0] == '&' {
		return html.UnescapeString(escaped)
	}
	digits := strings.TrimLeft(escaped, `\%`)
	switch {
	case escaped[0] == '%':
	case digits != "" && strings.ContainsAny(digits[:1], "ux"):
		digits = digits[1:]
	default: // an escaped character, or backslashes alone
		return digits
	}
	code, err := hex.DecodeString(digits)
	if err != nil || len(code) < 2 {
		return string(code)
	}
	return string(rune(code[0])<<8 | rune(code[1]))
}

// mask masks each piece of the secret that is in the text.
func (s secret) mask(text string) string {
	run := min(shownRun, len(s.text))
	if len(text) < run {
		return text
	}
	var safe strings.Builder
	for end, i := 0, 0; i < len(text); i++ {
		if i+run <= len(text) && s.runs[text[i:i+run]] {
			if i >= end {
				safe.WriteString(masked)
			}
			end = i + run
		}
		if i >= end {
			safe.WriteByte(text[i])
		}
	}
	return safe.String()
}

// maxBody is the size in bytes above which a body is shown by its size alone.
const maxBody = 64 << 10

// plainMembers are the members of requests and answers whose values may be logged. Everything else is masked: secrets
// and keys, the options of connections, metadata, and whatever the API adds one day.
var plainMembers = memberSet(`
	alg allow_all_scopes allow_any_organization allowed_origins app_type audience authorization_details_types
	callbacks client_authentication_methods client_grants client_id clients connections created_at credential_type
	credentials default_for display_name error errorCode error_description expires_at expires_in
	external_metadata_type global
`, `
	grant_types id is_domain_connection is_first_party is_system jwt_configuration kid lifetime_in_seconds message
	name next organization_usage private_key_jwt redirection_policy require_proof_of_possession scope statusCode
	strategy subject_type third_party_security_mode thumbprint_sha256 token_endpoint_auth_method token_type
	updated_at web_origins
`)

// memberSet is the set of the names in the lists, which have white space between them.
func memberSet(lists ...string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for name := range strings.FieldsSeq(list) {
			set[name] = true
		}
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
