package organization

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_organization_third_party_access.
type Resource struct{ tf.Resource }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_organization_third_party_access.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResource("auth0access_organization_third_party_access",
		tf.Identity{"organization_id": "Id of the organization, such as org_9ybsU1dN2dKfDkBi."})}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides whether users may log in to an organization with third-party applications. Nothing " +
			"else of the organization is touched.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id of the organization, such as `org_9ybsU1dN2dKfDkBi`. Changing it blocks third-party " +
					"applications from the old organization.",
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": tf.IDAttribute("organization_id"),
			"access": schema.StringAttribute{
				MarkdownDescription: "`allow` lets users log in to the organization with any third-party application of the " +
					"tenant. `block`, which is what a new organization has, lets them with none, and pins it: access allowed by " +
					"anyone else shows as drift and is undone.",
				Required:   true,
				Validators: []validator.String{stringvalidator.OneOf(auth0.ThirdPartyAccessAllow, auth0.ThirdPartyAccessBlock)},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the organization.",
				Computed:            true,
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
		tf.CheckOrganizationID(config.OrganizationID, "name:NAME", &resp.Diagnostics)
	}
}

// ModifyPlan refuses a second resource for the organization, and an organization that is not there.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if !resp.Diagnostics.HasError() {
		r.Declarations.Plan(ctx, state.declared(), plan.declared(), req, resp)
	}
	if isNew := plan != nil && state == nil; isNew && !resp.Diagnostics.HasError() {
		tf.CheckOrganization(ctx, r.ProviderData, plan.OrganizationID, &resp.Diagnostics)
	}
}

// Create allows or blocks access, unless it is as wanted already. Another provider may have made the organization only
// seconds ago.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	organization, err := auth0.AwaitFound(
		ctx,
		func(ctx context.Context) (*auth0.Organization, error) { return r.write(ctx, &plan) },
	)
	if err != nil {
		r.addWriteError(&resp.Diagnostics, plan, err)
		return
	}
	state := modelOf(organization)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	noteWrite(ctx, resp.Private, state, &resp.Diagnostics)
}

// Read brings the state up to date with the organization.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Declarations.Hold(ctx, state.declared(), resp.Private, &resp.Diagnostics)
	read := func(ctx context.Context, how auth0.Freshness) (*auth0.Organization, error) {
		return r.Client.ReadOrganization(ctx, state.OrganizationID.ValueString(), how)
	}
	organization, err := tf.ReadSettled(
		ctx,
		req.Private,
		read,
		func(organization *auth0.Organization, before string) bool {
			return tf.Fingerprint(access(organization)) == before
		},
	)
	if auth0.IsNotFound(err) {
		r.Gone.Note(state.OrganizationID.ValueString())
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the organization", err)
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, modelOf(organization))...)
}

// Update allows or blocks access, unless it is as wanted already.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	organization, err := r.write(ctx, &plan)
	if err != nil {
		r.addWriteError(&resp.Diagnostics, plan, err)
		return
	}
	state := modelOf(organization)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	noteWrite(ctx, resp.Private, state, &resp.Diagnostics)
}

// Delete blocks access, unless another resource declares it, or it is blocked or the organization is gone already.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.Declarations.Undo(ctx, state.declared(), req.Private, func() error {
		_, err := write(ctx, r.Client, state.OrganizationID.ValueString(), auth0.ThirdPartyAccessBlock, false)
		return err
	})
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(&resp.Diagnostics, "Could not block third-party access", err)
	}
}

// ImportState imports by the organization's id, by "name:" and its name, or by identity.
func (r *Resource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	id := tf.ImportID(ctx, req, "organization_id", tf.OrganizationForm, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	id = tf.ImportedOrganization(ctx, r.Client, id, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), id)...)
}

// write allows or blocks access as planned and returns the organization as it is then.
func (r *Resource) write(ctx context.Context, plan *model) (*auth0.Organization, error) {
	return tf.Write(ctx, r.Declarations, plan.declared(), func(undone bool) (*auth0.Organization, error) {
		return write(ctx, r.Client, plan.OrganizationID.ValueString(), plan.Access.ValueString(), undone)
	})
}

// write allows or blocks access and returns the organization as it is then. If it is as wanted already, nothing is
// sent. undone says that this run has blocked access, whatever a read shows so soon.
func write(ctx context.Context, client *auth0.Client, id, wanted string, undone bool) (*auth0.Organization, error) {
	organization, err := client.ReadOrganization(ctx, id, auth0.Fresh)
	if err != nil {
		return nil, err
	}
	now := *organization
	if undone {
		now.ThirdPartyClientAccess = auth0.ThirdPartyAccessBlock
	}
	if access(&now) == wanted {
		return &now, nil
	}
	return client.UpdateOrganization(ctx, id, auth0.OrganizationFields{ThirdPartyClientAccess: auth0.Set(wanted)})
}

// noteWrite notes that access was written, before which it was the opposite.
func noteWrite(ctx context.Context, private tf.PrivateWriter, state model, diags *diag.Diagnostics) {
	access := state.Access.ValueString()
	tf.NoteWrite(ctx, private, tf.Fingerprint(opposite(access)), tf.Fingerprint(access), diags)
}

// addWriteError reports that access could not be allowed or blocked.
func (r *Resource) addWriteError(diags *diag.Diagnostics, plan model, err error) {
	if auth0.IsNotFound(err) {
		diags.AddAttributeError(path.Root("organization_id"), "Organization not found",
			tf.NoOrganization(r.Client, plan.OrganizationID.ValueString()))
		return
	}
	tf.AddAPIError(diags, "Could not set third-party access", err)
}
