package auth0

import (
	"encoding/hex"
	"html"
	"regexp"
	"strings"
	"sync"
)

// shownRun is from how many characters on a piece of a secret is masked. Shorter secrets are masked as a whole.
const shownRun = 8

// redact returns a text of somebody else's without what is secret: what the client itself knows, whole or in pieces, what
// looks like a token or a private key, and what is called a secret. A secret may be escaped, in any way and more than once;
// the text is then returned without escapes.
func (c *Client) redact(text string) string {
	plain := unescape(text)
	safe := plain
	for _, secret := range []string{c.config.ClientSecret, c.config.APIToken, c.tokens.last()} {
		safe = c.pieces.mask(safe, secret)
	}
	safe = signedToken.ReplaceAllString(safe, masked)
	safe = privateKey.ReplaceAllString(safe, masked)
	safe = namedSecret.ReplaceAllString(safe, "${1}"+masked)
	if safe == plain {
		return text
	}
	return safe
}

// redactError returns the error with a harmless text and the same chain.
func (c *Client) redactError(err error) error {
	text := err.Error()
	if safe := c.redact(text); safe != text {
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
	namedSecret = regexp.MustCompile(`(?i)((?:secret|password|(?:access|refresh|id|api)_?token|assertion|(?:private|signing|encryption)_?key)\b` +
		`["'\\]*\s*[=:]\s*["'\\]*)[^\s"'\\&,;}]+`)

	escape = regexp.MustCompile(`\\+u[0-9a-fA-F]{4}|\\+x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}|&#?\w+;|\\+(["'/\\])`)
)

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

// pieces finds pieces of secrets in texts.
type pieces struct{ known sync.Map } // of each secret, a set of all its runs of shownRun characters

// mask masks each piece of a secret that is in the text.
func (p *pieces) mask(text, secret string) string {
	run := min(shownRun, len(secret))
	if run == 0 || len(text) < run {
		return text
	}
	runs := p.of(secret, run)
	var safe strings.Builder
	for end, i := 0, 0; i < len(text); i++ {
		if i+run <= len(text) && runs[text[i:i+run]] {
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

func (p *pieces) of(secret string, run int) map[string]bool {
	if known, ok := p.known.Load(secret); ok {
		runs, _ := known.(map[string]bool)
		return runs
	}
	runs := make(map[string]bool, len(secret))
	for i := range len(secret) - run + 1 {
		runs[secret[i:i+run]] = true
	}
	p.known.Store(secret, runs)
	return runs
}
