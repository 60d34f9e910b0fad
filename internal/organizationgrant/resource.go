package organizationgrant

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_organization_client_grant.
type Resource struct{ tf.Resource }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_organization_client_grant.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResource("auth0access_organization_client_grant", tf.Identity{
		"organization_id": "Id of the organization, such as org_9ybsU1dN2dKfDkBi.",
		"grant_id":        "Id of the client grant, such as cgr_2Yl9pQfPzVYqWZ1m.",
	})}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets a third-party application get tokens for an organization as itself (client " +
			"credentials): gives the organization one of the application's client grants. Strict applications have no other " +
			"way to get such tokens. Grants of first-party applications are never changed.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id of the organization, such as `org_9ybsU1dN2dKfDkBi`, which can have up to 100 client " +
					"grants. Changing it removes the grant from the old organization.",
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"grant_id": schema.StringAttribute{
				MarkdownDescription: "Id of the client grant, such as `cgr_2Yl9pQfPzVYqWZ1m`, best as a reference to the `id` of " +
					"an `auth0access_client_grant`. It must have `subject_type = \"client\"` and an `organization_usage` of `allow` " +
					"or `require`. Changing it removes the old grant from the organization.",
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": tf.JoinedIDAttribute("organization_id", "grant_id"),
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client id of the grant's application.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: "Identifier of the grant's API.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
	tf.AddEndingAttributes(resp.Schema.Attributes, "the grant is taken from the organization")
}

// ValidateConfig refuses what cannot be the ids of an organization and a client grant.
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
	tf.CheckOrganizationID(config.OrganizationID, "name:NAME/GRANT_ID", &resp.Diagnostics)
	checkGrantID(config.GrantID, &resp.Diagnostics)
}

// ModifyPlan refuses a second resource for the pair, an organization that is not there, and a grant that is not there
// or takes no effect for organizations.
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
	r.planEnding(ctx, plan, state, req, resp)
	isGiven := plan.isSamePair(state) && !state.HasEnded()
	isNone := !plan.GrantID.IsUnknown() && plan.GrantID.ValueString() == ""
	if plan.HasEnded() || isNone || isGiven || resp.Diagnostics.HasError() {
		return
	}
	tf.CheckOrganization(ctx, r.ProviderData, plan.OrganizationID, &resp.Diagnostics)
	r.checkGrant(ctx, plan.GrantID, &resp.Diagnostics)
}

// Create gives the organization the grant, unless that has ended already. If it stays unknown whether Auth0 has done
// so, the pair is in state, and the next Read finds out.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.Ending = plan.Settle(r.Client)
	if plan.GrantID.ValueString() == "" {
		plan.Ending = plan.End()
	}
	if plan.HasEnded() {
		r.createEnded(ctx, plan, resp)
		return
	}
	if !r.give(ctx, &plan, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	tf.NoteWrite(ctx, resp.Private, "", plan.ID.ValueString(), &resp.Diagnostics)
}

// give gives the organization the grant, and completes the model. It reports whether the organization has it, or may.
func (r *Resource) give(ctx context.Context, plan *model, diags *diag.Diagnostics) bool {
	grant := r.findGrant(ctx, plan.GrantID.ValueString(), auth0.Remembered, diags)
	if diags.HasError() {
		return false
	}
	err := r.Client.AddOrganizationGrant(ctx, plan.OrganizationID.ValueString(), grant.ID)
	if err != nil {
		r.addCreateError(ctx, *plan, err, diags)
		if !errors.Is(err, auth0.ErrUnknownOutcome) {
			return false
		}
	}
	ending := plan.Ending
	*plan = modelOf(plan.OrganizationID.ValueString(), grant)
	plan.Ending = ending
	return true
}

// Read looks whether the organization has the grant.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	organizationID, grantID := state.OrganizationID.ValueString(), state.GrantID.ValueString()
	if grantID == "" { // the grant has ended before it was made
		return
	}
	read := func(ctx context.Context, how auth0.Freshness) (*auth0.OrganizationGrant, error) {
		return r.Client.ReadOrganizationGrant(ctx, organizationID, grantID, how)
	}
	_, err := tf.ReadSettled(ctx, req.Private, read, func(*auth0.OrganizationGrant, string) bool { return false })
	switch {
	case auth0.IsNotFound(err):
		r.missed(ctx, state, resp)
		return
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not read the organization's grants", err)
		return
	}
	ending := state.Seen(r.Client)
	if isNew := state.ClientID.IsNull() || state.Audience.IsNull(); isNew { // imported, moved, or never given before
		grant := r.findGrant(ctx, grantID, auth0.Remembered, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		state = modelOf(organizationID, grant)
	}
	state.Ending = ending
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}

// Update takes the grant from the organization at the end, and gives it back after a new one. Every other change is of
// the state alone, for other arguments make a new pair.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch plan.Ending = plan.Settle(r.Client); {
	case plan.HasEnded() && !state.HasEnded():
		if !r.take(ctx, state, &resp.Diagnostics) {
			return
		}
	case !plan.HasEnded() && state.HasEnded():
		if !r.give(ctx, &plan, &resp.Diagnostics) {
			return
		}
		tf.NoteWrite(ctx, resp.Private, "", plan.ID.ValueString(), &resp.Diagnostics)
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
}

// Delete takes the grant from the organization, unless one of them is gone already.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() || state.HasEnded() {
		return
	}
	r.take(ctx, state, &resp.Diagnostics)
}

// take takes the grant from the organization, and reports whether that has it no more.
func (r *Resource) take(ctx context.Context, state model, diags *diag.Diagnostics) bool {
	err := r.Client.RemoveOrganizationGrant(ctx, state.OrganizationID.ValueString(), state.GrantID.ValueString())
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(diags, "Could not take the grant from the organization", err)
		return false
	}
	return true
}
