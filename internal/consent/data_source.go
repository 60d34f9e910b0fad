package consent

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_consents.
type DataSource struct{ tf.DataSource }

var (
	_ datasource.DataSourceWithConfigure      = (*DataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*DataSource)(nil)
)

// NewDataSource returns the data source auth0access_consents.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_consents")}
}

// Schema describes the data source's arguments and attributes.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	filter := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description,
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists what users have consented to. At least one filter is required; all given filters must " +
			"match.",
		Attributes: map[string]schema.Attribute{
			"id":        tf.TenantIDAttribute(),
			"client_id": filter("Only consents to the application with this id."),
			"audience":  filter("Only consents to access of the API with this identifier."),
			"user_id":   filter("Only consents of the user with this id, such as `auth0|5f7c8ec7c33c6c004bbafe82`."),
			"consents": schema.ListNestedAttribute{
				MarkdownDescription: "The consents, sorted by user, application, API and organization. Empty if there are none.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: listedAttributes()},
			},
		},
	}
}

func listedAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":        text("Id of the consent, which Auth0 calls a grant."),
		"client_id": text("Id of the application."),
		"user_id":   text("Id of the user who consented."),
		"audience":  text("Identifier of the API."),
		"scopes": schema.SetAttribute{
			MarkdownDescription: "Scopes that the user agreed to. The application gets only those that it is also granted.",
			CustomType:          tf.StringSets,
			Computed:            true,
		},
		"organization_id": text("Id of the organization that the user was logged in to. Null if there was none."),
	}
}

type dataModel struct {
	ID       types.String  `tfsdk:"id"`
	ClientID types.String  `tfsdk:"client_id"`
	Audience types.String  `tfsdk:"audience"`
	UserID   types.String  `tfsdk:"user_id"`
	Consents []listedModel `tfsdk:"consents"`
}

type listedModel struct {
	ID             types.String `tfsdk:"id"`
	ClientID       types.String `tfsdk:"client_id"`
	UserID         types.String `tfsdk:"user_id"`
	Audience       types.String `tfsdk:"audience"`
	Scopes         types.Set    `tfsdk:"scopes"`
	OrganizationID types.String `tfsdk:"organization_id"`
}

func listed(consent auth0.Consent) listedModel {
	return listedModel{
		ID:             types.StringValue(consent.ID),
		ClientID:       types.StringValue(consent.ClientID),
		UserID:         types.StringValue(consent.UserID),
		Audience:       types.StringValue(consent.Audience),
		Scopes:         tf.StringSet(consent.Scopes),
		OrganizationID: tf.StringOrNull(consent.OrganizationID),
	}
}

// ValidateConfig refuses to read all consents of the tenant.
func (d *DataSource) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	var config dataModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if !resp.Diagnostics.HasError() && config.ClientID.IsNull() && config.Audience.IsNull() && config.UserID.IsNull() {
		resp.Diagnostics.AddError("Consents need a filter",
			"Without client_id, audience or user_id, every consent of every user would be read into the state. Write at "+
				"least one of them. For all third-party applications, use for_each over the client_ids of "+
				"auth0access_third_party_applications.")
	}
}

// Read lists the consents.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	consents, err := d.Client.ListConsents(ctx, auth0.ConsentFilter{
		ClientID: config.ClientID.ValueString(),
		Audience: config.Audience.ValueString(),
		UserID:   config.UserID.ValueString(),
	})
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not list the consents", err)
		return
	}
	slices.SortFunc(consents, inOrder)
	config.ID = types.StringValue(d.Client.Domain())
	config.Consents = make([]listedModel, 0, len(consents))
	for _, consent := range consents {
		config.Consents = append(config.Consents, listed(consent))
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, config)...)
}

func inOrder(a, b auth0.Consent) int {
	return cmp.Or(cmp.Compare(a.UserID, b.UserID), cmp.Compare(a.ClientID, b.ClientID),
		cmp.Compare(a.Audience, b.Audience), cmp.Compare(a.OrganizationID, b.OrganizationID), cmp.Compare(a.ID, b.ID))
}
