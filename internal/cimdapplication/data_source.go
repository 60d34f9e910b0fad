package cimdapplication

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_client_id_metadata_document.
type DataSource struct{ tf.DataSource }

var (
	_ datasource.DataSourceWithConfigure      = (*DataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*DataSource)(nil)
)

// NewDataSource returns the data source auth0access_client_id_metadata_document.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_client_id_metadata_document")}
}

// dataModel is what Auth0 says of a document.
type dataModel struct {
	MetadataURL types.String `tfsdk:"metadata_url" also:"id"`
	Valid       types.Bool   `tfsdk:"valid"`
	Errors      types.List   `tfsdk:"errors"`
	Violations  types.List   `tfsdk:"violations"`
	Warnings    types.List   `tfsdk:"warnings"`
	ClientID    types.String `tfsdk:"client_id"`
	Document    types.Object `tfsdk:"document"`
	Pin         types.String `tfsdk:"pin"`
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	texts := func(description string) schema.ListAttribute {
		return schema.ListAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Shows what Auth0 would copy from a client ID metadata document (CIMD). Nothing is registered.",
		Attributes: map[string]schema.Attribute{
			"metadata_url": schema.StringAttribute{
				MarkdownDescription: "URL of the document: https, with a path, without query and fragment; at most 120 bytes.",
				Required:            true,
			},
			"id": tf.DataIDAttribute("metadata_url"),
			"valid": schema.BoolAttribute{
				MarkdownDescription: "Whether the document can be registered.",
				Computed:            true,
			},
			"errors":     texts("Why the document could not be fetched."),
			"violations": texts("Why the document cannot be registered."),
			"warnings":   texts("What Auth0 warns of, such as properties that it ignores."),
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of the application that is registered with the URL. Null if there is none.",
				Computed:            true,
			},
			"document": dataDocumentAttribute(),
			"pin": schema.StringAttribute{
				MarkdownDescription: "Digest of what Auth0 would copy, for the argument `pin` of " +
					"[`auth0access_cimd_application`](../resources/cimd_application.md). Null if the document cannot be registered.",
				Computed: true,
			},
		},
	}
}

func dataDocumentAttribute() schema.SingleNestedAttribute {
	attributes := map[string]schema.Attribute{}
	for name, description := range documentDescriptions {
		switch documentTypes[name] {
		case types.StringType:
			attributes[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
		case tf.StringSets:
			attributes[name] = schema.SetAttribute{
				MarkdownDescription: description, Computed: true, CustomType: tf.StringSets,
			}
		default:
			attributes[name] = schema.MapAttribute{
				MarkdownDescription: description, Computed: true, ElementType: types.StringType,
			}
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What Auth0 would copy. Null if the document could not be fetched.",
		Computed:            true,
		Attributes:          attributes,
	}
}

// ValidateConfig refuses URLs that no document may have.
func (d *DataSource) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	var config dataModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	checkURL(config.MetadataURL, &resp.Diagnostics)
}

// Read has Auth0 look at the document.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m dataModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &m)...)
	if checkURL(m.MetadataURL, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	preview, err := d.Client.PreviewDocument(ctx, m.MetadataURL.ValueString())
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, couldNotPreview, err)
		return
	}
	offered := offerOf(preview)
	m.ClientID = tf.StringOrNull(offered.ClientID)
	m.Errors = texts(nil)
	if offered.Failure != "" {
		m.Errors = texts([]string{offered.Failure})
	}
	m.Violations, m.Warnings = texts(offered.Violations), texts(offered.Warnings)
	m.Document = offered.Document.object()
	m.Valid = types.BoolValue(offered.Failure == "" && len(offered.Violations) == 0)
	m.Pin = types.StringNull()
	if m.Valid.ValueBool() {
		m.Pin = types.StringValue(offered.Document.pin())
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, &m)...)
}

func texts(values []string) types.List {
	list, _ := types.ListValueFrom(context.Background(), types.StringType, append([]string{}, values...))
	return list
}
