package organization

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_organization.
type DataSource struct{ tf.DataSource }

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source auth0access_organization.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_organization")}
}

// Schema describes the data source's argument and attributes.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds an organization by its name.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the organization in Auth0, not its display name.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"id": tf.DataIDAttribute("organization_id"),
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Id of the organization, such as `org_9ybsU1dN2dKfDkBi`.",
				Computed:            true,
			},
			"access": schema.StringAttribute{
				MarkdownDescription: "Whether users may log in to the organization with third-party applications: `allow` or " +
					"`block`.",
				Computed: true,
			},
		},
	}
}

// Read finds the organization.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := config.Name.ValueString()
	organization, err := d.Client.FindOrganization(ctx, name)
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look up the organization", err)
	case organization == nil:
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Organization not found",
			tf.NoOrganizationNamed(d.Client, name))
	default:
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, modelOf(organization))...)
	}
}
