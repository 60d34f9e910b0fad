package defaultpermissions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// planEnding plans what becomes of the default permissions by their dates. Those that come back after their end have
// other grants.
func (r *Resource) planEnding(
	ctx context.Context, audience types.String, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) (planned tf.Ending, hadEnded bool) {
	planned, hadEnded = tf.PlanEnding(ctx, r.Client, "default permissions of "+tf.TextOrUnknown(audience), req, resp)
	if !hadEnded || planned.HasEnded() {
		return planned, hadEnded
	}
	for _, half := range halfNames {
		if permittedBy(ctx, req.Plan, half, &resp.Diagnostics) != nil {
			at := path.Root(half).AtName("grant_id")
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, types.StringUnknown())...)
		}
	}
	return planned, hadEnded
}

// readEnded looks whether somebody has made the default permissions again after their end: they are expired then.
func (r *Resource) readEnded(ctx context.Context, state model, resp *resource.ReadResponse) {
	grants, err := r.Client.ReadDefaultPermissions(ctx, state.Audience.ValueString(), auth0.Remembered)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the default permissions", err)
		return
	}
	var made model
	for _, subjectType := range subjectTypes {
		grant, had := defaultGrant(grants, state.Audience.ValueString(), subjectType), state.access(subjectType)
		if grant != nil && (had == nil || had.GrantID.ValueString() != grant.ID) { // a listing may be late to lose a grant
			made = made.with(subjectType, accessOf(grant))
		}
	}
	if made.isEmpty() {
		return
	}
	now := state.over(made)
	now.Ending = state.Seen(r.Client)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, now)...)
}

// end deletes the default permissions, if that is still to be done. What they were stays in state.
func (r *Resource) end(ctx context.Context, plan, state model, resp *resource.UpdateResponse) {
	if !state.HasEnded() {
		if _, err := r.apply(ctx, state, model{Audience: state.Audience}); err != nil {
			tf.AddAPIError(&resp.Diagnostics, "Could not end the default permissions", err)
			return
		}
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan.withIDsOf(state))...)
}

// renew makes default permissions in place of those that have ended.
func (r *Resource) renew(ctx context.Context, plan model, resp *resource.UpdateResponse) {
	made, err := r.apply(ctx, model{Audience: plan.Audience, Ending: plan.Ending}, plan)
	if !made.isEmpty() {
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, made)...)
		tf.NoteWrite(ctx, resp.Private, model{}.fingerprint(), made.fingerprint(), &resp.Diagnostics)
	}
	addUpdateError(err, &resp.Diagnostics)
}

// over returns the model with the halves that were found in place of its own. A half that was not found stays.
func (m model) over(found model) model {
	for _, subjectType := range subjectTypes {
		if access := found.access(subjectType); access != nil {
			m = m.with(subjectType, access)
		}
	}
	return m
}

// withIDsOf returns the model with the grants that the halves had, null for one that had none.
func (m model) withIDsOf(state model) model {
	for _, subjectType := range subjectTypes {
		access, had := m.access(subjectType), state.access(subjectType)
		if access == nil {
			continue
		}
		access.GrantID = types.StringNull()
		if had != nil {
			access.GrantID = had.GrantID
		}
		m = m.with(subjectType, access)
	}
	return m
}
