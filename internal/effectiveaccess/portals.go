package effectiveaccess

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// portal is an application by which customers can open their organizations.
type portal struct {
	ClientID      string       `tfsdk:"client_id"`
	Name          string       `tfsdk:"name"`
	DefaultValue  types.String `tfsdk:"default_value"`
	AllowedValues []string     `tfsdk:"allowed_values"`
}

// portals lists the customer portals if they are wanted.
func portals(ctx context.Context, client *auth0.Client, areWanted bool) ([]portal, error) {
	if !areWanted {
		return nil, nil
	}
	listed, err := client.ListCustomerPortals(ctx)
	found := make([]portal, 0, len(listed))
	for _, one := range listed {
		choice := one.MyOrganization.ThirdPartyClientAccess
		found = append(found, portal{
			one.ClientID, tf.Foreign(one.Name), tf.StringOrNull(choice.Default),
			orEmpty(slices.Sorted(slices.Values(choice.Allowed))),
		})
	}
	slices.SortFunc(found, func(a, b portal) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ClientID, b.ClientID))
	})
	return found, err
}
