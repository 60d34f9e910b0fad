package thirdpartyapplication

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
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
	attributes := map[string]schema.Attribute{
		"id": tf.TenantIDAttribute(),
		"dynamically_registered": schema.BoolAttribute{
			MarkdownDescription: "`true` for applications that their owners registered (see the attribute of the same name), " +
				"`false` for all others. Default both.",
			Optional: true,
		},
		"client_ids": schema.SetAttribute{
			MarkdownDescription: "Ids of the applications, for `for_each` or `contains`.",
			CustomType:          tf.StringSets,
			Computed:            true,
		},
		"applications": schema.ListNestedAttribute{
			MarkdownDescription: "The applications, sorted by name and id.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: listedAttributes()},
		},
	}
	maps.Copy(attributes, filterAttributes(
		func(description string, validators ...validator.String) schema.Attribute {
			return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: validators}
		},
		func(description string) schema.Attribute {
			return schema.BoolAttribute{MarkdownDescription: description, Optional: true}
		},
		func(description string) schema.Attribute {
			return schema.SetAttribute{
				MarkdownDescription: description,
				CustomType:          tf.StringSets,
				Optional:            true,
				Validators:          []validator.Set{tf.NoNulls()},
			}
		},
	))
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenant's third-party applications. All given filters must match.",
		Attributes:          attributes,
	}
}

type listModel struct {
	filter
	DynamicallyRegistered types.Bool   `tfsdk:"dynamically_registered"`
	ID                    types.String `tfsdk:"id"`
	ClientIDs             types.Set    `tfsdk:"client_ids"`
	Applications          []briefModel `tfsdk:"applications"`
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
	CreatedAt               types.String `tfsdk:"created_at"`
	UpdatedAt               types.String `tfsdk:"updated_at"`
	RegisteredBy            types.String `tfsdk:"registered_by"`
	ExternalMetadataType    types.String `tfsdk:"external_metadata_type"`
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
		CreatedAt:               tf.StringOrNull(app.CreatedAt),
		UpdatedAt:               tf.StringOrNull(app.UpdatedAt),
		RegisteredBy:            tf.StringOrNull(app.RegisteredBy()),
		ExternalMetadataType:    tf.StringOrNull(app.ExternalMetadataType),
	}
}

// Read lists the applications that match.
func (d *ListDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config listModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	criteria, err := config.criteria(d.Client)
	if err != nil {
		resp.Diagnostics.AddError("Could not filter the applications", err.Error()+".")
		return
	}
	apps, err := d.Client.ListThirdPartyApplications(ctx)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the applications", err)
		return
	}
	apps = slices.DeleteFunc(slices.Clone(apps), func(app auth0.Application) bool {
		return !tf.Admits(config.DynamicallyRegistered, types.BoolValue(app.IsDynamicallyRegistered()))
	})
	if apps, err = criteria.choose(ctx, apps); err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not filter the applications", err)
		return
	}
	slices.SortFunc(apps, func(a, b auth0.Application) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ClientID, b.ClientID))
	})
	ids := make([]string, len(apps))
	config.Applications = make([]briefModel, len(apps))
	for i, app := range apps {
		ids[i], config.Applications[i] = app.ClientID, briefOf(&app)
	}
	config.ID = types.StringValue(d.Client.Domain())
	config.ClientIDs = tf.StringSet(ids)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, config)...)
}
