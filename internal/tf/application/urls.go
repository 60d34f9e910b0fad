package application

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/textvalue"
)

// OriginProblems are about allowed_origins and web_origins, one problem for each URL.
func OriginProblems(allowed, web []string, isStrict bool) []Problem {
	var problems []Problem
	for _, origin := range allowed {
		problems = append(problems, URLProblem("allowed_origins", origin, ExactURLProblem(origin, isStrict))...)
	}
	for _, origin := range web {
		problems = append(problems, URLProblem("web_origins", origin, ExactURLProblem(origin, isStrict))...)
	}
	return problems
}

// URLProblem is about the URL of an argument, if anything is wrong with it; what goes on after the URL in quotes.
func URLProblem(argument, value, what string) []Problem {
	if what == "" {
		return nil
	}
	return []Problem{{
		Path:    path.Root(argument),
		Summary: "URL that Auth0 will not accept",
		Detail:  fmt.Sprintf("%q %s", value, what),
	}}
}

// organizationPlaceholder stands for the name of an organization in a permissive application's URLs.
const organizationPlaceholder = "{organization_name}"

// ExactURLProblem says what keeps a text from being a URL that the mode allows; in strict mode nothing in it may vary.
// It is empty for a good one.
func ExactURLProblem(text string, isStrict bool) string {
	if isStrict && (strings.Contains(text, "*") || strings.Contains(text, organizationPlaceholder)) {
		return "matches many URLs, but Auth0 accepts only exact URLs for strict third-party applications. Write each " +
			"URL that is in use, without wildcards."
	}
	return AbsoluteURLProblem(strings.ReplaceAll(text, organizationPlaceholder, "organization"),
		"Write each as an element of its own, in quotes of its own.")
}

// AbsoluteURLProblem says what keeps a text from being an absolute URL; it is empty for a good one. instead says what
// to write for several URLs.
func AbsoluteURLProblem(text, instead string) string {
	const remedy = " Write an absolute URL, such as https://app.example.com/callback."
	if what := textvalue.URLProblem(text, instead, "which would make it match nothing"); what != "" {
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
