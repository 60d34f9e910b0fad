package tokencheck

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// EphemeralResource is auth0access_token_check.
type EphemeralResource struct{ tf.EphemeralResource }

var _ ephemeral.EphemeralResourceWithConfigure = (*EphemeralResource)(nil)

// NewEphemeralResource returns the ephemeral resource auth0access_token_check.
func NewEphemeralResource() ephemeral.EphemeralResource {
	return &EphemeralResource{tf.NewEphemeralResource("auth0access_token_check")}
}

// ephemeralModel holds the arguments and results of the ephemeral resource.
type ephemeralModel struct {
	question
	ClientSecret types.String `tfsdk:"client_secret"`
	PrivateKey   types.String `tfsdk:"private_key"`
	SigningAlg   types.String `tfsdk:"signing_alg"`
	answer
}

// Schema describes the ephemeral resource.
func (e *EphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	secret, key := path.MatchRoot("client_secret"), path.MatchRoot("private_key")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Requests a token as a third-party application, with its secret or private key, and says " +
			"whether it was issued, with which scopes, or why not. Neither secret, key nor token is in any plan or state.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of a third-party application.",
				Required:            true,
				Validators:          tf.ClientID(),
			},
			"client_secret": schema.StringAttribute{
				MarkdownDescription: "The application's secret. Public applications have neither a secret nor a private key.",
				Optional:            true,
				Sensitive:           true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ConflictsWith(key)},
			},
			"private_key": schema.StringAttribute{
				MarkdownDescription: "A private key of the application (private key JWT): RSA, 2048 bits or more, as PEM (PKCS#1 " +
					"or PKCS#8).",
				Optional:   true,
				Sensitive:  true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ConflictsWith(secret)},
			},
			"signing_alg": schema.StringAttribute{
				MarkdownDescription: "The algorithm to sign with: `RS256`, `RS384` or `PS256`. Default `RS256`.",
				Optional:            true,
				Validators: []validator.String{
					stringvalidator.OneOf("RS256", "RS384", "PS256"), stringvalidator.AlsoRequires(key),
				},
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

// Open requests the token.
func (e *EphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m ephemeralModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.Scopes = types.SetNull(types.StringType)
	if e.Client.IsReadOnly() {
		m.answer = answer{
			types.BoolUnknown(), types.SetUnknown(types.StringType), types.StringUnknown(), types.StringUnknown(),
		}
		resp.Diagnostics.Append(tf.Set(ctx, &resp.Result, m)...)
		return
	}
	app := readApplication(ctx, e.Client, m.ClientID.ValueString(), &resp.Diagnostics)
	if app == nil {
		return
	}
	request := m.request()
	request.AuthMethod = app.TokenEndpointAuthMethod
	request.ClientSecret, request.PrivateKey = m.ClientSecret.ValueString(), m.PrivateKey.ValueString()
	request.SigningAlg = m.SigningAlg.ValueString()
	m.answer = ask(ctx, e.Client, request, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(tf.Set(ctx, &resp.Result, m)...)
	}
}
