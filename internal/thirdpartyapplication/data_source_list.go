package thirdpartyapplication

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// ListDataSource is auth0access_third_party_applications.
type ListDataSource struct{ tf.DataSource }

var _ datasource.DataSourceWithConfigure = (*ListDataSource)(nil)

// NewListDataSource returns the data source auth0access_third_party_applications.
func NewListDataSource() datasource.DataSource {
	return &ListDataSource{tf.NewDataSource("auth0access_third_party_applications")}
}

// Schema describes the data source's arguments and attributes.
func (d *ListDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenant's third-party applications. Filters given together all apply.",
		Attributes: map[string]schema.Attribute{
			"id": tf.TenantIDAttribute(),
			"security_mode": schema.StringAttribute{
				MarkdownDescription: "Only applications in this mode: `strict` or `permissive`.",
				Optional:            true,
				Validators: []validator.String{
					stringvalidator.OneOf(auth0.SecurityModeStrict, auth0.SecurityModePermissive),
				},
			},
			"app_type": schema.StringAttribute{
				MarkdownDescription: "Only applications of this type, such as `regular_web`, `spa`, `native` or `non_interactive`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"name_regex": schema.StringAttribute{
				MarkdownDescription: "Only applications whose name matches this [regular " +
					"expression](https://pkg.go.dev/regexp/syntax), which need not match all of it: `^Partner ` finds names that " +
					"begin so, `(?i)agent` those that contain the word in any case.",
				Optional:   true,
				Validators: []validator.String{tf.RegularExpression()},
			},
			"dynamically_registered": schema.BoolAttribute{
				MarkdownDescription: "`true` for applications that their owners registered (see the attribute of the same name), " +
					"`false` for all others. Default both.",
				Optional: true,
			},
			"client_ids": schema.SetAttribute{
				MarkdownDescription: "Ids of the applications, for `for_each` or a test of membership.",
				CustomType:          tf.StringSets,
				Computed:            true,
			},
			"applications": schema.ListNestedAttribute{
				MarkdownDescription: "The applications, sorted by name and id.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: briefAttributes()},
			},
		},
	}
}

type listModel struct {
	applicationFilter
	ID           types.String `tfsdk:"id"`
	ClientIDs    types.Set    `tfsdk:"client_ids"`
	Applications []briefModel `tfsdk:"applications"`
}

// briefModel is an application in a list.
type briefModel struct {
	ClientID                types.String `tfsdk:"client_id"`
	Name                    types.String `tfsdk:"name"`
	AppType                 types.String `tfsdk:"app_type"`
	SecurityMode            types.String `tfsdk:"security_mode"`
	DynamicallyRegistered   types.Bool   `tfsdk:"dynamically_registered"`
	Description             types.String `tfsdk:"description"`
	Callbacks               types.Set    `tfsdk:"callbacks"`
	GrantTypes              types.Set    `tfsdk:"grant_types"`
	TokenEndpointAuthMethod types.String `tfsdk:"token_endpoint_auth_method"`
	RedirectionPolicy       types.String `tfsdk:"redirection_policy"`
	ClientMetadata          types.Map    `tfsdk:"client_metadata"`
}

func briefOf(app *auth0.Application) briefModel {
	data := dataOf(app)
	return briefModel{
		ClientID:                data.ClientID,
		Name:                    data.Name,
		AppType:                 data.AppType,
		SecurityMode:            data.SecurityMode,
		DynamicallyRegistered:   data.DynamicallyRegistered,
		Description:             data.Description,
		Callbacks:               data.Callbacks,
		GrantTypes:              data.GrantTypes,
		TokenEndpointAuthMethod: data.TokenEndpointAuthMethod,
		RedirectionPolicy:       data.RedirectionPolicy,
		ClientMetadata:          data.ClientMetadata,
	}
}

// Read lists the applications that match.
func (d *ListDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config listModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	matches, err := config.matcher()
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("name_regex"), "Not a regular expression", err.Error()+".")
		return
	}
	apps, err := d.Client.ListThirdPartyApplications(ctx)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the applications", err)
		return
	}
	slices.SortFunc(apps, func(a, b auth0.Application) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ClientID, b.ClientID))
	})
	ids := []string{}
	config.Applications = []briefModel{}
	for _, app := range apps {
		if matches(&app) {
			ids = append(ids, app.ClientID)
			config.Applications = append(config.Applications, briefOf(&app))
		}
	}
	config.ID = types.StringValue(d.Client.Domain())
	config.ClientIDs = tf.StringSet(ids)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, config)...)
}
