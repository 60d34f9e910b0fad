package organization

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	OrganizationID types.String `tfsdk:"organization_id" also:"id"`
	Access         types.String `tfsdk:"access"`
	Name           types.String `tfsdk:"name"`
}

func modelOf(organization *auth0.Organization) model {
	return model{
		OrganizationID: types.StringValue(organization.ID),
		Access:         types.StringValue(access(organization)),
		Name:           types.StringValue(organization.Name),
	}
}

var accesses = tf.Kind{
	Type:     "auth0access_organization_third_party_access",
	Twice:    "Organization is declared twice",
	Argument: path.Root("organization_id"),
	Computed: path.Root("name"),
}

// declared returns what the resource declares, as far as it is known.
func (m *model) declared() tf.Declared {
	if m == nil || m.OrganizationID.IsUnknown() {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:      &accesses,
		Object:    "organization " + m.OrganizationID.ValueString(),
		Arguments: tf.ArgumentsOf(m, "organization_id", "name"),
	}
}

// access returns what the organization allows; one that does not say blocks.
func access(organization *auth0.Organization) string {
	if organization.ThirdPartyClientAccess == "" {
		return auth0.ThirdPartyAccessBlock
	}
	return organization.ThirdPartyClientAccess
}

// opposite returns the other of the two values that access has.
func opposite(access string) string {
	if access == auth0.ThirdPartyAccessAllow {
		return auth0.ThirdPartyAccessBlock
	}
	return auth0.ThirdPartyAccessAllow
}
