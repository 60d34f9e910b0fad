package clientgrant

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

// DataSource is auth0access_client_grants.
type DataSource struct{ tf.DataSource }

var (
	_ datasource.DataSourceWithConfigure      = (*DataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*DataSource)(nil)
)

// NewDataSource returns the data source auth0access_client_grants.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_client_grants")}
}

// Schema describes the data source's arguments and attributes.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists client grants and default permissions. All given filters must match; without any, " +
			"every grant of the tenant is listed, including those of first-party applications.",
		Attributes: map[string]schema.Attribute{
			"id": tf.TenantIDAttribute(),
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Only grants of the application with this id. Default permissions, which apply to it too, " +
					"are not listed.",
				Optional:   true,
				Validators: tf.ClientID(),
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: "Only grants for the API with this identifier.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"subject_type": schema.StringAttribute{
				MarkdownDescription: "Only grants for access of this kind: `user` or `client`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(auth0.SubjectTypeUser, auth0.SubjectTypeClient)},
			},
			"default_permissions": schema.BoolAttribute{
				MarkdownDescription: "`true` for default permissions only, `false` for grants of single applications only. " +
					"Default both.",
				Optional: true,
			},
			"grants": schema.ListNestedAttribute{
				MarkdownDescription: "The grants, sorted by id.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: listedAttributes()},
			},
		},
	}
}

func listedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "Id of the grant, such as `cgr_8fGx2kQpL0aZrT3v`.",
			Computed:            true,
		},
		"client_id": schema.StringAttribute{
			MarkdownDescription: "Id of the application. Null for default permissions.",
			Computed:            true,
		},
		"default_permissions": schema.BoolAttribute{
			MarkdownDescription: "Whether the grant is one half (user or client access) of the API's default permissions, " +
				"which apply to every third-party application without a grant of its own.",
			Computed: true,
		},
		"audience": schema.StringAttribute{
			MarkdownDescription: "Identifier of the API, which may have been deleted since.",
			Computed:            true,
		},
		"subject_type": schema.StringAttribute{
			MarkdownDescription: "`user` for access on behalf of users, `client` for access of the application itself.",
			Computed:            true,
		},
		"scopes": schema.SetAttribute{
			MarkdownDescription: "Scopes that are granted. Empty if `all_scopes` is `true`.",
			CustomType:          tf.StringSets,
			Computed:            true,
		},
		"all_scopes": schema.BoolAttribute{
			MarkdownDescription: "Whether every scope of the API is granted, including those defined later.",
			Computed:            true,
		},
		"authorization_details_types": schema.SetAttribute{
			MarkdownDescription: "Types of `authorization_details` (Rich Authorization Requests) that may be requested.",
			CustomType:          tf.StringSets,
			Computed:            true,
		},
		"organization_usage": schema.StringAttribute{
			MarkdownDescription: "`deny`, `allow` or `require`: whether tokens can be requested for an organization. Null if " +
				"Auth0 shows none.",
			Computed: true,
		},
		"allow_any_organization": schema.BoolAttribute{
			MarkdownDescription: "Whether tokens can be requested for every organization.",
			Computed:            true,
		},
		"system": schema.BoolAttribute{
			MarkdownDescription: "Whether Auth0 made the grant. Nobody can change or delete it.",
			Computed:            true,
		},
	}
}

type dataModel struct {
	ID                 types.String  `tfsdk:"id"`
	ClientID           types.String  `tfsdk:"client_id"`
	Audience           types.String  `tfsdk:"audience"`
	SubjectType        types.String  `tfsdk:"subject_type"`
	DefaultPermissions types.Bool    `tfsdk:"default_permissions"`
	Grants             []listedModel `tfsdk:"grants"`
}

type listedModel struct {
	ID                        types.String `tfsdk:"id"`
	ClientID                  types.String `tfsdk:"client_id"`
	DefaultPermissions        types.Bool   `tfsdk:"default_permissions"`
	Audience                  types.String `tfsdk:"audience"`
	SubjectType               types.String `tfsdk:"subject_type"`
	Scopes                    types.Set    `tfsdk:"scopes"`
	AllScopes                 types.Bool   `tfsdk:"all_scopes"`
	AuthorizationDetailsTypes types.Set    `tfsdk:"authorization_details_types"`
	OrganizationUsage         types.String `tfsdk:"organization_usage"`
	AllowAnyOrganization      types.Bool   `tfsdk:"allow_any_organization"`
	System                    types.Bool   `tfsdk:"system"`
}

func listed(grant auth0.ClientGrant) listedModel {
	scopes := grant.Scope
	if grant.AllowAllScopes {
		scopes = nil
	}
	return listedModel{
		ID:                        types.StringValue(grant.ID),
		ClientID:                  tf.StringOrNull(grant.ClientID),
		DefaultPermissions:        types.BoolValue(grant.DefaultFor != ""),
		Audience:                  types.StringValue(grant.Audience),
		SubjectType:               types.StringValue(grant.SubjectType),
		Scopes:                    tf.StringSet(scopes),
		AllScopes:                 types.BoolValue(grant.AllowAllScopes),
		AuthorizationDetailsTypes: tf.StringSet(grant.AuthorizationDetailsTypes),
		OrganizationUsage:         tf.StringOrNull(grant.OrganizationUsage),
		AllowAnyOrganization:      types.BoolValue(grant.AllowAnyOrganization),
		System:                    types.BoolValue(grant.IsSystem),
	}
}

// ValidateConfig refuses filters that nothing can match.
func (d *DataSource) ValidateConfig(
	ctx context.Context,
	req datasource.ValidateConfigRequest,
	resp *datasource.ValidateConfigResponse,
) {
	var config dataModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if config.DefaultPermissions.ValueBool() && !config.ClientID.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("default_permissions"), "Default permissions have no application",
			"default_permissions = true lists grants that hold for every third-party application, and client_id those of a "+
				"single one, so that together they match nothing. Remove one of the two, or read what applies to one application "+
				"from auth0access_effective_access.")
	}
}

// Read lists the grants.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	grants, err := d.list(ctx, config)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the client grants", err)
		return
	}
	slices.SortFunc(grants, func(a, b auth0.ClientGrant) int { return cmp.Compare(a.ID, b.ID) })
	config.ID = types.StringValue(d.Client.Domain())
	config.Grants = make([]listedModel, 0, len(grants))
	for _, grant := range grants {
		if isDefault := grant.DefaultFor != ""; config.DefaultPermissions.IsNull() ||
			config.DefaultPermissions.ValueBool() == isDefault {
			config.Grants = append(config.Grants, listed(grant))
		}
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, config)...)
}

// list returns the grants that the filters admit, as far as the API has such filters.
func (d *DataSource) list(ctx context.Context, config dataModel) ([]auth0.ClientGrant, error) {
	filter := auth0.ClientGrantFilter{
		ClientID:    config.ClientID.ValueString(),
		Audience:    config.Audience.ValueString(),
		SubjectType: config.SubjectType.ValueString(),
	}
	if config.DefaultPermissions.ValueBool() {
		filter.DefaultFor = auth0.DefaultForThirdPartyClients
	}
	if filter == (auth0.ClientGrantFilter{}) {
		return d.Client.ListAllClientGrants(ctx)
	}
	return d.Client.ListClientGrants(ctx, filter)
}
