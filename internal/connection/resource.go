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
type Resource struct {
	tf.Setting[model, auth0.Connection]
}

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_connection_domain_promotion.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewSetting(
		tf.NewResource("auth0access_connection_domain_promotion",
			tf.Identity{"connection_id": "Id of the connection, such as con_8fGx2kQpL0aZrT3v."}),
		tf.SettingKind[model, auth0.Connection]{
			Declared: (*model).declared,
			Key:      func(m *model) string { return m.ConnectionID.ValueString() },
			Read: func(ctx context.Context, client *auth0.Client, id string, how auth0.Freshness) (*auth0.Connection, error) {
				return client.ReadConnection(ctx, id, how)
			},
			Write: func(
				ctx context.Context, r *tf.Resource, now *auth0.Connection, plan, _ *model, _ *diag.Diagnostics,
			) (*auth0.Connection, error) {
				return promote(ctx, r.Client, now, plan.Promoted.ValueBool())
			},
			Undo:        func(c *auth0.Connection) { c.IsDomainConnection = false },
			Undoes:      func(plan *model) bool { return !plan.Promoted.ValueBool() },
			Show:        func(_ *auth0.Client, state *model, c *auth0.Connection) { *state = modelOf(c) },
			Fingerprint: func(c *auth0.Connection) string { return tf.Fingerprint(c.IsDomainConnection) },
			Before:      func(_, now *auth0.Connection) string { return tf.Fingerprint(!now.IsDomainConnection) },
			Check:       check,
			NotFound: func(ctx context.Context, r *tf.Resource, plan *model, diags *diag.Diagnostics) {
				diags.AddAttributeError(path.Root("connection_id"), "Connection not found",
					noConnection(ctx, r.Client, plan.ConnectionID.ValueString()))
			},
			Summaries: tf.Summaries{
				CouldNotRead:  "Could not read the connection",
				CouldNotWrite: "Could not promote the connection",
				CouldNotUndo:  "Could not demote the connection",
			},
		},
	)}
}

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decides whether third-party applications may log users in with a connection. A connection " +
			"promoted to the domain level is open to every third-party application of the tenant; other connections are open " +
			"to none. Nothing else of the connection changes.",
		Attributes: map[string]schema.Attribute{
			"connection_id": schema.StringAttribute{
				MarkdownDescription: "Id of the connection, such as `con_8fGx2kQpL0aZrT3v`. Changing it demotes the old " +
					"connection.",
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"id": tf.IDAttribute("connection_id"),
			"promoted": schema.BoolAttribute{
				MarkdownDescription: "Whether the connection is promoted to the domain level. Default `true`. `false` keeps it " +
					"closed to third-party applications: a promotion by anyone else shows as drift, and apply undoes it.",
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
				MarkdownDescription: "Type of the connection's identity provider, such as `auth0` (a database), `google-oauth2` " +
					"or `okta`.",
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

// check refuses a promotion that an exclusive resource leaves out, and a connection that is not there. Auth0 chooses
// the ids of connections, so that one which is known in the plan belongs to a connection that exists, or to none.
func check(ctx context.Context, r *tf.Resource, plan, state *model, diags *diag.Diagnostics) {
	plan.declareMember(r.Declarations, diags)
	isNew := state == nil
	if !isNew || diags.HasError() || !r.Client.IsAvailable() || plan.ConnectionID.IsUnknown() {
		return
	}
	id := plan.ConnectionID.ValueString()
	_, err := auth0.AwaitFound(ctx, func(ctx context.Context) (*auth0.Connection, error) {
		return r.Client.ReadConnection(ctx, id, auth0.FreshInApply)
	})
	switch {
	case auth0.IsNotFound(err):
		r.Gone.AddNotFound("connection_id", id, "Connection not found", noConnection(ctx, r.Client, id), diags)
	case err != nil:
		tf.AddAPIError(diags, "Could not look up the connection", err)
	}
}

// noConnection says that there is no connection with the id, and names the one that may be meant.
func noConnection(ctx context.Context, client *auth0.Client, id string) string {
	hint := ""
	if connections, err := client.ListConnections(ctx); err == nil {
		ids := make([]string, len(connections))
		for i, connection := range connections {
			ids[i] = connection.ID
		}
		if nearest := tf.Nearest(id, ids); nearest != "" {
			hint = fmt.Sprintf(" It has %q; write that if it is meant.", nearest)
		}
	}
	return fmt.Sprintf("The tenant %s has no connection %q.%s It may have been deleted, or belong to another tenant. "+
		"Correct connection_id, or remove this resource from the configuration.", client.Domain(), id, hint)
}

// promote promotes or demotes a connection, unless it is as wanted already, and returns it as it is then. It was read
// right before, for an update sends back what it would change besides.
func promote(
	ctx context.Context, client *auth0.Client, now *auth0.Connection, promoted bool,
) (*auth0.Connection, error) {
	if now.IsDomainConnection == promoted {
		return now, nil
	}
	return client.UpdateConnection(ctx, now.ID, promotion(now, promoted))
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
