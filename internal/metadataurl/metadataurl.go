// Package metadataurl knows which URLs Auth0 accepts of client ID metadata documents (CIMD). An application that its
// publisher describes in such a document has the URL for its client_id.
package metadataurl

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/textvalue"
)

// MaxBytes is the most that Auth0 keeps of a URL.
const MaxBytes = 120

const remedy = " Write the URL of the document, such as https://agent.example.com/client.json."

// Problem says what keeps a text from being the URL of a metadata document, and what to write instead: "has no path …".
// It is empty for a good one. Its text goes on after the URL in quotes.
func Problem(text string) string {
	problem := textvalue.URLProblem(text, "Write the one that is meant.", "which Auth0 refuses")
	parsed, err := url.Parse(text)
	switch {
	case strings.TrimSpace(text) == "":
		return "is blank." + remedy
	case problem != "":
		return problem
	case len(text) > MaxBytes:
		return fmt.Sprintf("has %d bytes, and Auth0 takes %d at most. Ask the publisher for a shorter one.",
			len(text), MaxBytes)
	case hasBrokenEscape(text):
		return "has a % without two hexadecimal digits after it. Write %25 if the URL really has a percent sign."
	case err != nil, parsed.Opaque != "":
		return "is not a URL." + remedy
	case parsed.Scheme != "https":
		return "is not an https URL, and Auth0 fetches documents by https alone." + remedy
	case parsed.Hostname() == "":
		return "has no host." + remedy
	}
	return partProblem(text, parsed)
}

// partProblem is about the parts of what is an https URL.
func partProblem(text string, parsed *url.URL) string {
	switch {
	case parsed.User != nil:
		return "has credentials before the host. Write it without them and the @."
	case isLoopback(parsed.Hostname()):
		return "is on the local machine, which Auth0 cannot reach. Write a URL on a public host."
	case !isPort(parsed.Host):
		return "has a port that no server listens on. Write a port from 1 to 65535, or none."
	case strings.Contains(text, "#"):
		return "has a fragment, which Auth0 refuses. Write it without # and what follows."
	case strings.Contains(text, "?"):
		return "has a query, which Auth0 refuses. Write it without ? and what follows."
	case parsed.EscapedPath() == "" || parsed.EscapedPath() == "/":
		return "has no path, and Auth0 wants one beyond /." + remedy
	case slices.ContainsFunc(strings.Split(parsed.EscapedPath(), "/"), isDotSegment):
		return "has a segment . or .. in its path, which Auth0 refuses. Write the path that it stands for."
	}
	return ""
}

func hasBrokenEscape(text string) bool {
	for rest := text; ; {
		_, after, found := strings.Cut(rest, "%")
		if !found {
			return false
		}
		if len(after) < 2 || !isHex(after[0]) || !isHex(after[1]) {
			return true
		}
		rest = after
	}
}

func isHex(c byte) bool {
	return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0
}

// isLoopback reports whether the host is the machine of whoever asks for it.
func isLoopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// isPort reports whether the host has no port, or one that there is.
func isPort(host string) bool {
	colon := strings.LastIndex(host, ":")
	if colon < 0 || strings.HasSuffix(host, "]") {
		return true
	}
	port, err := strconv.ParseUint(host[colon+1:], 10, 16)
	return err == nil && port > 0
}

// isDotSegment also knows dots that are written as %2e.
func isDotSegment(segment string) bool {
	segment = strings.ReplaceAll(strings.ToLower(segment), "%2e", ".")
	return segment == "." || segment == ".."
}
