package tokencheck

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_token_check.
type DataSource struct{ tf.DataSource }

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// NewDataSource returns the data source auth0access_token_check.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_token_check")}
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Requests a token as a third-party application, and says whether it was issued, with which " +
			"scopes, or why not. It reads the application's secret, and stores neither secret nor token.",
		Attributes: map[string]schema.Attribute{
			"id": tf.DataIDAttribute("client_id"),
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of a third-party application that authenticates with a secret, or of a public one.",
				Required:            true,
				Validators:          tf.ClientID(),
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: aboutAudience,
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"requested_scopes": schema.SetAttribute{
				MarkdownDescription: aboutScopes,
				CustomType:          tf.StringSets,
				Optional:            true,
				Validators: []validator.Set{
					tf.NoNulls(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
				},
			},
			"organization_id": schema.StringAttribute{
				MarkdownDescription: aboutOrganization,
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"granted": schema.BoolAttribute{MarkdownDescription: aboutGranted, Computed: true},
			"scopes": schema.SetAttribute{
				MarkdownDescription: aboutGiven, CustomType: tf.StringSets, Computed: true,
			},
			"error":             schema.StringAttribute{MarkdownDescription: aboutError, Computed: true},
			"error_description": schema.StringAttribute{MarkdownDescription: aboutDescription, Computed: true},
		},
	}
}

type model struct {
	ID types.String `tfsdk:"id"`
	question
	answer
}

// Read requests the token.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.ID, m.Scopes = m.ClientID, types.SetNull(types.StringType)
	if d.Client.IsReadOnly() {
		resp.Diagnostics.AddWarning("Token was not requested",
			"This run only reads (read_only), and a request would issue a token. All attributes of the check are "+
				"null. Apply the configuration without read_only to check.")
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, m)...)
		return
	}
	app := readApplication(ctx, d.Client, m.ClientID.ValueString(), &resp.Diagnostics)
	if app == nil {
		return
	}
	request := m.request()
	request.AuthMethod = app.TokenEndpointAuthMethod
	request.ClientSecret = d.readSecret(ctx, app, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	m.answer = ask(ctx, d.Client, request, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, m)...)
	}
}

// readSecret returns the secret of an application, empty for a public one.
func (d *DataSource) readSecret(ctx context.Context, app *auth0.Application, diags *diag.Diagnostics) string {
	switch methods := app.ClientAuthenticationMethods; {
	case methods != nil && methods.PrivateKeyJWT != nil:
		diags.AddAttributeError(path.Root("client_id"), "Application uses no client secret",
			fmt.Sprintf("%q (%s) authenticates with a private key (private key JWT), which only its owner has. If you have "+
				"the key, give it to the ephemeral resource auth0access_token_check.",
				app.Name, app.ClientID))
		return ""
	case app.TokenEndpointAuthMethod == "none":
		return ""
	}
	secret, err := d.Client.ReadClientSecret(ctx, app.ClientID)
	switch {
	case err != nil:
		tf.AddAPIError(diags, "Could not read the client secret", err)
	case secret == "":
		diags.AddError("Auth0 left the client secret out",
			fmt.Sprintf("Auth0 shows the client secret of %q (%s) only to access tokens with the scope read:client_keys. Grant "+
				"it to the provider's machine-to-machine application (Applications > APIs > Auth0 Management API > Application "+
				"Access), then run Terraform again.", app.Name, app.ClientID))
	}
	return secret
}
