package thirdpartyapplication

import (
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// urlProblems are about the URLs of the application, one problem for each URL.
func (s settings) urlProblems() []application.Problem {
	var problems []application.Problem
	if s.LogoURI != "" {
		what := application.AbsoluteURLProblem(s.LogoURI, "Write the one that is meant.")
		problems = append(problems, application.URLProblem("logo_uri", s.LogoURI, what)...)
	}
	for _, callback := range s.Callbacks {
		problems = append(problems, application.URLProblem("callbacks", callback, s.callbackProblem(callback))...)
	}
	return append(problems, application.OriginProblems(s.AllowedOrigins, s.WebOrigins, s.isStrict())...)
}

// CallbackProblem says why Auth0 would refuse a callback URL of an application in the security mode. It is empty for a
// good one, and goes on after the URL in quotes.
func CallbackProblem(callback, securityMode string) string {
	return settings{SecurityMode: securityMode}.callbackProblem(callback)
}

func (s settings) callbackProblem(callback string) string {
	if what := application.ExactURLProblem(callback, s.isStrict()); what != "" {
		return what
	}
	if strings.Contains(callback, "#") {
		return "has a fragment, which the answer to a login would overwrite. Write it without # and what follows."
	}
	return ""
}

// sentInClear returns the callbacks of the plan to which a browser sends the answer to a login without encryption, and
// which the application had not before. Loopback addresses are the user's own machine.
func sentInClear(present, planned []string) []string {
	known := map[string]bool{}
	for _, callback := range present {
		known[callback] = true
	}
	return slices.DeleteFunc(slices.Clone(planned), func(callback string) bool {
		parsed, err := url.Parse(callback)
		return known[callback] || err != nil || parsed.Scheme != "http" || isLoopback(parsed.Hostname())
	})
}

func isLoopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// newCallbackHosts returns the hosts of the planned callbacks that none of the present ones has, sorted. A callback
// with a scheme of its own counts by its scheme.
func newCallbackHosts(present, planned []string) []string {
	hosts := map[string]bool{}
	for _, callback := range planned {
		hosts[callbackHost(callback)] = true
	}
	for _, callback := range present {
		delete(hosts, callbackHost(callback))
	}
	return slices.Sorted(maps.Keys(hosts))
}

func callbackHost(callback string) string {
	parsed, err := url.Parse(callback)
	if err != nil {
		return callback
	}
	if host := parsed.Hostname(); host != "" && (parsed.Scheme == "http" || parsed.Scheme == "https") {
		return strings.ToLower(host)
	}
	return parsed.Scheme
}

// exposesNewHosts reports the hosts that errors may redirect to from now on: those of callbacks that the plan adds to
// an application without redirect protection.
func exposesNewHosts(policy string, present, planned []string) []string {
	if policy != auth0.RedirectionAllowAlways {
		return nil
	}
	return newCallbackHosts(present, planned)
}
