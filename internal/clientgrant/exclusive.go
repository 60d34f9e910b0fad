package clientgrant

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Exclusive is auth0access_client_grants_exclusive.
type Exclusive struct {
	client       *auth0.Client
	declarations *tf.Declarations
}

var (
	_ resource.ResourceWithConfigure      = (*Exclusive)(nil)
	_ resource.ResourceWithIdentity       = (*Exclusive)(nil)
	_ resource.ResourceWithImportState    = (*Exclusive)(nil)
	_ resource.ResourceWithModifyPlan     = (*Exclusive)(nil)
	_ resource.ResourceWithValidateConfig = (*Exclusive)(nil)
)

// NewExclusiveResource returns the resource auth0access_client_grants_exclusive.
func NewExclusiveResource() resource.Resource { return &Exclusive{} }

// Metadata names the resource.
func (r *Exclusive) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_client_grants_exclusive"
}

// Schema describes the resource's arguments and attributes.
func (r *Exclusive) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Holds the complete set of grants that one third-party application may have. A grant that is not declared here shows in the plan, and " +
			"apply deletes it. Nothing is granted by this resource, and destroying it deletes nothing.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client id of the third-party application. Changing it watches another application's grants and leaves the old one's alone.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"grants": schema.SetAttribute{
				MarkdownDescription: "The grants that the application may have, each with `audience`, the identifier of the API, and `subject_type`: `user`, `client` or " +
					"`anonymous_user`. Whole `auth0access_client_grant` resources can be listed: what else they have does not count. " +
					"A grant that is listed need not exist. An empty set allows none.",
				Required:    true,
				ElementType: declaredType,
				Validators:  []validator.Set{tf.NoNulls()},
			},
			"undeclared": schema.SetNestedAttribute{
				MarkdownDescription: "The grants that the application has and that are not in `grants`. Every plan means to empty it: what it loses there, apply deletes.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":           schema.StringAttribute{MarkdownDescription: "Id of the grant.", Computed: true},
					"audience":     schema.StringAttribute{MarkdownDescription: "Identifier of the API.", Computed: true},
					"subject_type": schema.StringAttribute{MarkdownDescription: "On whose behalf the grant is.", Computed: true},
				}},
			},
		},
	}
}

// IdentitySchema describes what identifies the resource: the application.
func (r *Exclusive) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"client_id": identityschema.StringAttribute{
				Description:       "Client id of the third-party application.",
				RequiredForImport: true,
			},
		},
	}
}

// Configure takes over the provider's API client.
func (r *Exclusive) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = tf.Client(req.ProviderData, &resp.Diagnostics)
	r.declarations = tf.DeclarationsOf(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig refuses what cannot be a grant: a misspelt one would leave the grant that was meant undeclared.
func (r *Exclusive) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if !resp.Diagnostics.HasError() {
		config.validate(&resp.Diagnostics)
	}
}

// ModifyPlan plans the removal of what is not declared. A resource that is new has no state to show it, so a warning names it.
func (r *Exclusive) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.client == nil {
		return
	}
	var plan exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("undeclared"), undeclaredSet(nil))...)
	plan.declare(tf.InstanceOf(ctx, req, resp), r.declarations, &resp.Diagnostics)
	isNew := req.State.Raw.IsNull()
	if !isNew || plan.ClientID.IsUnknown() || !r.client.IsAvailable() || resp.Diagnostics.HasError() {
		return
	}
	checkThirdParty(ctx, r.client, plan.ClientID.ValueString(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	grants, err := r.grants(ctx, plan)
	switch {
	case auth0.IsNotFound(err): // an application deleted by somebody is drift, and drift does not fail a plan
		resp.Diagnostics.AddAttributeWarning(path.Root("client_id"), notFound, r.notFoundDetail(plan))
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not list the application's grants", err)
	default:
		plan.warn(plan.notDeclared(grants), &resp.Diagnostics)
	}
}

// Create deletes what is not declared.
func (r *Exclusive) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	grants, err := auth0.AwaitFound(ctx, func(ctx context.Context) ([]auth0.ClientGrant, error) { return r.grants(ctx, plan) })
	switch {
	case auth0.IsNotFound(err):
		resp.Diagnostics.AddAttributeError(path.Root("client_id"), notFound, r.notFoundDetail(plan))
		return
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not list the application's grants", err)
		return
	}
	checkThirdParty(ctx, r.client, plan.ClientID.ValueString(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	undeclared := plan.notDeclared(grants)
	r.remove(ctx, plan.ClientID.ValueString(), undeclared, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return // without state: the next plan names what is left
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, plan.identity())...)
	noteRemovals(ctx, resp.Private, undeclared, &resp.Diagnostics)
}

// Read looks for grants that are not declared.
func (r *Exclusive) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, state.identity())...)
	imported := state.Grants.IsNull()
	if imported {
		checkThirdParty(ctx, r.client, state.ClientID.ValueString(), &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	look := func(ctx context.Context) ([]auth0.ClientGrant, error) { return r.grants(ctx, state) }
	grants, err := tf.ReadSettled(ctx, req.Private, look, func(grants []auth0.ClientGrant, removed string) bool {
		return showsRemoved(state.notDeclared(grants), removed)
	})
	if auth0.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the application's grants", err)
		return
	}
	undeclared := state.notDeclared(grants)
	if imported {
		state.Grants, undeclared = declaredSet(undeclared), nil
	}
	state.Undeclared = undeclaredSet(undeclared)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}

// Update deletes what the plan has shown as not declared, or as declared no longer. What came to exist since then is left to
// the next plan to show.
func (r *Exclusive) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	removals := plan.removals(state)
	left := r.remove(ctx, plan.ClientID.ValueString(), removals, &resp.Diagnostics)
	plan.Undeclared = undeclaredSet(left)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, plan.identity())...)
	noteRemovals(ctx, resp.Private, removals, &resp.Diagnostics)
}

// Delete stops watching. The application's grants stay as they are.
func (r *Exclusive) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// ImportState takes the application's client id. What the application has been granted counts as declared.
func (r *Exclusive) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	tf.ImportApplication(ctx, r.client, req, resp)
}

// grants returns the application's grants. Where it has none it is itself looked at: the error that it is not there says
// that nothing is being watched.
func (r *Exclusive) grants(ctx context.Context, m exclusiveModel) ([]auth0.ClientGrant, error) {
	grants, err := r.client.ListClientGrants(ctx, auth0.ClientGrantFilter{ClientID: m.ClientID.ValueString()})
	if err == nil && len(grants) == 0 {
		_, err = r.client.ReadApplication(ctx, m.ClientID.ValueString())
	}
	return grants, err
}

const notFound = "Application not found"

func (r *Exclusive) notFoundDetail(m exclusiveModel) string {
	return fmt.Sprintf("The tenant %s has no application %s, so there is nothing to hold to these grants. It may have been deleted, or belong to another "+
		"tenant. Correct client_id, or remove this resource from the configuration.", r.client.Domain(), m.ClientID.ValueString())
}

// remove deletes grants and returns those that it could not delete, for which it adds errors.
func (r *Exclusive) remove(ctx context.Context, clientID string, grants []found, diags *diag.Diagnostics) (left []found) {
	for _, grant := range grants {
		if err := r.removeOne(ctx, clientID, grant); err != nil {
			tf.AddAPIError(diags, "Could not delete an undeclared client grant", fmt.Errorf("%s: %w", grant, err))
			left = append(left, grant)
		}
	}
	return left
}

// removeOne deletes a grant if it still is what was seen. One that somebody deleted and made anew meanwhile is another one.
func (r *Exclusive) removeOne(ctx context.Context, clientID string, seen found) error {
	grants, err := r.client.ListClientGrants(ctx, auth0.ClientGrantFilter{ClientID: clientID, Audience: seen.audience})
	if err != nil {
		return err
	}
	for _, now := range grants {
		if isOwn(now, clientID) && seen.matches(now) {
			return r.client.DeleteClientGrant(ctx, now.ID)
		}
	}
	return nil
}

// noteRemovals keeps what was to be removed, which the next listings may still show.
func noteRemovals(ctx context.Context, private tf.PrivateWriter, removals []found, diags *diag.Diagnostics) {
	var keys []string
	for _, removal := range removals {
		keys = append(keys, removal.grantKey.String())
	}
	tf.NoteWrite(ctx, private, strings.Join(keys, "\n"), "", diags)
}
