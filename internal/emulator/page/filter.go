package page

import (
	"net/url"
	"slices"
	"strings"
)

// Filter says what the page shows, from its query.
type Filter struct {
	Text  string // only applications that contain all of its words
	API   string // only applications with access to the API with this identifier
	Scope string // only applications that get a scope whose name contains this
	All   bool   // whether long lists are complete
}

// ParseFilter reads a filter from the query of the page's URL.
func ParseFilter(query url.Values) Filter {
	return Filter{
		Text: query.Get("q"), API: query.Get("api"), Scope: strings.TrimSpace(query.Get("scope")), All: query.Has("all"),
	}
}

// Query returns the filter as a query, with complete lists or not.
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

// IsSet reports whether the filter excludes any applications.
func (f Filter) IsSet() bool { return f.Text != "" || f.ByAccess() }

// ByAccess reports whether the filter depends on the access of applications.
func (f Filter) ByAccess() bool { return f.API != "" || f.Scope != "" }

// Lets reports whether access matches the filter. A grant without effect has no scopes.
func (f Filter) Lets(access Access) bool {
	return (f.API == "" || access.Audience == f.API) &&
		(f.Scope == "" || slices.ContainsFunc(access.Scopes.Values, func(scope string) bool {
			return strings.Contains(strings.ToLower(scope), strings.ToLower(f.Scope))
		}))
}

// Matches reports whether the shown text of the application contains every word of the filter.
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
