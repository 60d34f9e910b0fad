package api

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_api.
type DataSource struct{ tf.DataSource }

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source auth0access_api.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_api")}
}

// Schema describes the data source's argument and attributes.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the scopes and access policies of an API.",
		Attributes: map[string]schema.Attribute{
			"audience": schema.StringAttribute{
				MarkdownDescription: "Identifier of the API, exactly as it is defined, such as `https://api.example.com/`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the API: the `id` of `auth0_resource_server` in the `auth0/auth0` provider.",
				Computed:            true,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the API. Null if it has none.",
				Computed:            true,
			},
			"scopes": schema.SetAttribute{
				MarkdownDescription: "Scopes that the API defines.",
				CustomType:          tf.StringSets,
				Computed:            true,
			},
			"scope_descriptions": schema.MapAttribute{
				MarkdownDescription: "Descriptions of the scopes, by scope. Scopes without a description are left out.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"user_access_policy": schema.StringAttribute{
				MarkdownDescription: "Which applications may get tokens for users: `allow_all`, `require_client_grant` or " +
					"`deny_all`. Strict third-party applications need a grant even with `allow_all`.",
				Computed: true,
			},
			"client_access_policy": schema.StringAttribute{
				MarkdownDescription: "Which applications may get tokens as themselves: `require_client_grant` or `deny_all`.",
				Computed:            true,
			},
			"system": schema.BoolAttribute{
				MarkdownDescription: "Whether the API is one of Auth0's own. Third-party applications cannot have grants for " +
					"these.",
				Computed: true,
			},
			"allow_offline_access": schema.BoolAttribute{
				MarkdownDescription: "Whether applications can request refresh tokens.",
				Computed:            true,
			},
			"token_lifetime": schema.Int64Attribute{
				MarkdownDescription: "Seconds for which access tokens are valid. Null if Auth0 shows none.",
				Computed:            true,
			},
		},
	}
}

type model struct {
	Audience           types.String `tfsdk:"audience"`
	ID                 types.String `tfsdk:"id"`
	Name               types.String `tfsdk:"name"`
	Scopes             types.Set    `tfsdk:"scopes"`
	ScopeDescriptions  types.Map    `tfsdk:"scope_descriptions"`
	UserAccessPolicy   types.String `tfsdk:"user_access_policy"`
	ClientAccessPolicy types.String `tfsdk:"client_access_policy"`
	System             types.Bool   `tfsdk:"system"`
	AllowOfflineAccess types.Bool   `tfsdk:"allow_offline_access"`
	TokenLifetime      types.Int64  `tfsdk:"token_lifetime"`
}

// Read reads the API.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	audience := config.Audience.ValueString()
	api, err := d.Client.ReadAPI(ctx, audience, auth0.FreshInApply)
	if auth0.IsNotFound(err) {
		resp.Diagnostics.AddAttributeError(path.Root("audience"), "API not found",
			fmt.Sprintf("The tenant %s has no API with the identifier %q. Write the identifier exactly as the API defines it, "+
				"a slash at its end included; neither the API's name nor its id will do.", d.Client.Domain(), audience))
		return
	}
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the API", err)
		return
	}
	_, system := d.Client.SystemAPI(audience)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, modelOf(api, system))...)
}

func modelOf(api *auth0.API, system bool) model {
	scopes := make([]string, 0, len(api.Scopes))
	descriptions := map[string]attr.Value{}
	for _, scope := range api.Scopes {
		scopes = append(scopes, scope.Value)
		if scope.Description != "" {
			descriptions[scope.Value] = types.StringValue(scope.Description)
		}
	}
	return model{
		Audience:           types.StringValue(api.Identifier),
		ID:                 types.StringValue(api.ID),
		Name:               tf.StringOrNull(api.Name),
		Scopes:             tf.StringSet(scopes),
		ScopeDescriptions:  types.MapValueMust(types.StringType, descriptions),
		UserAccessPolicy:   types.StringValue(api.Policy(auth0.SubjectTypeUser)),
		ClientAccessPolicy: types.StringValue(api.Policy(auth0.SubjectTypeClient)),
		System:             types.BoolValue(api.IsSystem || system),
		AllowOfflineAccess: types.BoolValue(api.AllowOfflineAccess),
		TokenLifetime:      types.Int64PointerValue(api.TokenLifetime),
	}
}
