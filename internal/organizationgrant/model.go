package organizationgrant

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	ID             types.String `tfsdk:"id"`
	OrganizationID types.String `tfsdk:"organization_id"`
	GrantID        types.String `tfsdk:"grant_id"`
	ClientID       types.String `tfsdk:"client_id"`
	Audience       types.String `tfsdk:"audience"`
	tf.Ending
}

// modelOf returns the state of an organization that has a grant.
func modelOf(organizationID string, grant *auth0.ClientGrant) model {
	return model{
		ID:             types.StringValue(tf.JoinedID(organizationID, grant.ID)),
		OrganizationID: types.StringValue(organizationID),
		GrantID:        types.StringValue(grant.ID),
		ClientID:       types.StringValue(grant.ClientID),
		Audience:       types.StringValue(grant.Audience),
	}
}

var pairs = tf.Kind{
	Type:     "auth0access_organization_client_grant",
	Twice:    "Organization's grant is declared twice",
	Argument: path.Root("grant_id"),
}

// declared returns what the resource declares, as far as it is known.
func (m *model) declared() tf.Declared {
	if m == nil || m.OrganizationID.IsUnknown() || m.GrantID.IsUnknown() {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:   &pairs,
		Object: m.text(),
		Arguments: []tf.Argument{
			tf.ArgumentOf("expires_at", m.ExpiresAt), tf.ArgumentOf("review_by", m.ReviewBy),
		},
	}
}

// text names the pair in messages.
func (m *model) text() string {
	return fmt.Sprintf("client grant %s of organization %s",
		tf.TextOrUnknown(m.GrantID), tf.TextOrUnknown(m.OrganizationID))
}

// isSamePair reports whether a state is about the same organization and grant.
func (m *model) isSamePair(state *model) bool {
	return state != nil && m.OrganizationID.Equal(state.OrganizationID) && m.GrantID.Equal(state.GrantID)
}
