package connection

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Exclusive is auth0access_connection_domain_promotions_exclusive.
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

// NewExclusiveResource returns the resource auth0access_connection_domain_promotions_exclusive.
func NewExclusiveResource() resource.Resource { return &Exclusive{} }

// Metadata names the resource.
func (r *Exclusive) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_connection_domain_promotions_exclusive"
}

// Schema describes the resource's arguments and attributes.
func (r *Exclusive) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Holds the complete set of connections of the tenant that may be promoted to the domain level. Any other promoted connection shows in " +
			"the plan, and apply demotes it. Nothing is promoted by this resource, and destroying it demotes nothing.",
		Attributes: map[string]schema.Attribute{
			"connection_ids": schema.SetAttribute{
				MarkdownDescription: "Ids of the connections that may be promoted, such as `con_8fGx2kQpL0aZrT3v`. A connection that is listed need not be promoted. " +
					"An empty set allows none.",
				Required:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{tf.NoNulls()},
			},
			"undeclared": schema.SetNestedAttribute{
				MarkdownDescription: "The promoted connections that are not in `connection_ids`. Every plan means to empty it: what it loses there, apply demotes.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"connection_id": schema.StringAttribute{MarkdownDescription: "Id of the connection.", Computed: true},
					"name":          schema.StringAttribute{MarkdownDescription: "Name of the connection.", Computed: true},
					"strategy":      schema.StringAttribute{MarkdownDescription: "Type of the identity provider behind the connection.", Computed: true},
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

// ValidateConfig refuses what cannot be a connection's id: the connection that was meant would be demoted.
func (r *Exclusive) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if !resp.Diagnostics.HasError() {
		config.validate(&resp.Diagnostics)
	}
}

// ModifyPlan plans the demotion of what is not declared. A resource that is new has no state to show it, so a warning names it.
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
		tf.AddAPIError(&resp.Diagnostics, "Could not list the connections", err)
		return
	}
	plan.warn(r.client.Domain(), undeclared, &resp.Diagnostics)
}

// Create demotes what is not declared.
func (r *Exclusive) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	undeclared, err := r.undeclared(ctx, plan)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the connections", err)
		return
	}
	r.demote(ctx, undeclared, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return // without state: the next plan names what is left
	}
	plan.Domain = types.StringValue(r.client.Domain())
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, plan.identity())...)
	noteDemotions(ctx, resp.Private, undeclared, &resp.Diagnostics)
}

// Read looks for promoted connections that are not declared.
func (r *Exclusive) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, state.identity())...)
	look := func(ctx context.Context) ([]found, error) { return r.undeclared(ctx, state) }
	undeclared, err := tf.ReadSettled(ctx, req.Private, look, showsDemoted)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the connections", err)
		return
	}
	if imported := state.ConnectionIDs.IsNull(); imported {
		state.ConnectionIDs, undeclared = idsOf(undeclared), nil
	}
	state.Undeclared = undeclaredSet(undeclared)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}

// Update demotes what the plan has shown as not declared, or as declared no longer. What was promoted since then is left
// to the next plan to show.
func (r *Exclusive) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state exclusiveModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	demotions := plan.demotions(state)
	left := r.demote(ctx, demotions, &resp.Diagnostics)
	plan.Undeclared = undeclaredSet(left)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	resp.Diagnostics.Append(tf.Set(ctx, resp.Identity, plan.identity())...)
	noteDemotions(ctx, resp.Private, demotions, &resp.Diagnostics)
}

// Delete stops watching. The connections stay as they are.
func (r *Exclusive) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// ImportState takes the tenant's domain. The connections that are promoted count as declared.
func (r *Exclusive) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	tf.ImportTenant(ctx, r.client, req, resp)
}

// undeclared returns the promoted connections that are not in connection_ids. Each is confirmed by a read, which costs a
// call only where the context asks for fresh reads: a second listing answers from what the first one brought.
func (r *Exclusive) undeclared(ctx context.Context, m exclusiveModel) ([]found, error) {
	listed, err := r.client.ListConnections(ctx)
	if err != nil {
		return nil, err
	}
	var confirmed []auth0.Connection
	for _, candidate := range m.notDeclared(listed) {
		connection, err := r.client.ReadConnection(ctx, candidate.id)
		if auth0.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		confirmed = append(confirmed, *connection)
	}
	return m.notDeclared(confirmed), nil
}

// demote demotes connections and returns those that it could not demote, for which it adds errors. Each is read right
// before, for a demotion sends back what it would change besides; one that is demoted or gone by then is left alone.
func (r *Exclusive) demote(ctx context.Context, connections []found, diags *diag.Diagnostics) (left []found) {
	for _, connection := range connections {
		if _, err := write(auth0.WithFreshReads(ctx), r.client, connection.id, false, false); err != nil && !auth0.IsNotFound(err) {
			tf.AddAPIError(diags, "Could not demote an undeclared connection", fmt.Errorf("%s: %w", connection, err))
			left = append(left, connection)
		}
	}
	return left
}
