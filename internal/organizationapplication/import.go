package organizationapplication

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// importForm is what an import names.
const importForm = "ORGANIZATION/CLIENT_ID, with " + tf.OrganizationForm + ", and the application's client_id"

// ImportState takes the organization's id or name and the application's client_id, or the identity.
func (r *Resource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	organization, clientID := tf.ImportJoined(ctx, req, "organization_id", "client_id", importForm, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	organization = tf.ImportedOrganization(ctx, r.Client, organization, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), organization)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("client_id"), clientID)...)
}

// MoveState takes over from auth0_organization_client. The next Read brings the rest.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tf.MoveJoined("auth0_organization_client", "organization_id", "client_id")
}
