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
