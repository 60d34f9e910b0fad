package schema

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var errFormat = errors.New("format")

// formats are Auth0's own string formats. The OpenAPI document only names them.
//
// Assumption: what each format accepts, as far as its name does not say so.
var formats = []*jsonschema.Format{
	stringFormat("absolute-https-uri-or-empty", orEmpty(isAbsoluteHTTPS)),
	stringFormat("absolute-https-uri-with-placeholders-or-empty", orEmpty(isAbsoluteHTTPS)),
	stringFormat("absolute-uri-or-empty", orEmpty(isAbsoluteURI)),
	stringFormat("callback-url", isAbsoluteURI),
	stringFormat("client-grant-id", Matching(`^cgr_.+$`)),
	stringFormat("client-id", Matching(`^[A-Za-z0-9_-]+$`)),
	stringFormat("connection-realm", Matching(`^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$`)),
	stringFormat("credential-id", Matching(`^cred_.+$`)),
	stringFormat("date-time", func(s string) bool { _, err := time.Parse(time.RFC3339, s); return err == nil }),
	stringFormat("email-or-empty", orEmpty(Matching(`^[^@\s]+@[^@\s]+$`))),
	stringFormat("html-color", Matching(`^#[0-9A-Fa-f]{3}([0-9A-Fa-f]{3})?$`)),
	stringFormat("organization-id", Matching(`^org_.+$`)),
	stringFormat("organization-name", Matching(`^[a-z0-9][a-z0-9_-]*$`)),
	stringFormat("strict-https-uri", isAbsoluteHTTPS),
	stringFormat("strict-https-uri-or-null", isAbsoluteHTTPS),
	stringFormat("url", isAbsoluteURI),
	stringFormat("url-or-null", isAbsoluteURI),
	stringFormat("url-with-placeholders", isAbsoluteURI),
}

func stringFormat(name string, valid func(string) bool) *jsonschema.Format {
	return &jsonschema.Format{Name: name, Validate: func(value any) error {
		if s, ok := value.(string); ok && !valid(s) {
			return errFormat
		}
		return nil
	}}
}

// Matching returns a function that reports whether a text matches the pattern.
func Matching(pattern string) func(string) bool {
	return regexp.MustCompile(pattern).MatchString
}

func orEmpty(valid func(string) bool) func(string) bool {
	return func(s string) bool { return s == "" || valid(s) }
}

// isAbsoluteURI accepts a scheme followed by something. The host may contain placeholders ({organization_name}) and
// wildcards (*), which are replaced with a letter because net/url refuses them.
func isAbsoluteURI(s string) bool {
	u, err := url.Parse(placeholders.Replace(s))
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "" || u.Path != "")
}

func isAbsoluteHTTPS(s string) bool {
	u, err := url.Parse(placeholders.Replace(s))
	return err == nil && u.Scheme == "https" && u.Host != ""
}

var placeholders = strings.NewReplacer("{", "x", "}", "x", "*", "x")
