// Package provider is the provider block and the list of everything the provider offers.
package provider

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/accesscheck"
	"github.com/auth0access/terraform-provider-auth0access/internal/api"
	"github.com/auth0access/terraform-provider-auth0access/internal/apiaccesspolicy"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/authorizationserver"
	"github.com/auth0access/terraform-provider-auth0access/internal/cimdapplication"
	"github.com/auth0access/terraform-provider-auth0access/internal/clientgrant"
	"github.com/auth0access/terraform-provider-auth0access/internal/connection"
	"github.com/auth0access/terraform-provider-auth0access/internal/consent"
	"github.com/auth0access/terraform-provider-auth0access/internal/defaultpermissions"
	"github.com/auth0access/terraform-provider-auth0access/internal/effectiveaccess"
	"github.com/auth0access/terraform-provider-auth0access/internal/functions"
	"github.com/auth0access/terraform-provider-auth0access/internal/organization"
	"github.com/auth0access/terraform-provider-auth0access/internal/organizationapplication"
	"github.com/auth0access/terraform-provider-auth0access/internal/organizationgrant"
	"github.com/auth0access/terraform-provider-auth0access/internal/ratelimitpolicy"
	"github.com/auth0access/terraform-provider-auth0access/internal/redirectprotection"
	"github.com/auth0access/terraform-provider-auth0access/internal/registration"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/thirdpartyapplication"
	"github.com/auth0access/terraform-provider-auth0access/internal/tokencheck"
)

// Address is where Terraform finds the provider.
const Address = "registry.terraform.io/auth0access/auth0access"

// Provider is the auth0access provider.
type Provider struct {
	version    string
	commit     string       // empty if it is not known
	httpClient *http.Client // nil means one of the API client's own
}

var (
	_ provider.Provider                       = (*Provider)(nil)
	_ provider.ProviderWithValidateConfig     = (*Provider)(nil)
	_ provider.ProviderWithEphemeralResources = (*Provider)(nil)
	_ provider.ProviderWithListResources      = (*Provider)(nil)
	_ provider.ProviderWithActions            = (*Provider)(nil)
	_ provider.ProviderWithFunctions          = (*Provider)(nil)
)

// Option changes what [New] makes.
type Option func(*Provider)

// WithHTTPClient sends the provider's API calls through the given client, such as one that reaches a tenant in memory.
func WithHTTPClient(client *http.Client) Option {
	return func(p *Provider) { p.httpClient = client }
}

// WithCommit tells the API which commit the provider was built from, beside its version.
func WithCommit(commit string) Option {
	return func(p *Provider) { p.commit = commit }
}

// New returns what makes a provider of the given version, as the plugin server wants it.
func New(version string, options ...Option) func() provider.Provider {
	return func() provider.Provider {
		p := &Provider{version: version}
		for _, option := range options {
			option(p)
		}
		return p
	}
}

// Metadata names the provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "auth0access"
	resp.Version = p.version
}

// Configure builds the API client that everything the provider offers uses.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var block model
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	if resp.Diagnostics.HasError() {
		return
	}
	client := p.client(ctx, block, p.userAgent("terraform/"+req.TerraformVersion), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	data := tf.NewProviderData(client)
	data.Boundary = boundaryOf(block.AccessBoundary)
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
	resp.ListResourceData = data
	resp.ActionData = data
}

// NewClient returns the API client that the environment alone describes, signed in, for a program beside Terraform.
func NewClient(ctx context.Context, version, program string) (client *auth0.Client, diags diag.Diagnostics) {
	p := &Provider{version: version}
	client = p.client(ctx, model{}, p.userAgent(program), &diags)
	return client, diags
}

// client returns the client that the block and the environment describe. It signs in, so that what is wrong with them
// is one error of the provider, also in a plan that makes no call.
func (p *Provider) client(
	ctx context.Context,
	block model,
	userAgent string,
	diags *diag.Diagnostics,
) *auth0.Client {
	if unknown := block.unknownArguments(); len(unknown) > 0 {
		return auth0.NewUnavailable(&unknownArgumentsError{unknown})
	}
	from := &sources{names: map[string]string{}}
	config := block.resolve(from, diags)
	if diags.HasError() {
		return nil
	}
	config.UserAgent = userAgent
	if !isSilent() {
		config.Log = log
	}
	config.HTTPClient = p.httpClient
	client, err := auth0.New(config)
	if err != nil {
		from.addConfigError(diags, err)
		return nil
	}
	if err := client.SignIn(ctx); err != nil {
		from.addSignInError(diags, err)
		return nil
	}
	return client
}

// userAgent is how the provider names itself to the API, so that whoever looks into the tenant's logs knows what ran.
func (p *Provider) userAgent(caller string) string {
	agent := "terraform-provider-auth0access/" + p.version
	if p.commit != "" {
		agent += " (" + p.commit + ")"
	}
	return agent + " " + caller
}

// Resources lists the managed resources.
func (p *Provider) Resources(context.Context) []func() resource.Resource { return tf.Bind(resources) }

var resources = []func() resource.Resource{
	thirdpartyapplication.NewResource,
	thirdpartyapplication.NewExclusiveResource,
	cimdapplication.NewResource,
	clientgrant.NewResource,
	clientgrant.NewExclusiveResource,
	defaultpermissions.NewResource,
	defaultpermissions.NewExclusiveResource,
	connection.NewResource,
	connection.NewExclusiveResource,
	redirectprotection.NewResource,
	redirectprotection.NewExclusiveResource,
	registration.NewResource,
	organization.NewResource,
	ratelimitpolicy.NewResource,
	organizationgrant.NewResource,
	organizationapplication.NewResource,
	apiaccesspolicy.NewResource,
	authorizationserver.NewResource,
}

// EphemeralResources lists the resources that exist only while Terraform runs.
func (p *Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		thirdpartyapplication.NewEphemeralResource,
		tokencheck.NewEphemeralResource,
	}
}

// ListResources lists what terraform query can look for: every resource that can be imported.
func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		thirdpartyapplication.NewListResource,
		thirdpartyapplication.NewExclusiveListResource,
		cimdapplication.NewListResource,
		clientgrant.NewListResource,
		clientgrant.NewExclusiveListResource,
		defaultpermissions.NewListResource,
		defaultpermissions.NewExclusiveListResource,
		connection.NewListResource,
		connection.NewExclusiveListResource,
		redirectprotection.NewListResource,
		redirectprotection.NewExclusiveListResource,
		registration.NewListResource,
		organization.NewListResource,
		ratelimitpolicy.NewListResource,
		organizationgrant.NewListResource,
		organizationapplication.NewListResource,
		apiaccesspolicy.NewListResource,
		authorizationserver.NewListResource,
	}
}

// Actions lists what Terraform can do to the tenant without any resource changing.
func (p *Provider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		thirdpartyapplication.NewRotateSecretAction,
		thirdpartyapplication.NewPruneAction,
		consent.NewRevokeAction,
	}
}

// Functions lists the functions that need no tenant.
func (p *Provider) Functions(context.Context) []func() function.Function { return functions.All() }

// DataSources lists the data sources.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		thirdpartyapplication.NewDataSource,
		thirdpartyapplication.NewListDataSource,
		cimdapplication.NewDataSource,
		clientgrant.NewDataSource,
		consent.NewDataSource,
		api.NewDataSource,
		connection.NewDataSource,
		connection.NewDomainDataSource,
		organization.NewDataSource,
		effectiveaccess.NewDataSource,
		accesscheck.NewDataSource,
		tokencheck.NewDataSource,
	}
}
