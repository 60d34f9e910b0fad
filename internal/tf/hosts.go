package tf

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// Untrusted returns the callbacks of which the host is not among the trusted ones, in their order.
func Untrusted(callbacks, trustedHosts []string) []string {
	trusted := make(map[string]bool, len(trustedHosts))
	for _, host := range trustedHosts {
		trusted[canonicalHost(host)] = true
	}
	return slices.DeleteFunc(slices.Clone(callbacks), func(callback string) bool {
		host := callbackHost(callback)
		return host != "" && trusted[host]
	})
}

// CallbackHosts returns the hosts of the callbacks, each once, in alphabetical order.
func CallbackHosts(callbacks []string) []string {
	var hosts []string
	for _, callback := range callbacks {
		if host := callbackHost(callback); host != "" {
			hosts = append(hosts, host)
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// callbackHost returns whom a redirect to the callback reaches: the host of a web address, whatever its port, and the
// scheme of any other (com.example.app of com.example.app://done), since the scheme decides which app on the user's
// device is opened. It is empty where that cannot be told.
func callbackHost(callback string) string {
	u, err := url.Parse(callback)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		return canonicalHost(u.Hostname())
	default:
		return u.Scheme
	}
}

// canonicalHost makes different spellings of a host equal: upper and lower case, Unicode and Punycode, a dot at the
// end, and the forms of an IP address.
func canonicalHost(host string) string {
	host = withoutBrackets(host)
	host = strings.TrimSuffix(host, ".")
	if address, err := netip.ParseAddr(host); err == nil {
		return address.String()
	}
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		return ascii
	}
	return strings.ToLower(host)
}

// HostProblem says what keeps a text from being a host to trust; it is empty for a good one.
func HostProblem(host string) string {
	if _, err := netip.ParseAddr(withoutBrackets(host)); err == nil {
		return ""
	}
	switch {
	case host == "":
		return "is empty"
	case strings.Contains(host, "://"):
		return "is a URL"
	case strings.Contains(host, "*"):
		return "has a wildcard, and trust in hosts that do not exist yet cannot be checked"
	case strings.ContainsAny(host, "/?#"):
		return "has a path"
	case strings.ContainsAny(host, ":@[]"):
		return "has a port or a user name"
	case strings.ContainsAny(host, ",;"):
		return "holds several hosts"
	case strings.ContainsAny(host, " \t\r\n\\%"):
		return "has characters that no host has"
	}
	return ""
}

// withoutBrackets returns an IPv6 address that is written as in a URL, [::1], as it is written elsewhere.
func withoutBrackets(host string) string {
	if inner, ok := strings.CutPrefix(host, "["); ok && strings.HasSuffix(inner, "]") && strings.Contains(inner, ":") {
		return strings.TrimSuffix(inner, "]")
	}
	return host
}
