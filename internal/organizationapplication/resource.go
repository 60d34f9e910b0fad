package organizationapplication

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_organization_application.
type Resource struct{ tf.Resource }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_organization_application.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResource("auth0access_organization_application", tf.Identity{
		"organization_id": "Id of the organization, such as org_9ybsU1dN2dKfDkBi.",
		"client_id":       "Client ID of the application.",
	})}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides whether users may log in to an organization with one third-party application, " +
			"whatever the organization's setting for all of them. Early access: a tenant without the feature refuses this.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id of the organization, such as `org_9ybsU1dN2dKfDkBi`, which can have up to 100 " +
					"applications. Changing it makes the application follow the old organization's setting for all.",
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of the third-party application. Changing it makes the old application follow the " +
					"organization's setting for all.",
				Required:      true,
				Validators:    tf.ClientID(),
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": tf.JoinedIDAttribute("organization_id", "client_id"),
			"use_for_member_access": schema.BoolAttribute{
				MarkdownDescription: "Whether members of the organization may use the application. Default `true`. `false` " +
					"forbids it, even if the organization allows third-party applications. It has an effect only in an organization " +
					"with `is_app_entitlement_active`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
		},
	}
}

// ValidateConfig refuses what cannot be an organization's id.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if !resp.Diagnostics.HasError() {
		tf.CheckOrganizationID(config.OrganizationID, "name:NAME/CLIENT_ID", &resp.Diagnostics)
	}
}

// ModifyPlan refuses a second resource for the pair, and an organization or application that is not there. It says what
// follows when the organization's word on all takes the place of this one.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Declarations.Plan(ctx, state.declared(), plan.declared(), req, resp)
	switch {
	case resp.Diagnostics.HasError():
	case plan == nil:
		r.warnOfDestroy(ctx, state, &resp.Diagnostics)
	case !plan.isSamePair(state):
		organization := tf.CheckOrganization(ctx, r.ProviderData, plan.OrganizationID, &resp.Diagnostics)
		warnWithoutEffect(organization, &resp.Diagnostics)
		r.checkApplication(ctx, plan.ClientID, &resp.Diagnostics)
	}
}

// Create associates the organization with the application. If it stays unknown whether Auth0 has done so, the
// association is in state, and the next Read finds out.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	wanted := plan.association()
	if _, err := r.Client.CreateOrganizationApplication(ctx, wanted); err != nil {
		r.addCreateError(ctx, wanted, err, &resp.Diagnostics)
		if !errors.Is(err, auth0.ErrUnknownOutcome) {
			return
		}
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, modelOf(&wanted))...)
	tf.NoteWrite(ctx, resp.Private, "", fingerprint(wanted.UseForMemberAccess), &resp.Diagnostics)
}

// Read brings the state up to date with the association.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	organizationID, clientID := state.OrganizationID.ValueString(), state.ClientID.ValueString()
	read := func(ctx context.Context, how auth0.Freshness) (*auth0.OrganizationApplication, error) {
		return r.Client.ReadOrganizationApplication(ctx, organizationID, clientID, how)
	}
	isOld := func(a *auth0.OrganizationApplication, before string) bool {
		return fingerprint(a.UseForMemberAccess) == before
	}
	association, err := tf.ReadSettled(ctx, req.Private, read, isOld)
	switch {
	case auth0.IsNotFound(err):
		r.Gone.Note(organizationID)
		r.Gone.Note(clientID)
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not read the organization's application", explained(err))
		return
	}
	if isImported := state.UseForMemberAccess.IsNull(); isImported {
		r.checkThirdParty(ctx, clientID, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, modelOf(association))...)
}

// Update changes whether members may use the application.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.UseForMemberAccess.Equal(state.UseForMemberAccess) {
		if _, err := r.Client.UpdateOrganizationApplication(ctx, plan.association()); err != nil {
			tf.AddAPIError(&resp.Diagnostics, "Could not change the organization's application", explained(err))
			return
		}
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	tf.NoteWrite(ctx, resp.Private, fingerprint(state.UseForMemberAccess.ValueBool()),
		fingerprint(plan.UseForMemberAccess.ValueBool()), &resp.Diagnostics)
}

// Delete ends the association, unless it or the organization is gone already.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.Client.DeleteOrganizationApplication(ctx, state.OrganizationID.ValueString(), state.ClientID.ValueString())
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(&resp.Diagnostics, "Could not take the application from the organization", explained(err))
	}
}
