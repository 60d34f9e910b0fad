package organizationapplication

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	ID                 types.String `tfsdk:"id"`
	OrganizationID     types.String `tfsdk:"organization_id"`
	ClientID           types.String `tfsdk:"client_id"`
	UseForMemberAccess types.Bool   `tfsdk:"use_for_member_access"`
}

func modelOf(a *auth0.OrganizationApplication) model {
	return model{
		ID:                 types.StringValue(tf.JoinedID(a.OrganizationID, a.ClientID)),
		OrganizationID:     types.StringValue(a.OrganizationID),
		ClientID:           types.StringValue(a.ClientID),
		UseForMemberAccess: types.BoolValue(a.UseForMemberAccess),
	}
}

// association is what the model asks for.
func (m model) association() auth0.OrganizationApplication {
	return auth0.OrganizationApplication{
		OrganizationID:     m.OrganizationID.ValueString(),
		ClientID:           m.ClientID.ValueString(),
		UseForMemberAccess: m.UseForMemberAccess.ValueBool(),
	}
}

// fingerprint stands for all that an update may change.
func fingerprint(useForMemberAccess bool) string { return tf.Fingerprint(useForMemberAccess) }

var associations = tf.Kind{
	Type:     "auth0access_organization_application",
	Twice:    "Organization's application is declared twice",
	Argument: path.Root("client_id"),
}

// declared returns what the resource declares, as far as it is known.
func (m *model) declared() tf.Declared {
	if m == nil || m.OrganizationID.IsUnknown() || m.ClientID.IsUnknown() {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:      &associations,
		Object:    fmt.Sprintf("application %s of organization %s", m.ClientID.ValueString(), m.OrganizationID.ValueString()),
		Arguments: tf.ArgumentsOf(m, "id", "organization_id", "client_id"),
	}
}

// isSamePair reports whether a state is about the same organization and application.
func (m *model) isSamePair(state *model) bool {
	return state != nil && m.OrganizationID.Equal(state.OrganizationID) && m.ClientID.Equal(state.ClientID)
}
