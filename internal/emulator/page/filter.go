package page

import (
	"net/url"
	"slices"
	"strings"
)

// Filter is what the visitor asked to see, in the page's query.
type Filter struct {
	Text  string // applications with all of its words
	API   string // applications that have something of this API, by its identifier
	Scope string // applications that get a scope with this in its name
	All   bool   // long lists whole
}

// ParseFilter reads a filter from the query of the page's URL.
func ParseFilter(query url.Values) Filter {
	return Filter{
		Text: query.Get("q"), API: query.Get("api"), Scope: strings.TrimSpace(query.Get("scope")), All: query.Has("all"),
	}
}

// Query is the filter as a query, with the lists whole or not.
func (f Filter) Query(all bool) string {
	query := url.Values{}
	for name, value := range map[string]string{"q": f.Text, "api": f.API, "scope": f.Scope} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if all {
		query.Set("all", "1")
	}
	return "?" + query.Encode()
}

// IsSet reports whether not all applications are asked for.
func (f Filter) IsSet() bool { return f.Text != "" || f.ByAccess() }

// ByAccess reports whether what applications reach decides which are shown.
func (f Filter) ByAccess() bool { return f.API != "" || f.Scope != "" }

// Lets reports whether the visitor asked for such access. A grant that comes to nothing has no scopes.
func (f Filter) Lets(access Access) bool {
	return (f.API == "" || access.Audience == f.API) &&
		(f.Scope == "" || slices.ContainsFunc(access.Scopes.Values, func(scope string) bool {
			return strings.Contains(strings.ToLower(scope), strings.ToLower(f.Scope))
		}))
}

// Matches reports whether the application is among those the visitor asked for: what is shown of it holds every word.
func (a Application) Matches(filter Filter) bool {
	shown := strings.ToLower(
		strings.Join(
			[]string{a.Name, a.ClientID, a.Mode, a.Type, a.Origin, a.ExternalID, a.Redirects, a.Authentication},
			" ",
		),
	)
	for _, word := range strings.Fields(strings.ToLower(filter.Text)) {
		if !strings.Contains(shown, word) {
			return false
		}
	}
	return true
}
