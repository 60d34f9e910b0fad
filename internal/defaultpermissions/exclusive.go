package defaultpermissions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Exclusive is auth0access_default_permissions_exclusive.
type Exclusive struct {
	client       *auth0.Client
	declarations *tf.Declarations
}

var (
	_ resource.ResourceWithConfigure   = (*Exclusive)(nil)
	_ resource.ResourceWithIdentity    = (*Exclusive)(nil)
	_ resource.ResourceWithImportState = (*Exclusive)(nil)
	_ resource.ResourceWithModifyPlan  = (*Exclusive)(nil)
)

// NewExclusiveResource returns the resource auth0access_default_permissions_exclusive.
func NewExclusiveResource() resource.Resource { return &Exclusive{} }

// Metadata names the resource.
func (r *Exclusive) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_default_permissions_exclusive"
}

// Schema describes the resource's arguments and attributes.
func (r *Exclusive) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Holds the complete set of APIs of the tenant that may have default permissions for third-party applications. Default permissions of any " +
			"other API show in the plan, and apply deletes them. Nothing is granted by this resource, and destroying it deletes nothing.",
		Attributes: map[string]schema.Attribute{
			"audiences": schema.SetAttribute{
				MarkdownDescription: "Identifiers of the APIs that may have default permissions, each of 1 to 600 characters. An API that is listed need not have any. " +
					"An empty set allows none.",
				Required:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{tf.NoNulls(), setvalidator.ValueStringsAre(stringvalidator.LengthBetween(1, 600))},
			},
			"undeclared": schema.SetNestedAttribute{
				MarkdownDescription: "The default permissions of APIs that are not in `audiences`. Every plan means to empty it: what it loses there, apply deletes.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":           schema.StringAttribute{MarkdownDescription: "Id of the client grant behind it.", Computed: true},
					"audience":     schema.StringAttribute{MarkdownDescription: "Identifier of the API.", Computed: true},
					"subject_type": schema.StringAttribute{MarkdownDescription: "Which half it is: `user` or `client` access.", Computed: true},
				}},
			},
			"domain": tf.DomainAttribute(),
		},
	}
}

// IdentitySchema describes what identifies the resource: the tenant's domain.
func (r *Exclusive) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = tf.TenantIdentitySchema()
}

// Configure takes over the provider's API client.
func (r *Exclusive) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = tf.Client(req.ProviderData, &resp.Diagnostics)
	r.declarations = tf.DeclarationsOf(req.ProviderData, &resp.Diagnostics)
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
	if !isNew || !r.client.IsAvailable() || resp.Diagnostics.HasError() {
		return
	}
	undeclared, err := r.undeclared(ctx, plan)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the default permissions", err)
		return
	}
	plan.warn(r.client.Domain(), undeclared, &resp.Diagnostics)
}

// Create deletes what is not declared.
func (r *Exclusive) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	undeclared, err := r.undeclared(ctx, plan)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the default permissions", err)
		return
	}
	r.remove(ctx, undeclared, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return // without state: the next plan names what is left
	}
	plan.Domain = types.StringValue(r.client.Domain())
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, plan.identity())...)
	noteRemovals(ctx, resp.Private, undeclared, &resp.Diagnostics)
}

// Read looks for default permissions that are not declared.
func (r *Exclusive) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, state.identity())...)
	look := func(ctx context.Context) ([]found, error) { return r.undeclared(ctx, state) }
	undeclared, err := tf.ReadSettled(ctx, req.Private, look, showsRemoved)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the default permissions", err)
		return
	}
	if imported := state.Audiences.IsNull(); imported {
		state.Audiences, undeclared = audiencesOf(undeclared), nil
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
	left := r.remove(ctx, removals, &resp.Diagnostics)
	plan.Undeclared = undeclaredSet(left)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, plan.identity())...)
	noteRemovals(ctx, resp.Private, removals, &resp.Diagnostics)
}

// Delete stops watching. The default permissions stay as they are.
func (r *Exclusive) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// ImportState takes the tenant's domain. What default permissions there are count as declared.
func (r *Exclusive) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	tf.ImportTenant(ctx, r.client, req, resp)
}

// undeclared returns the default permissions of APIs that are not in audiences.
func (r *Exclusive) undeclared(ctx context.Context, m exclusiveModel) ([]found, error) {
	grants, err := r.client.ListClientGrants(ctx, auth0.ClientGrantFilter{DefaultFor: auth0.DefaultForThirdPartyClients})
	return m.notDeclared(grants), err
}

// remove deletes default permissions and returns those that it could not delete, for which it adds errors.
func (r *Exclusive) remove(ctx context.Context, permissions []found, diags *diag.Diagnostics) (left []found) {
	for _, permission := range permissions {
		if err := r.removeOne(ctx, permission); err != nil {
			tf.AddAPIError(diags, "Could not delete undeclared default permissions", fmt.Errorf("%s: %w", permission, err))
			left = append(left, permission)
		}
	}
	return left
}

// removeOne deletes what still is as it was seen. What somebody deleted and made anew meanwhile is another thing.
func (r *Exclusive) removeOne(ctx context.Context, seen found) error {
	grants, err := r.client.ListClientGrants(ctx, auth0.ClientGrantFilter{
		DefaultFor: auth0.DefaultForThirdPartyClients, Audience: seen.audience,
	})
	if err != nil {
		return err
	}
	for _, now := range grants {
		if !isDefault(now) || !seen.matches(now) {
			continue
		}
		if err := r.client.DeleteClientGrant(ctx, now.ID); err != nil {
			return err
		}
	}
	return nil
}
