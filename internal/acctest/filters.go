package acctest

import (
	"strings"
	"testing"
)

// FilterTest is what a list resource makes of filters.
type FilterTest struct {
	Filters map[string]any
	Limit   int64  // 0 for that of Terraform
	Want    string // see [DisplayNames]
	Error   string // part of the one error that is expected
}

// CheckFilters lists the tenant with each of the filters.
func CheckFilters(t *testing.T, tenant *Tenant, typeName string, tests map[string]FilterTest) {
	t.Helper()
	for name, test := range tests {
		var options []ListOption
		if test.Limit > 0 {
			options = append(options, Limit(test.Limit))
		}
		listed, errors := List(t, tenant, typeName, test.Filters, options...)
		if test.Error != "" {
			if len(errors) != 1 || !strings.Contains(errors[0], test.Error) {
				t.Errorf("%s: errors are %q, want one with %q", name, errors, test.Error)
			}
			continue
		}
		if got := DisplayNames(listed); got != test.Want || len(errors) > 0 {
			t.Errorf("%s: listed %q with errors %q, want %q", name, got, errors, test.Want)
		}
	}
}
