package rules

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
)

// maxMetadataURL is the length of the URL of a metadata document, in bytes.
const maxMetadataURL = 120

var (
	brokenEscape = regexp.MustCompile(`%([^0-9A-Fa-f]|$|[0-9A-Fa-f]([^0-9A-Fa-f]|$))`)
	anyBlank     = regexp.MustCompile(`[\s\p{Z}\x00-\x1f\x7f]`)
)

// CheckMetadataURL refuses a URL that a client ID metadata document may not have.
//
// Assumption: the wording; the rules are documented.
func CheckMetadataURL(text string) error {
	invalid := func(why string) error { return answer.InvalidBody("Invalid external_client_id: %s", why) }
	if len(text) > maxMetadataURL {
		return invalid("it must have at most " + strconv.Itoa(maxMetadataURL) + " bytes")
	}
	if anyBlank.MatchString(text) {
		return invalid("it must not contain whitespace")
	}
	if brokenEscape.MatchString(text) {
		return invalid("it contains an invalid percent-encoding")
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "https" || parsed.Hostname() == "" {
		return invalid("it must be an absolute https URL")
	}
	switch path := parsed.EscapedPath(); {
	case parsed.User != nil:
		return invalid("it must not contain credentials")
	case strings.ContainsRune(text, '?'):
		return invalid("it must not contain a query string")
	case strings.ContainsRune(text, '#'):
		return invalid("it must not contain a fragment")
	case isLocalHost(parsed.Hostname()):
		return invalid("its host must not be local")
	case hasBadPort(parsed):
		return invalid("its port is not valid")
	case strings.Trim(path, "/") == "" && len(path) <= 1:
		return invalid("it must have a path")
	case slices.ContainsFunc(strings.Split(path, "/"), isDots):
		return invalid("its path must not contain dot segments")
	}
	return nil
}

func isDots(segment string) bool {
	plain := strings.NewReplacer("%2e", ".", "%2E", ".").Replace(segment)
	return plain == "." || plain == ".."
}

func isLocalHost(host string) bool {
	name := strings.TrimRight(strings.ToLower(host), ".")
	ip, err := netip.ParseAddr(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || err == nil && ip.Unmap().IsLoopback()
}

func hasBadPort(parsed *url.URL) bool {
	if port := parsed.Port(); port != "" {
		number, err := strconv.Atoi(port)
		return err != nil || number < 1 || number > 65535
	}
	return strings.HasSuffix(parsed.Host, ":")
}
