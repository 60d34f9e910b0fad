package auth0

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// hostName is the shape of a DNS name in lower case. The API and its certificates know no other characters.
var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)

// parseDomain reads a configured domain: a host with an optional port, scheme and trailing slash. It returns the
// origin to send requests to (https://example.eu.auth0.com) and the host with its port. Problems never repeat user
// information, which may be a password.
func parseDomain(domain string) (origin, host string, err error) {
	refuse := func(format string, args ...any) (string, string, error) {
		return "", "", &ConfigError{"Domain", fmt.Sprintf(format, args...)}
	}
	if domain == "" {
		return refuse("is empty; give the tenant's domain, such as example.eu.auth0.com")
	}
	noDomain := about(domain, "is not a domain; give the tenant's, such as example.eu.auth0.com")
	text := domain
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return refuse("%s", noDomain)
	}
	name, host := strings.ToLower(parsed.Hostname()), strings.ToLower(parsed.Host)
	address, notAddress := netip.ParseAddr(name)
	switch {
	case parsed.User != nil:
		return refuse("must not hold a user name or password; give the domain alone")
	case notAddress != nil && !hostName.MatchString(name), notAddress == nil && address.Zone() != "", strings.HasSuffix(host, ":"):
		return refuse("%s", noDomain)
	case name == "manage.auth0.com":
		return refuse("is the address of Auth0's Dashboard; give the tenant's domain, such as example.eu.auth0.com")
	case parsed.Path != "" && parsed.Path != "/":
		return refuse("must not hold a path; give %s alone", host)
	case parsed.RawQuery != "" || parsed.ForceQuery || strings.Contains(text, "#"):
		return refuse("must not hold a query or fragment; give %s alone", host)
	case parsed.Scheme == "https":
	case parsed.Scheme != "http":
		return refuse("has the scheme %s; give %s alone, which means https", parsed.Scheme, host)
	case name != "localhost" && !address.IsLoopback():
		return refuse("must be reached over https; plain http is accepted only for loopback addresses such as 127.0.0.1, and %s is none", host)
	}
	return parsed.Scheme + "://" + host, host, nil
}
