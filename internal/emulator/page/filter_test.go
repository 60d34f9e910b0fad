package page_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// The filter finds applications by the API that they have access to, and by their scopes.
func TestFilterByAccess(t *testing.T) {
	t.Parallel()
	s := newSite(t, richTenant(t))
	const catalog, payroll = "https://catalog.example.com/", "https://payroll.example.com/"
	for _, test := range []struct {
		query        url.Values
		applications []string
		entries      int // rows of access
	}{
		{url.Values{"api": {payroll}}, []string{"Sales dashboards"}, 1},
		{url.Values{"scope": {"READ:stock"}, "q": {"couriers"}}, []string{"Parcel couriers"}, 1},
		{url.Values{"scope": {"write:segments"}}, []string{"Sales dashboards"}, 1},
		{url.Values{"scope": {"write:segments"}, "api": {catalog}}, nil, 0},
		{url.Values{"api": {"https://none.example.com/"}}, nil, 0},
	} {
		raw, _ := s.get("/?" + test.query.Encode())
		page := parse(t, raw)
		var found []string
		for _, row := range elements(byID(t, page, "application-list"), "th") {
			if attribute(row, "scope") == "row" {
				found = append(found, words(elements(row, "bdi")[0]))
			}
		}
		entries := 0
		for _, row := range elements(byID(t, page, "access-list"), "tr") {
			if attribute(row, "data-audience") != "" {
				entries++
			}
		}
		if !slices.Equal(found, test.applications) || entries != test.entries {
			t.Errorf("%v: %q with %d entries, want %q with %d", test.query, found, entries, test.applications, test.entries)
		}
		if got := attribute(byID(t, page, "filter-scope"), "value"); got != test.query.Get("scope") {
			t.Errorf("%v: the scope is %q", test.query, got)
		}
		for _, option := range elements(byID(t, page, "filter-api"), "option") {
			isSelected := slices.ContainsFunc(option.Attr, hasKey("selected"))
			if isSelected != (words(option) == test.query.Get("api")) {
				t.Errorf("%v: %s is selected: %t", test.query, words(option), isSelected)
			}
		}
	}
	raw, _ := s.get("/?api=" + url.QueryEscape(payroll) + "&scope=x&all=1")
	if want := `href="?api=https%3A%2F%2Fpayroll.example.com%2F&amp;scope=x"`; !strings.Contains(raw, want) {
		t.Errorf("no link without all, but with the filter: %s", want)
	}
}
