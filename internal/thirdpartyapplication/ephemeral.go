package thirdpartyapplication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// EphemeralResource is auth0access_client_credentials.
type EphemeralResource struct{ tf.EphemeralResource }

var _ ephemeral.EphemeralResourceWithConfigure = (*EphemeralResource)(nil)

// NewEphemeralResource returns the ephemeral resource auth0access_client_credentials.
func NewEphemeralResource() ephemeral.EphemeralResource {
	return &EphemeralResource{tf.NewEphemeralResource("auth0access_client_credentials")}
}

// clientCredentials is what the ephemeral resource takes and gives.
type clientCredentials struct {
	ClientID                types.String `tfsdk:"client_id"`
	ClientSecret            types.String `tfsdk:"client_secret"`
	TokenEndpointAuthMethod types.String `tfsdk:"token_endpoint_auth_method"`
}

// Schema describes the ephemeral resource.
func (e *EphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the client secret of a third-party application, to hand it to the application's owner. " +
			"It is read in each run and is in no plan and no state.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of a third-party application that authenticates with a secret.",
				Required:            true,
				Validators:          tf.ClientID(),
			},
			"client_secret": schema.StringAttribute{
				MarkdownDescription: "The client secret.",
				Computed:            true,
				Sensitive:           true,
			},
			"token_endpoint_auth_method": schema.StringAttribute{
				MarkdownDescription: "How the application sends the secret: `client_secret_post` or `client_secret_basic`. Null " +
					"if Auth0 has none recorded.",
				Computed: true,
			},
		},
	}
}

// Open reads the secret, in a call of its own: that of an application which should not be read here is never asked for.
func (e *EphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var credentials clientCredentials
	resp.Diagnostics.Append(req.Config.Get(ctx, &credentials)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if e.Client.IsReadOnly() {
		credentials.ClientSecret, credentials.TokenEndpointAuthMethod = types.StringUnknown(), types.StringUnknown()
		resp.Diagnostics.Append(resp.Result.Set(ctx, credentials)...)
		return
	}
	clientID := credentials.ClientID.ValueString()
	app, err := e.Client.ReadApplication(ctx, clientID, auth0.FreshInApply)
	if auth0.IsNotFound(err) {
		resp.Diagnostics.AddAttributeError(path.Root("client_id"), "Application not found",
			tf.NoApplication(e.Client, clientID))
		return
	}
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the application", err)
		return
	}
	checkUsesSecret(app, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	secret, err := e.Client.ReadClientSecret(ctx, clientID)
	if err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not read the client secret", err)
		return
	}
	if secret == "" {
		resp.Diagnostics.AddError("Auth0 left the client secret out",
			fmt.Sprintf("Auth0 shows the client secret of %q (%s) only to access tokens with the scope read:client_keys. "+
				"Grant it to the provider's machine-to-machine application (Applications > APIs > Auth0 Management API > "+
				"Application Access), then run Terraform again.",
				app.Name, clientID))
		return
	}
	credentials.ClientSecret = types.StringValue(secret)
	credentials.TokenEndpointAuthMethod = tf.StringOrNull(app.TokenEndpointAuthMethod)
	resp.Diagnostics.Append(resp.Result.Set(ctx, credentials)...)
}

// checkUsesSecret refuses applications whose secret is nobody's business here, or opens nothing.
func checkUsesSecret(app *auth0.Application, diags *diag.Diagnostics) {
	at := path.Root("client_id")
	methods := app.ClientAuthenticationMethods
	switch {
	case !app.IsThirdParty():
		diags.AddAttributeError(at, "Application is not third-party",
			fmt.Sprintf("%q (%s) is a first-party application. This provider reads the secrets of third-party applications "+
				"only.", app.Name, app.ClientID))
	case methods != nil && methods.PrivateKeyJWT != nil:
		diags.AddAttributeError(at, "Application uses no client secret",
			fmt.Sprintf("%q (%s) signs with a private key that its owner keeps (private key JWT); Auth0 accepts no secret "+
				"from it. Remove this ephemeral resource.", app.Name, app.ClientID))
	case app.TokenEndpointAuthMethod == "none":
		diags.AddAttributeError(at, "Application uses no client secret",
			fmt.Sprintf("%q (%s) is a public application (token_endpoint_auth_method = \"none\"); Auth0 accepts no secret "+
				"from it. Remove this ephemeral resource, or make the application use a secret.", app.Name, app.ClientID))
	}
}
