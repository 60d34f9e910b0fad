package thirdpartyapplication

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// DataSource is auth0access_third_party_application.
type DataSource struct{ tf.DataSource }

var (
	_ datasource.DataSourceWithConfigure      = (*DataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*DataSource)(nil)
)

// NewDataSource returns the data source auth0access_third_party_application.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_third_party_application")}
}

// dataModel is one application.
type dataModel struct {
	ClientID                 types.String `tfsdk:"client_id" also:"id"`
	Name                     types.String `tfsdk:"name"`
	AppType                  types.String `tfsdk:"app_type"`
	SecurityMode             types.String `tfsdk:"security_mode"`
	DynamicallyRegistered    types.Bool   `tfsdk:"dynamically_registered"`
	Description              types.String `tfsdk:"description"`
	LogoURI                  types.String `tfsdk:"logo_uri"`
	Callbacks                types.Set    `tfsdk:"callbacks"`
	AllowedOrigins           types.Set    `tfsdk:"allowed_origins"`
	WebOrigins               types.Set    `tfsdk:"web_origins"`
	GrantTypes               types.Set    `tfsdk:"grant_types"`
	TokenEndpointAuthMethod  types.String `tfsdk:"token_endpoint_auth_method"`
	JWTConfiguration         types.Object `tfsdk:"jwt_configuration"`
	RefreshToken             types.Object `tfsdk:"refresh_token"`
	RequireProofOfPossession types.Bool   `tfsdk:"require_proof_of_possession"`
	ClientMetadata           types.Map    `tfsdk:"client_metadata"`
	RedirectionPolicy        types.String `tfsdk:"redirection_policy"`
	SigningKeys              types.List   `tfsdk:"signing_keys"`
}

func dataOf(app *auth0.Application) dataModel {
	return dataModel{
		ClientID:                 types.StringValue(app.ClientID),
		Name:                     types.StringValue(tf.Foreign(app.Name)),
		AppType:                  tf.StringOrNull(app.AppType),
		SecurityMode:             types.StringValue(app.SecurityMode()),
		DynamicallyRegistered:    types.BoolValue(app.IsDynamicallyRegistered()),
		Description:              tf.StringOrNull(app.Description),
		LogoURI:                  tf.StringOrNull(app.LogoURI),
		Callbacks:                tf.StringSet(app.Callbacks),
		AllowedOrigins:           tf.StringSet(app.AllowedOrigins),
		WebOrigins:               tf.StringSet(app.WebOrigins),
		GrantTypes:               tf.StringSet(app.GrantTypes),
		TokenEndpointAuthMethod:  tf.StringOrNull(app.TokenEndpointAuthMethod),
		JWTConfiguration:         application.JWTConfigurationOf(app.JWTConfiguration),
		RefreshToken:             application.RefreshTokenOf(app.RefreshToken),
		RequireProofOfPossession: types.BoolValue(app.RequireProofOfPossession != nil && *app.RequireProofOfPossession),
		ClientMetadata:           application.MetadataOf(app.ClientMetadata, types.MapNull(types.StringType)),
		RedirectionPolicy:        redirectionPolicyOf(app),
		SigningKeys: signingKeysLike(
			types.ListNull(types.ObjectType{AttrTypes: signingKeyTypes}),
			app.SigningKeys,
		),
	}
}

// ValidateConfig demands one of the two ways to name the application.
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
	switch byID, byName := !config.ClientID.IsNull(), !config.Name.IsNull(); {
	case byID && byName:
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Both client_id and name given",
			"Each names an application by itself, and the two may name different ones. Keep client_id, which never changes, "+
				"and remove name.")
	case !byID && !byName:
		resp.Diagnostics.AddAttributeError(path.Root("client_id"), "Neither client_id nor name given",
			"Nothing says which application to read. Write its client_id, or its name if only one application has it. "+
				"To list applications, use auth0access_third_party_applications.")
	}
}

// Read reads the application by its id, or looks for its name among all.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var app *auth0.Application
	if config.Name.IsNull() {
		app = d.byID(ctx, config.ClientID.ValueString(), &resp.Diagnostics)
	} else {
		app = d.byName(ctx, config.Name.ValueString(), &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	state := dataOf(app)
	state.Name = tf.ForeignString(app.Name, config.Name)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
}

func (d *DataSource) byID(ctx context.Context, clientID string, diags *diag.Diagnostics) *auth0.Application {
	app, err := d.Client.ReadApplication(ctx, clientID, auth0.FreshInApply)
	switch {
	case auth0.IsNotFound(err):
		diags.AddAttributeError(path.Root("client_id"), "Application not found",
			tf.NoApplication(d.Client, clientID))
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
	case !app.IsThirdParty():
		diags.AddAttributeError(path.Root("client_id"), "Application is not third-party",
			fmt.Sprintf("%q (%s) is a first-party application. This provider reads third-party applications only; use "+
				"auth0_client of the provider auth0/auth0 for it.", app.Name, clientID))
	}
	return app
}

func (d *DataSource) byName(ctx context.Context, name string, diags *diag.Diagnostics) *auth0.Application {
	apps, err := d.Client.ListThirdPartyApplications(ctx)
	if err != nil {
		tf.AddAPIError(diags, "Could not list the applications", err)
		return nil
	}
	apps = slices.DeleteFunc(apps, func(app auth0.Application) bool { return app.Name != name })
	switch len(apps) {
	case 0:
		diags.AddAttributeError(path.Root("name"), "Application not found",
			fmt.Sprintf("The tenant %s has no third-party application named %q. Write the name exactly as it is, capitals "+
				"included; first-party applications are not looked at.", d.Client.Domain(), name))
		return nil
	case 1:
		return &apps[0]
	default:
		diags.AddAttributeError(path.Root("name"), "Several applications have this name",
			fmt.Sprintf("%d third-party applications of the tenant %s are named %q:\n\n%s\n\nWrite the client_id of the one "+
				"that is meant instead of name.",
				len(apps), d.Client.Domain(), name, candidates(apps)))
		return nil
	}
}

// maxCandidates is how many applications an error lists.
const maxCandidates = 20

// candidates describes applications of one name, one a line.
func candidates(apps []auth0.Application) string {
	slices.SortFunc(apps, func(a, b auth0.Application) int { return strings.Compare(a.ClientID, b.ClientID) })
	lines := make([]string, 0, min(len(apps), maxCandidates)+1)
	for i, app := range apps {
		if i == maxCandidates {
			lines = append(lines, fmt.Sprintf("  and %d more", len(apps)-maxCandidates))
			break
		}
		traits := []string{app.SecurityMode()}
		if app.AppType != "" {
			traits = append(traits, app.AppType)
		}
		if app.IsDynamicallyRegistered() {
			traits = append(traits, "dynamically registered")
		}
		lines = append(lines, fmt.Sprintf("  %s (%s)", app.ClientID, strings.Join(traits, ", ")))
	}
	return strings.Join(lines, "\n")
}
