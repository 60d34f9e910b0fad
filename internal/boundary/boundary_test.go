package boundary_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
)

const orders, catalog, billing = "https://orders.example.com/", "https://catalog.example.com/", "https://billing.example.com/"

var bounds = boundary.Boundary{IsSet: true, APIs: map[string]boundary.Limit{
	orders:  {Scopes: []string{"read:orders", "create:orders"}},
	catalog: {Scopes: []string{boundary.AllScopes}},
	billing: {},
}}

func TestExcess(t *testing.T) {
	t.Parallel()
	scopes := func(audience string, scopes ...string) boundary.Access {
		return boundary.Access{Audience: audience, Scopes: scopes}
	}
	all := func(audience string) boundary.Access { return boundary.Access{Audience: audience, All: true} }
	later := boundary.Boundary{IsSet: true, APIs: map[string]boundary.Limit{orders: {Scopes: []string{"read:orders"}, IsUnknown: true}}}
	for name, c := range map[string]struct {
		bounds     boundary.Boundary
		given      boundary.Access
		wantBeyond []string
		want       bool
	}{
		"no boundary":                       {boundary.Boundary{}, all(orders), nil, false},
		"boundary not known yet":            {boundary.Boundary{IsSet: true, IsUnknown: true}, all(orders), nil, false},
		"empty boundary":                    {boundary.Boundary{IsSet: true}, scopes(orders, "read:orders"), []string{"read:orders"}, true},
		"within":                            {bounds, scopes(orders, "read:orders"), nil, false},
		"as much as is allowed":             {bounds, scopes(orders, "read:orders", "create:orders"), nil, false},
		"access without scopes":             {bounds, scopes(orders), nil, false},
		"one scope beyond":                  {bounds, scopes(orders, "read:orders", "delete:orders"), []string{"delete:orders"}, true},
		"scope that differs by case":        {bounds, scopes(orders, "Read:orders"), []string{"Read:orders"}, true},
		"scope that is called *":            {bounds, scopes(orders, "*"), []string{"*"}, true},
		"all of some":                       {bounds, all(orders), nil, true},
		"all of all":                        {bounds, all(catalog), nil, false},
		"some of all":                       {bounds, scopes(catalog, "read:products"), nil, false},
		"no scope where none is allowed":    {bounds, scopes(billing), nil, false},
		"one scope where none is allowed":   {bounds, scopes(billing, "read:invoices"), []string{"read:invoices"}, true},
		"API that is not there":             {bounds, scopes("https://x.example.com/", "a"), []string{"a"}, true},
		"API that is not there, no scope":   {bounds, scopes("https://x.example.com/"), nil, true},
		"API without its slash":             {bounds, scopes(strings.TrimSuffix(orders, "/"), "read:orders"), []string{"read:orders"}, true},
		"scope of a limit that may have it": {later, scopes(orders, "delete:orders"), nil, false},
		"all of a limit that may have it":   {later, all(orders), nil, false},
		"API that is not in a map with a limit that may have more": {later, scopes(billing, "a"), []string{"a"}, true},
	} {
		excess, got := c.bounds.Excess(c.given)
		if got != c.want || !slices.Equal(excess.Beyond.Scopes, c.wantBeyond) {
			t.Errorf("%s: got %v beyond (%v), want %v (%v)", name, excess.Beyond.Scopes, got, c.wantBeyond, c.want)
		}
	}
}

func TestNarrows(t *testing.T) {
	t.Parallel()
	scopes := func(scopes ...string) boundary.Access { return boundary.Access{Audience: orders, Scopes: scopes} }
	all := boundary.Access{Audience: orders, All: true}
	for name, c := range map[string]struct {
		before, now boundary.Access
		want        bool
	}{
		"nothing changes":                   {scopes("read:orders", "delete:orders"), scopes("delete:orders", "read:orders"), false},
		"one of two beyond goes":            {scopes("delete:orders", "update:orders"), scopes("update:orders"), true},
		"one beyond goes, one within comes": {scopes("delete:orders", "update:orders"), scopes("update:orders", "read:orders"), true},
		"one beyond takes the place of two": {scopes("delete:orders", "update:orders"), scopes("pay:orders"), false},
		"one beyond comes":                  {scopes("delete:orders"), scopes("delete:orders", "update:orders"), false},
		"one within goes":                   {scopes("read:orders", "delete:orders"), scopes("delete:orders"), true},
		"one within goes, one beyond comes": {scopes("read:orders", "delete:orders"), scopes("delete:orders", "update:orders"), false},
		"all becomes some":                  {all, scopes("delete:orders"), true},
		"some become all":                   {scopes("delete:orders"), all, false},
		"all stays":                         {all, all, false},
		"beyond comes to what was within":   {scopes("read:orders", "create:orders"), scopes("delete:orders"), false},
		"another API":                       {boundary.Access{Audience: billing, Scopes: []string{"a", "b"}}, scopes("delete:orders"), false},
	} {
		if got := bounds.Narrows(c.before, c.now); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for want, scopes := range map[string][]string{
		"":                          {"read:orders", "create:orders"},
		"has a scope that is blank": {"read:orders", " "},
		"has \"read:orders create:orders\", which is more": {"read:orders create:orders"},
		"has \" read:orders\", with white space":           {" read:orders"},
		`has "*", which stands for all scopes, and others`: {"*", "read:orders"},
	} {
		if got := boundary.Problem(scopes); want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, want %q", scopes, got, want)
		}
	}
	for _, scopes := range [][]string{nil, {"*"}} {
		if got := boundary.Problem(scopes); got != "" {
			t.Errorf("%q: got %q", scopes, got)
		}
	}
	for audience, want := range map[string]string{
		orders: "", "orders": "", "": "is blank", "\t": "is blank", orders + "\n": "has white space", "*": "is no API",
	} {
		if got := boundary.AudienceProblem(audience); want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("audience %q: got %q, want %q", audience, got, want)
		}
	}
}

func TestIncludes(t *testing.T) {
	t.Parallel()
	scopes := func(scopes ...string) boundary.Access { return boundary.Access{Audience: orders, Scopes: scopes} }
	all := boundary.Access{Audience: orders, All: true}
	for name, c := range map[string]struct {
		access, other boundary.Access
		want          bool
	}{
		"more":          {scopes("a", "b"), scopes("b"), true},
		"the same":      {scopes("a"), scopes("a"), true},
		"less":          {scopes("a"), scopes("a", "b"), false},
		"all":           {all, scopes("a"), true},
		"less than all": {scopes("a"), all, false},
		"another API":   {all, boundary.Access{Audience: billing}, false},
		"its scopes":    {scopes("a"), boundary.Access{Audience: billing, Scopes: []string{"a"}}, false},
	} {
		if got := c.access.Includes(c.other); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
