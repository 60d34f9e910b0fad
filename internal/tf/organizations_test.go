package tf

import "testing"

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
