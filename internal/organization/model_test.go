package organization

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func TestAccess(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ shown, access, opposite string }{
		"allow":    {"allow", "allow", "block"},
		"block":    {"block", "block", "allow"},
		"not said": {"", "block", "allow"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := access(&auth0.Organization{ThirdPartyClientAccess: test.shown})
			if got != test.access || opposite(got) != test.opposite {
				t.Errorf("access = %q, opposite %q; want %q, %q", got, opposite(got), test.access, test.opposite)
			}
		})
	}
}

func TestIsOrganizationID(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"org_9ybsU1dN2dKfDkBi":         true,
		"org_":                         false,
		"acme":                         false,
		"name:acme":                    false,
		"org_9ybsU1dN2dKfDkBi/members": false,
		"":                             false,
	}
	for text, want := range tests {
		if got := isOrganizationID(text); got != want {
			t.Errorf("isOrganizationID(%q) = %v, want %v", text, got, want)
		}
	}
}
