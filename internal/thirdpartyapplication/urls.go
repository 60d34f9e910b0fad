package thirdpartyapplication

import (
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// urlProblems are about the URLs of the application, one problem for each URL.
func (s settings) urlProblems() []application.Problem {
	var problems []application.Problem
	add := func(argument, value, what string) {
		if what != "" {
			problems = append(problems, application.Problem{
				Path:    path.Root(argument),
				Summary: "URL that Auth0 will not accept",
				Detail:  fmt.Sprintf("%q %s", value, what),
			})
		}
	}
	if s.LogoURI != "" {
		add("logo_uri", s.LogoURI, absoluteURLProblem(s.LogoURI, "Write the one that is meant."))
	}
	for _, callback := range s.Callbacks {
		add("callbacks", callback, s.callbackProblem(callback))
	}
	for _, origin := range s.AllowedOrigins {
		add("allowed_origins", origin, s.exactURLProblem(origin))
	}
	for _, origin := range s.WebOrigins {
		add("web_origins", origin, s.exactURLProblem(origin))
	}
	return problems
}

// CallbackProblem says why Auth0 would refuse a callback URL of an application in the security mode. It is empty for a
// good one, and goes on after the URL in quotes.
func CallbackProblem(callback, securityMode string) string {
	return settings{SecurityMode: securityMode}.callbackProblem(callback)
}

func (s settings) callbackProblem(callback string) string {
	if what := s.exactURLProblem(callback); what != "" {
		return what
	}
	if strings.Contains(callback, "#") {
		return "has a fragment, which the answer to a login would overwrite. Write it without # and what follows."
	}
	return ""
}

// organizationPlaceholder stands for the name of an organization in a permissive application's URLs.
const organizationPlaceholder = "{organization_name}"

// exactURLProblem says what keeps a text from being a URL that the mode allows; in strict mode nothing in it may vary.
// It is empty for a good one.
func (s settings) exactURLProblem(text string) string {
	if s.isStrict() && (strings.Contains(text, "*") || strings.Contains(text, organizationPlaceholder)) {
		return "matches many URLs, but Auth0 accepts only exact URLs for strict third-party applications. Write each " +
			"URL that is in use, without wildcards."
	}
	return absoluteURLProblem(strings.ReplaceAll(text, organizationPlaceholder, "organization"),
		"Write each as an element of its own, in quotes of its own.")
}

// absoluteURLProblem says what keeps a text from being an absolute URL; it is empty for a good one. instead says what to
// write for several URLs.
func absoluteURLProblem(text, instead string) string {
	const remedy = " Write an absolute URL, such as https://app.example.com/callback."
	if what := tf.URLTextProblem(text, instead, "which would make it match nothing"); what != "" {
		return what
	}
	parsed, err := url.Parse(text)
	switch {
	case err != nil:
		return "is not a URL." + remedy
	case parsed.Scheme == "" || parsed.Opaque != "":
		return "has no scheme and host." + remedy
	case parsed.Host == "" && (parsed.Scheme == "http" || parsed.Scheme == "https"):
		return "has no host." + remedy
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
