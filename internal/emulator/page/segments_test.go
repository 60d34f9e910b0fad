package page

import (
	"slices"
	"strings"
	"testing"
)

// Addresses break only between their parts, and lose no character.
func TestSegments(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"": "", "/": "/", "urn:orders": "urn:orders", "a..b": "a|.|.b",
		"https://orders.example.com/":                      "https://|orders|.example|.com/",
		"/api/v2/resource-servers/https%3A%2F%2Fa.b%2Fc?":  "/api/|v2/|resource-servers/|https%3A%2F%2F|a|.b%2F|c?",
		"/api/v2/clients?per_page=100&include_totals=true": "/api/|v2/|clients?|per_page=|100&|include_totals=|true",
		"https://a/%zz%": "https://|a/|%zz|%",
	} {
		got := segments(address)
		if strings.Join(got, "") != address || !slices.Equal(got, strings.FieldsFunc(want, func(r rune) bool { return r == '|' })) {
			t.Errorf("%s: %q", address, got)
		}
	}
}
