package connection

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Resource is auth0access_connection_domain_promotion.
type Resource struct{ tf.Resource }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_connection_domain_promotion.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResource("auth0access_connection_domain_promotion",
		tf.Identity{"connection_id": "Id of the connection, such as con_8fGx2kQpL0aZrT3v."})}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides whether third-party applications may log users in with a connection. A connection " +
			"promoted to the domain level is open to every third-party application of the tenant; one that is not promoted, " +
			"to none. Nothing else of the connection is touched.",
		Attributes: map[string]schema.Attribute{
			"connection_id": schema.StringAttribute{
				MarkdownDescription: "Id of the connection, such as `con_8fGx2kQpL0aZrT3v`. Changing it demotes the old " +
					"connection.",
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": tf.IDAttribute("connection_id"),
			"promoted": schema.BoolAttribute{
				MarkdownDescription: "Whether the connection is promoted to the domain level. Default `true`. `false` pins it as " +
					"one that third-party applications are never to use: a promotion by anyone else shows as drift and is undone.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the connection.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"strategy": schema.StringAttribute{
				MarkdownDescription: "Type of the identity provider behind the connection, such as `auth0` (a database), " +
					"`google-oauth2` or `okta`.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

// ValidateConfig refuses what cannot be a connection's id.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() || config.ConnectionID.IsNull() || config.ConnectionID.IsUnknown() {
		return
	}
	if id := config.ConnectionID.ValueString(); !isConnectionID(id) {
		resp.Diagnostics.AddAttributeError(path.Root("connection_id"), "Not the id of a connection",
			fmt.Sprintf("%q is not a connection's id: Auth0 would find no connection under it. Ids begin with con_ and can be "+
				"seen in the address of the connection's page in the Dashboard. If you know its name, take the id from the "+
				"data source auth0access_connection, or import this resource with the id \"name:NAME\", which looks it "+
				"up.", id))
	}
}

// ModifyPlan refuses promotions that an exclusive resource leaves out, a second resource for the connection, and a
// connection that is not there.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan != nil {
		plan.declareMember(r.Declarations, &resp.Diagnostics)
	}
	r.Declarations.Plan(ctx, state.declared(), plan.declared(), req, resp)
	if isNew := plan != nil && state == nil; isNew && !resp.Diagnostics.HasError() {
		r.checkFound(ctx, *plan, &resp.Diagnostics)
	}
}

// checkFound refuses a connection that is not there. Auth0 chooses the ids of connections, so that one which is known
// in the plan belongs to a connection that exists, or to none.
func (r *Resource) checkFound(ctx context.Context, plan model, diags *diag.Diagnostics) {
	if !r.Client.IsAvailable() || plan.ConnectionID.IsUnknown() {
		return
	}
	_, err := auth0.AwaitFound(ctx, func(ctx context.Context) (*auth0.Connection, error) {
		return r.Client.ReadConnection(ctx, plan.ConnectionID.ValueString(), auth0.FreshInApply)
	})
	switch {
	case auth0.IsNotFound(err):
		id := plan.ConnectionID.ValueString()
		r.Gone.AddNotFound("connection_id", id, "Connection not found", r.notFound(ctx, id), diags)
	case err != nil:
		tf.AddAPIError(diags, "Could not look up the connection", err)
	}
}

// notFound says that there is no connection with the id, and names the one that may be meant.
func (r *Resource) notFound(ctx context.Context, id string) string {
	hint := ""
	if connections, err := r.Client.ListConnections(ctx); err == nil {
		ids := make([]string, len(connections))
		for i, connection := range connections {
			ids[i] = connection.ID
		}
		if nearest := tf.Nearest(id, ids); nearest != "" {
			hint = fmt.Sprintf(" It has %q; write that if it is meant.", nearest)
		}
	}
	return fmt.Sprintf("The tenant %s has no connection %q.%s It may have been deleted, or belong to another tenant. "+
		"Correct connection_id, or remove this resource from the configuration.", r.Client.Domain(), id, hint)
}

// Create promotes or demotes the connection, unless it is as wanted already. Another provider may have made the
// connection only seconds ago.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	connection, err := auth0.AwaitFound(
		ctx,
		func(ctx context.Context) (*auth0.Connection, error) { return r.write(ctx, &plan) },
	)
	if err != nil {
		r.addWriteError(ctx, &resp.Diagnostics, plan, err)
		return
	}
	state := modelOf(connection)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	noteWrite(ctx, resp.Private, state, &resp.Diagnostics)
}

// Read brings the state up to date with the connection.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Declarations.Hold(ctx, state.declared(), resp.Private, &resp.Diagnostics)
	read := func(ctx context.Context, how auth0.Freshness) (*auth0.Connection, error) {
		return r.Client.ReadConnection(ctx, state.ConnectionID.ValueString(), how)
	}
	connection, err := tf.ReadSettled(ctx, req.Private, read, func(connection *auth0.Connection, before string) bool {
		return tf.Fingerprint(connection.IsDomainConnection) == before
	})
	if auth0.IsNotFound(err) {
		r.Gone.Note(state.ConnectionID.ValueString())
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the connection", err)
		return
	}
	state = modelOf(connection)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}

// Update promotes or demotes the connection, unless it is as wanted already.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	connection, err := r.write(ctx, &plan)
	if err != nil {
		r.addWriteError(ctx, &resp.Diagnostics, plan, err)
		return
	}
	state := modelOf(connection)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	noteWrite(ctx, resp.Private, state, &resp.Diagnostics)
}

// Delete demotes the connection, unless another resource declares it, or it is demoted or gone already.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.Declarations.Undo(ctx, state.declared(), req.Private, func() error {
		_, err := write(ctx, r.Client, state.ConnectionID.ValueString(), false, false)
		return err
	})
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(&resp.Diagnostics, "Could not demote the connection", err)
	}
}

// importForm is what an import names.
const importForm = "the connection's id, such as con_8fGx2kQpL0aZrT3v, or name: and its name"

// ImportState imports by the connection's id, by "name:" and its name, or by identity.
func (r *Resource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	id := tf.ImportID(ctx, req, "connection_id", importForm, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if name, ok := strings.CutPrefix(id, "name:"); ok {
		id = r.findByName(ctx, name, &resp.Diagnostics)
	} else if !isConnectionID(id) {
		resp.Diagnostics.AddError("Not the id of a connection",
			fmt.Sprintf("%q is not %s. If it is the name, write \"name:%[1]s\".", id, importForm))
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("connection_id"), id)...)
}

// findByName returns the id of the connection with the given name.
func (r *Resource) findByName(ctx context.Context, name string, diags *diag.Diagnostics) string {
	connection, err := findByName(ctx, r.Client, name)
	switch {
	case err != nil:
		tf.AddAPIError(diags, "Could not look up the connection", err)
	case connection == nil:
		diags.AddError("Connection not found", notFound(r.Client, name))
	default:
		return connection.ID
	}
	return ""
}

// write promotes or demotes the connection as planned and returns it as it is then.
func (r *Resource) write(ctx context.Context, plan *model) (*auth0.Connection, error) {
	return tf.Write(ctx, r.Declarations, plan.declared(), func(undone bool) (*auth0.Connection, error) {
		return write(ctx, r.Client, plan.ConnectionID.ValueString(), plan.Promoted.ValueBool(), undone)
	})
}

// write promotes or demotes the connection and returns it as it is then. If it is as wanted already, nothing is sent.
// It is read right before, for an update sends back what it would change besides. undone says that this run has demoted
// it, whatever a read shows so soon.
func write(ctx context.Context, client *auth0.Client, id string, promoted, undone bool) (*auth0.Connection, error) {
	connection, err := client.ReadConnection(ctx, id, auth0.Fresh)
	if err != nil {
		return nil, err
	}
	now := *connection
	now.IsDomainConnection = now.IsDomainConnection && !undone
	if now.IsDomainConnection == promoted {
		return &now, nil
	}
	return client.UpdateConnection(ctx, id, promotion(connection, promoted))
}

// noteWrite notes a promotion or demotion, before which the connection was the opposite.
func noteWrite(ctx context.Context, private tf.PrivateWriter, state model, diags *diag.Diagnostics) {
	promoted := state.Promoted.ValueBool()
	tf.NoteWrite(ctx, private, tf.Fingerprint(!promoted), tf.Fingerprint(promoted), diags)
}

// addWriteError reports a failed promotion or demotion.
func (r *Resource) addWriteError(ctx context.Context, diags *diag.Diagnostics, plan model, err error) {
	switch {
	case auth0.IsNotFound(err):
		diags.AddAttributeError(path.Root("connection_id"), "Connection not found",
			r.notFound(ctx, plan.ConnectionID.ValueString()))
	case plan.Promoted.ValueBool():
		tf.AddAPIError(diags, "Could not promote the connection", err)
	default:
		tf.AddAPIError(diags, "Could not demote the connection", err)
	}
}
