package ratelimitpolicy

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_rate_limit_policy.
type Resource struct{ tf.Resource }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_rate_limit_policy.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResource("auth0access_rate_limit_policy",
		tf.Identity{"id": "Id of the policy, such as rlp_5cJdYz7hK2mQxWbTnA4sVp."})}
}

// Metadata names the resource.
func (r *Resource) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	r.Resource.Metadata(ctx, req, resp)
	resp.ResourceBehavior.MutableIdentity = true // see findRemade
}

// ValidateConfig checks how the arguments fit together.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validate(config)...)
}

// ModifyPlan refuses applications that cannot be limited and a second resource for the policy. It warns if somebody is
// limited unintentionally, or is no longer limited.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.Declarations.Plan(ctx, state.declared(), plan.declared(), req, resp)
	if state != nil && (plan == nil || plan.selector() != state.selector()) {
		warnLifted(*state, &resp.Diagnostics)
	}
	if plan == nil {
		return
	}
	if state == nil || plan.fingerprint() != state.fingerprint() {
		checkDefault(*plan, &resp.Diagnostics)
	}
	checkKept(*plan, state != nil, &resp.Diagnostics)
	if state == nil || !plan.ClientID.Equal(state.ClientID) {
		r.checkApplication(ctx, *plan, &resp.Diagnostics)
	}
}

// Create makes the policy. If it stays unknown whether Auth0 has made it, the policy is in state without an id, and the
// next Read finds out.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	policy, err := r.Client.CreateRateLimitPolicy(ctx, plan.selector(), plan.action())
	if auth0.IsConflict(err) {
		r.addConflict(ctx, plan, err, &resp.Diagnostics)
		return
	}
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not create the rate limit policy", err)
		if !errors.Is(err, auth0.ErrUnknownOutcome) {
			return
		}
		policy = &auth0.RateLimitPolicy{}
	}
	plan.ID = tf.StringOrNull(policy.ID)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	tf.NoteWrite(ctx, resp.Private, "", plan.fingerprint(), &resp.Diagnostics)
	tf.KeepCount(ctx, r.Client, auth0.CollectionRateLimitPolicies, resp.Private, &resp.Diagnostics)
}

// Read brings state up to date with the tenant.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	read := func(ctx context.Context, how auth0.Freshness) (*auth0.RateLimitPolicy, error) {
		id, err := r.idOf(ctx, state)
		if err != nil {
			return nil, err
		}
		return r.Client.ReadRateLimitPolicy(ctx, id, how)
	}
	tf.Expect(ctx, r.Client, auth0.CollectionRateLimitPolicies, req.Private, resp.Private, &resp.Diagnostics)
	policy, err := tf.ReadSettled(ctx, req.Private, read, func(policy *auth0.RateLimitPolicy, before string) bool {
		return modelOf(policy).fingerprint() == before
	})
	if auth0.IsNotFound(err) {
		policy, err = r.findRemade(ctx, state, err)
	}
	switch {
	case auth0.IsNotFound(err):
		r.Gone.Note(state.ClientID.ValueString()) // it may have gone with its application
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not read the rate limit policy", err)
		return
	case !isSelector(policy.ConsumerSelector):
		resp.Diagnostics.AddError("Policy is not for applications", unknownSelector(policy))
		return
	}
	if isUnchecked(ctx, state, req.Private, &resp.Diagnostics) {
		r.checkTakenOver(ctx, policy, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, uncheckedKey, nil)...)
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, modelOf(policy))...)
}

// isUnchecked reports whether nobody has asked yet whether this provider may manage the policy: one that was imported,
// of which only the id is known, or moved.
func isUnchecked(ctx context.Context, state model, private tf.PrivateReader, diags *diag.Diagnostics) bool {
	mark, found := private.GetKey(ctx, uncheckedKey)
	diags.Append(found...)
	return state.selector() == "" || mark != nil
}

// Update changes the policy in place.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.action().Is(state.action()) {
		if _, err := r.Client.UpdateRateLimitPolicy(ctx, state.ID.ValueString(), plan.action()); err != nil {
			tf.AddAPIError(&resp.Diagnostics, "Could not update the rate limit policy", err)
			return
		}
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	tf.NoteWrite(ctx, resp.Private, state.fingerprint(), plan.fingerprint(), &resp.Diagnostics)
}

// Delete deletes the policy, which lifts the limit.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, err := r.idOf(ctx, state)
	if err == nil {
		err = r.Client.DeleteRateLimitPolicy(ctx, id)
	}
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(&resp.Diagnostics, "Could not delete the rate limit policy", err)
	}
}

// importForm is what an import names.
const importForm = "the policy's id, such as rlp_5cJdYz7hK2mQxWbTnA4sVp, or whom it is for: client_id: and the " +
	"client id or the document's URL, third_party_clients, cimd_clients or default"

// ImportState takes the policy's id, its identity, or whom it is for.
func (r *Resource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	id := tf.ImportID(ctx, req, "id", importForm, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if strings.HasPrefix(id, "rlp_") {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
		return
	}
	if !isSelector(id) {
		resp.Diagnostics.AddError("Import id not understood", fmt.Sprintf("%q is not what names a rate limit policy. Write "+
			"%s.", id, importForm))
		return
	}
	policy, err := r.Client.FindRateLimitPolicy(ctx, id)
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look up the rate limit policy", err)
	case policy == nil:
		resp.Diagnostics.AddError("No such rate limit policy",
			fmt.Sprintf("The tenant %s has no rate limit policy for %s. Check the id of the import, or remove the import so "+
				"that Terraform makes the policy.", r.Client.Domain(), id))
	default:
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), policy.ID)...)
	}
}
