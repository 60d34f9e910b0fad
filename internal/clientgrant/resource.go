package clientgrant

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_client_grant.
type Resource struct{ tf.Resource }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_client_grant.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResource("auth0access_client_grant",
		tf.Identity{"id": "Id of the grant, such as cgr_2Yl9pQfPzVYqWZ1m."})}
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

// ModifyPlan refuses system APIs, what is beyond the provider's boundary, APIs, scopes and applications that are not
// there, first-party applications, grants that an exclusive resource leaves out, and a second resource for the grant.
// It warns of a grant without effect.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.Declarations.Plan(ctx, state.declared(), plan.declared(), req, resp)
	if plan == nil {
		return
	}
	r.planEnding(ctx, plan, req, resp)
	tf.Shared[tf.PlannedUsages](r.ProviderData).Plan(plan.ID, plan.OrganizationUsage)
	tf.CheckNotSystemAPI(r.Client, plan.Audience, &resp.Diagnostics)
	plan.CheckOneCounts(path.Root, &resp.Diagnostics)
	plan.declareMember(r.Declarations, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || plan.HasEnded() {
		return
	}
	before := state.grantedOf(plan.Audience)
	tf.CheckBoundary(r.Boundary, plan.Audience, before, plan.GrantedScopes, path.Root, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		r.checkAPI(ctx, plan, state, &resp.Diagnostics)
		r.checkApplication(ctx, plan, state, &resp.Diagnostics)
	}
}

// checkAPI looks whether the API is there with the scopes, if the plan names any that the state has not.
func (r *Resource) checkAPI(ctx context.Context, plan, state *model, diags *diag.Diagnostics) {
	if state == nil || state.HasEnded() {
		state = &model{}
	}
	if added := tf.AddedStrings(state.Scopes, plan.Scopes); !plan.Audience.Equal(state.Audience) || len(added) > 0 {
		tf.CheckAPI(ctx, r.Client, plan.Audience, []tf.ScopesArgument{{Path: path.Root("scopes"), New: added}}, diags)
	}
}

// Create makes the grant, unless it has ended already. If it stays unknown whether Auth0 has made it, the grant is in
// state without an id, and the next Read finds out.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.Ending = plan.Settle(r.Client); plan.HasEnded() {
		r.createEnded(ctx, plan, resp)
		return
	}
	if !r.make(ctx, &plan, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	tf.NoteWrite(ctx, resp.Private, "", plan.fingerprint(), &resp.Diagnostics)
	tf.KeepCount(ctx, r.Client, auth0.CollectionClientGrants, resp.Private, &resp.Diagnostics)
}

// make makes the grant and notes its id. It reports whether there is one, or may be.
func (r *Resource) make(ctx context.Context, plan *model, diags *diag.Diagnostics) bool {
	checkThirdParty(ctx, r.Client, plan.ClientID.ValueString(), auth0.Remembered, diags) // by ModifyPlan
	if diags.HasError() {
		return false
	}
	grant, err := r.Client.CreateClientGrantOnce(ctx, plan.newGrant())
	if auth0.IsConflict(err) {
		r.addConflict(ctx, plan.key(), err, diags)
		return false
	}
	if auth0.IsNotFound(err) {
		r.addNotFound(*plan, err, diags)
		return false
	}
	if err != nil {
		tf.AddAPIError(diags, "Could not create the client grant", err)
		if !errors.Is(err, auth0.ErrUnknownOutcome) {
			return false
		}
		grant = &auth0.ClientGrant{}
	}
	plan.ID = tf.StringOrNull(grant.ID)
	return true
}

// Read brings state up to date with the tenant.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	read := func(ctx context.Context, how auth0.Freshness) (*auth0.ClientGrant, error) {
		id, err := r.idOf(ctx, state)
		if err != nil {
			return nil, err
		}
		return r.Client.ReadClientGrant(ctx, id, how)
	}
	if state.HasEnded() {
		r.readEnded(ctx, state, resp)
		return
	}
	tf.Expect(ctx, r.Client, auth0.CollectionClientGrants, req.Private, resp.Private, &resp.Diagnostics)
	grant, err := tf.ReadSettled(ctx, req.Private, read, func(grant *auth0.ClientGrant, before string) bool {
		return modelOf(grant).fingerprint() == before
	})
	if auth0.IsNotFound(err) {
		grant, err = r.findRemade(ctx, state, err)
	}
	switch {
	case auth0.IsNotFound(err):
		r.missed(ctx, state, resp)
		return
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not read the client grant", err)
		return
	}
	if isUnchecked(ctx, state, req.Private, &resp.Diagnostics) {
		r.checkTakenOver(ctx, grant, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, uncheckedKey, nil)...)
	}
	now := modelOf(grant)
	now.Ending = state.Seen(r.Client)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, now)...)
}

// Update changes the grant in place, ends it, or brings it back.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch plan.Ending = plan.Settle(r.Client); {
	case plan.HasEnded():
		r.end(ctx, plan, state, resp)
		return
	case state.HasEnded():
		r.renew(ctx, plan, resp)
		return
	}
	if changes := plan.changes(state); changes != (auth0.ClientGrantFields{}) {
		if _, err := r.Client.UpdateClientGrant(ctx, state.ID.ValueString(), changes); err != nil {
			tf.AddAPIError(&resp.Diagnostics, "Could not update the client grant", err)
			return
		}
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	tf.NoteWrite(ctx, resp.Private, state.fingerprint(), plan.fingerprint(), &resp.Diagnostics)
}

// Delete deletes the grant. What remains to the application are the API's default permissions.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() || state.HasEnded() {
		return
	}
	if err := r.delete(ctx, state); err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(&resp.Diagnostics, "Could not delete the client grant", err)
	}
}

func (r *Resource) delete(ctx context.Context, state model) error {
	id, err := r.idOf(ctx, state)
	if err != nil {
		return err
	}
	return r.Client.DeleteClientGrant(ctx, id)
}

// importForm is what an import names.
const importForm = "the grant's id, such as cgr_2Yl9pQfPzVYqWZ1m, or client_id|audience|subject_type"

// ImportState takes the grant's id, its identity, or client_id|audience|subject_type.
func (r *Resource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	id := tf.ImportID(ctx, req, "id", importForm, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if auth0.IsClientGrantID(id) {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
		return
	}
	key, err := parseKey(id)
	if err != nil {
		resp.Diagnostics.AddError("Import id not understood", fmt.Sprintf("%s. Write %s.", err, importForm))
		return
	}
	grant, err := r.Client.FindClientGrant(ctx, key.filter())
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look up the client grant", err)
	case grant == nil:
		resp.Diagnostics.AddError("No such client grant",
			fmt.Sprintf("Application %s has no grant for %s with subject type %q. Check the three parts, or remove the import "+
				"so that Terraform makes the grant.",
				key.clientID, key.audience, key.subjectType))
	default:
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), grant.ID)...)
	}
}
