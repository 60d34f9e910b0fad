package connection

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_connection.
type DataSource struct{ tf.DataSource }

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source auth0access_connection.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_connection")}
}

// Schema describes the data source's argument and attributes.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := shownAttributes()
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Name of the connection in Auth0, not its display name.",
		Required:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["id"] = tf.DataIDAttribute("connection_id")
	attributes["promoted"] = schema.BoolAttribute{
		MarkdownDescription: "Whether the connection is promoted to the domain level, which opens it to every third-party " +
			"application.",
		Computed: true,
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a connection by its name, without its options.",
		Attributes:          attributes,
	}
}

// shownAttributes are the attributes of a connection in both data sources.
func shownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"connection_id": schema.StringAttribute{
			MarkdownDescription: "Id of the connection, such as `con_8fGx2kQpL0aZrT3v`.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the connection.",
			Computed:            true,
		},
		"display_name": schema.StringAttribute{
			MarkdownDescription: "Name that the login page shows. Null if there is none.",
			Computed:            true,
		},
		"strategy": schema.StringAttribute{
			MarkdownDescription: "Type of the connection's identity provider, such as `auth0` (a database), `google-oauth2` " +
				"or `okta`.",
			Computed: true,
		},
	}
}

// shownModel is a connection in both data sources.
type shownModel struct {
	ConnectionID types.String `tfsdk:"connection_id"`
	Name         types.String `tfsdk:"name"`
	DisplayName  types.String `tfsdk:"display_name"`
	Strategy     types.String `tfsdk:"strategy"`
}

type dataModel struct {
	shownModel
	ID       types.String `tfsdk:"id"`
	Promoted types.Bool   `tfsdk:"promoted"`
}

func shown(connection *auth0.Connection) shownModel {
	return shownModel{
		ConnectionID: types.StringValue(connection.ID),
		Name:         types.StringValue(connection.Name),
		DisplayName:  tf.StringOrNull(connection.DisplayName),
		Strategy:     types.StringValue(connection.Strategy),
	}
}

// Read finds the connection.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := config.Name.ValueString()
	connection, err := findByName(ctx, d.Client, name)
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look up the connection", err)
	case connection == nil:
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Connection not found", notFound(d.Client, name))
	default:
		state := dataModel{
			shownModel: shown(
				connection,
			),
			ID:       types.StringValue(connection.ID),
			Promoted: types.BoolValue(connection.IsDomainConnection),
		}
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	}
}
