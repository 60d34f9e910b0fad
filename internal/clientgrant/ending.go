package clientgrant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// planEnding plans what becomes of the grant by its dates. One that comes back after its end has another id.
func (r *Resource) planEnding(
	ctx context.Context, plan *model, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	object := fmt.Sprintf("client grant of application %s for %s (%s)",
		tf.TextOrUnknown(plan.ClientID), tf.TextOrUnknown(plan.Audience), tf.TextOrUnknown(plan.SubjectType))
	var hadEnded bool
	if plan.Ending, hadEnded = tf.PlanEnding(ctx, r.Client, object, req, resp); hadEnded && !plan.HasEnded() {
		plan.ID = types.StringUnknown()
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	}
	if plan.HasEnded() {
		tf.Shared[tf.EndedGrants](r.ProviderData).Note(plan.ID)
	}
}

// createEnded puts into state a grant that has ended already. There must be none, as if it had been made and ended.
func (r *Resource) createEnded(ctx context.Context, plan model, resp *resource.CreateResponse) {
	grant, err := r.Client.FindClientGrant(ctx, plan.key().filter())
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look up the client grant", err)
		return
	case grant != nil:
		addExisting(plan.key(), grant.ID, &resp.Diagnostics)
		return
	}
	plan.ID = types.StringValue("")
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
}

// readEnded looks whether somebody has made the grant again after its end: it is expired then.
func (r *Resource) readEnded(ctx context.Context, state model, resp *resource.ReadResponse) {
	grant, err := r.Client.ReadClientGrantByKey(ctx, state.key().filter(), auth0.Remembered)
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not read the client grant", err)
		return
	// a listing may be late to lose a grant
	case grant == nil, grant.ID == state.ID.ValueString(), checkOwnGrant(grant).HasError():
		return
	}
	now := modelOf(grant)
	now.Ending = state.Seen(r.Client)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, now)...)
}

// missed is the end of a Read that has not found the grant.
func (r *Resource) missed(ctx context.Context, state model, resp *resource.ReadResponse) {
	ending, isOver := state.Missed(r.Client)
	if !isOver {
		r.Gone.Note(state.ClientID.ValueString()) // grants go with their application
		resp.State.RemoveResource(ctx)
		return
	}
	state.Ending = ending
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}

// end deletes the grant, if that is still to be done. What it was stays in state.
func (r *Resource) end(ctx context.Context, plan, state model, resp *resource.UpdateResponse) {
	if !state.HasEnded() {
		if err := r.delete(ctx, state); err != nil && !auth0.IsNotFound(err) {
			tf.AddAPIError(&resp.Diagnostics, "Could not end the client grant", err)
			return
		}
	}
	plan.ID = types.StringValue(state.ID.ValueString())
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
}

// renew makes a grant in place of the one that has ended.
func (r *Resource) renew(ctx context.Context, plan model, resp *resource.UpdateResponse) {
	if !r.make(ctx, &plan, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	tf.NoteWrite(ctx, resp.Private, "", plan.fingerprint(), &resp.Diagnostics)
}
