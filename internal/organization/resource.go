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
type Resource struct {
	tf.Setting[model, auth0.Organization]
}

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_organization_third_party_access.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewSetting(
		tf.NewResource("auth0access_organization_third_party_access",
			tf.Identity{"organization_id": "Id of the organization, such as org_9ybsU1dN2dKfDkBi."}),
		tf.SettingKind[model, auth0.Organization]{
			Declared: (*model).declared,
			Key:      func(m *model) string { return m.OrganizationID.ValueString() },
			Read: func(
				ctx context.Context, client *auth0.Client, id string, how auth0.Freshness,
			) (*auth0.Organization, error) {
				return client.ReadOrganization(ctx, id, how)
			},
			Write:       write,
			Undo:        func(o *auth0.Organization) { o.ThirdPartyClientAccess = auth0.ThirdPartyAccessBlock },
			Show:        func(_ *auth0.Client, state *model, o *auth0.Organization) { *state = modelOf(o) },
			Fingerprint: func(o *auth0.Organization) string { return tf.Fingerprint(access(o)) },
			Before:      func(_, now *auth0.Organization) string { return tf.Fingerprint(opposite(access(now))) },
			Check:       check,
			NotFound: func(_ context.Context, r *tf.Resource, plan *model, diags *diag.Diagnostics) {
				diags.AddAttributeError(path.Root("organization_id"), "Organization not found",
					tf.NoOrganization(r.Client, plan.OrganizationID.ValueString()))
			},
			Summaries: tf.Summaries{
				CouldNotRead:  "Could not read the organization",
				CouldNotWrite: "Could not set third-party access",
				CouldNotUndo:  "Could not block third-party access",
			},
		},
	)}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides whether users may log in to an organization with third-party applications. Nothing " +
			"else of the organization changes.",
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
					"tenant. `block`, the value of a new organization, allows none: if anyone else allows access, that shows as " +
					"drift, and apply undoes it.",
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

// check refuses an organization that is not there.
func check(ctx context.Context, r *tf.Resource, plan, state *model, diags *diag.Diagnostics) {
	if isNew := state == nil; isNew {
		tf.CheckOrganization(ctx, r.ProviderData, plan.OrganizationID, diags)
	}
}

// write allows or blocks access, unless it is as planned already.
func write(
	ctx context.Context, r *tf.Resource, now *auth0.Organization, plan, _ *model, _ *diag.Diagnostics,
) (*auth0.Organization, error) {
	if access(now) == plan.Access.ValueString() {
		return now, nil
	}
	fields := auth0.OrganizationFields{ThirdPartyClientAccess: auth0.Set(plan.Access.ValueString())}
	return r.Client.UpdateOrganization(ctx, now.ID, fields)
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
