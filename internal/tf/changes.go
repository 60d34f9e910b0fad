package tf

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// ChangedString returns the member of a request that turns the value before into the value now: left out where both
// are the same, null if it is cleared.
func ChangedString(before, now types.String) auth0.Field[string] {
	switch {
	case now.Equal(before):
		return auth0.Field[string]{}
	case now.IsNull():
		return auth0.Null[string]()
	}
	return auth0.Set(now.ValueString())
}
