package organizationgrant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// planEnding plans what becomes of the pair by its dates, and by the end of its grant, which takes the pair along. A
// grant that comes back has another id, which makes another pair.
func (r *Resource) planEnding(
	ctx context.Context, plan, state *model, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	var hadEnded bool
	plan.Ending, hadEnded = tf.PlanEnding(ctx, r.Client, plan.text(), req, resp)
	isSame, isDated := plan.isSamePair(state), !plan.ExpiresAt.IsNull()
	switch {
	case isSame && !isDated && state.ExpiresAt.IsNull() && (hadEnded || r.isGrantOver(plan)):
		plan.Ending = plan.End()
	case !isSame && (plan.GrantID.IsUnknown() || plan.GrantID.ValueString() == ""):
		plan.Status = types.StringUnknown() // the grant may have ended before it was made
	case !isSame && !isDated && r.isGrantOver(plan):
		resp.Diagnostics.AddAttributeError(path.Root("grant_id"), "Grant has ended",
			fmt.Sprintf("%s has ended by its expires_at and is not there, so no organization can have it. Give the grant a "+
				"later expires_at, or give this resource the same one.", plan.GrantID.ValueString()))
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), plan.Status)...)
	if !isSame && !plan.GrantID.IsUnknown() && plan.GrantID.ValueString() == "" {
		resp.Diagnostics.AddAttributeWarning(path.Root("grant_id"), "Organization gets no grant",
			"grant_id is empty, as the id of a grant is that has ended before it was made. The organization gets nothing. If "+
				"another grant is meant, take its id: grant_id = auth0access_client_grant.NAME.id.")
	}
	if hadEnded && !plan.HasEnded() {
		for _, computed := range []string{"client_id", "audience"} {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(computed), types.StringUnknown())...)
		}
	}
}

// isGrantOver reports whether the grant ends in this run, or has ended.
func (r *Resource) isGrantOver(m *model) bool {
	return tf.Shared[tf.EndedGrants](r.ProviderData).Has(m.GrantID)
}

// createEnded puts into state a pair that has ended already. There must be none, as if it had been made and ended.
func (r *Resource) createEnded(ctx context.Context, plan model, resp *resource.CreateResponse) {
	organizationID, grantID := plan.OrganizationID.ValueString(), plan.GrantID.ValueString()
	if grantID != "" {
		_, err := r.Client.ReadOrganizationGrant(ctx, organizationID, grantID, auth0.Fresh)
		switch {
		case err == nil:
			addExisting(organizationID, grantID, &resp.Diagnostics)
			return
		case !auth0.IsNotFound(err):
			tf.AddAPIError(&resp.Diagnostics, "Could not read the organization's grants", err)
			return
		}
	}
	plan.ID = types.StringValue(tf.JoinedID(organizationID, grantID))
	plan.ClientID, plan.Audience = types.StringNull(), types.StringNull()
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
}

// missed is the end of a Read that has not found the pair.
func (r *Resource) missed(ctx context.Context, state model, resp *resource.ReadResponse) {
	ending, isOver := state.Missed(r.Client)
	if r.isGrantOver(&state) {
		ending, isOver = state.End(), true
	}
	if !isOver {
		r.Gone.Note(state.OrganizationID.ValueString())
		r.Gone.Note(state.GrantID.ValueString())
		resp.State.RemoveResource(ctx)
		return
	}
	state.Ending = ending
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}
