package organizationgrant

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// importForm is what an import names.
const importForm = "ORGANIZATION/GRANT, with " + tf.OrganizationForm + ", and the grant's id, such as " +
	"cgr_2Yl9pQfPzVYqWZ1m, or client_id|audience"

// ImportState takes the organization's id or name, and the grant's id or its application and API; or the identity.
func (r *Resource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	organization, grant := tf.ImportJoined(ctx, req, "organization_id", "grant_id", importForm, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	organization = tf.ImportedOrganization(ctx, r.Client, organization, &resp.Diagnostics)
	if !auth0.IsClientGrantID(grant) && !resp.Diagnostics.HasError() {
		grant = r.importedGrant(ctx, grant, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), organization)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("grant_id"), grant)...)
}

// importedGrant returns the id of the grant of an application for an API, written client_id|audience.
func (r *Resource) importedGrant(ctx context.Context, text string, diags *diag.Diagnostics) string {
	clientID, audience, _ := strings.Cut(text, "|")
	if clientID == "" || audience == "" {
		diags.AddError("Import id not understood", fmt.Sprintf("%q names no grant. Write %s.", text, importForm))
		return ""
	}
	grant, err := r.Client.FindClientGrant(ctx, auth0.ClientGrantFilter{
		ClientID: clientID, Audience: audience, SubjectType: auth0.SubjectTypeClient,
	})
	switch {
	case err != nil:
		tf.AddAPIError(diags, "Could not look up the client grant", err)
	case grant == nil:
		diags.AddError("No such client grant",
			fmt.Sprintf("Application %s has no grant for %s with subject type %q. Check the two, or remove the import.",
				clientID, audience, auth0.SubjectTypeClient))
	default:
		return grant.ID
	}
	return ""
}

// MoveState takes over from auth0_organization_client_grant.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return tf.MoveJoined("auth0_organization_client_grant", "organization_id", "grant_id")
}
