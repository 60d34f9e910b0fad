package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// model is the provider block.
type model struct {
	Domain                    types.String  `tfsdk:"domain"`
	ClientID                  types.String  `tfsdk:"client_id"`
	ClientSecret              types.String  `tfsdk:"client_secret"`
	ClientAssertionPrivateKey types.String  `tfsdk:"client_assertion_private_key"`
	ClientAssertionSigningAlg types.String  `tfsdk:"client_assertion_signing_alg"`
	APIToken                  types.String  `tfsdk:"api_token"`
	Audience                  types.String  `tfsdk:"audience"`
	MaxRequestsPerSecond      types.Float64 `tfsdk:"max_requests_per_second"`
	MaxRetries                types.Int64   `tfsdk:"max_retries"`
	RequestTimeout            types.String  `tfsdk:"request_timeout"`
	ReadOnly                  types.Bool    `tfsdk:"read_only"`
	AccessBoundary            types.Object  `tfsdk:"access_boundary"`
}

// Schema describes the provider block.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages third-party applications and their access in an Auth0 tenant.",
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "The tenant's domain, such as `example.eu.auth0.com`. Environment variable: `AUTH0_DOMAIN`. " +
					"The prefix `http://` is accepted only for loopback addresses (a local emulator).",
				Optional: true,
			},
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID of the machine-to-machine application that the provider signs in as. " +
					"Environment variable: `AUTH0_CLIENT_ID`.",
				Optional: true,
			},
			"client_secret": schema.StringAttribute{
				MarkdownDescription: "Secret of that application. Environment variable: `AUTH0_CLIENT_SECRET`. " +
					"Conflicts with `client_assertion_private_key` and `api_token`.",
				Optional:  true,
				Sensitive: true,
			},
			"client_assertion_private_key": schema.StringAttribute{
				MarkdownDescription: "Private key of that application in PEM format, to sign client assertions (private key JWT) " +
					"instead of using a secret. Environment variable: `AUTH0_CLIENT_ASSERTION_PRIVATE_KEY`. Conflicts with " +
					"`client_secret` and `api_token`.",
				Optional:  true,
				Sensitive: true,
			},
			"client_assertion_signing_alg": schema.StringAttribute{
				MarkdownDescription: "Algorithm of the client assertions: `RS256` (default), `RS384` or `PS256`. " +
					"Environment variable: `AUTH0_CLIENT_ASSERTION_SIGNING_ALG`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(signingAlgs...)},
			},
			"api_token": schema.StringAttribute{
				MarkdownDescription: "A Management API access token, instead of `client_id` and its credentials. It is used " +
					"until it expires. Environment variable: `AUTH0_API_TOKEN`. Conflicts with `client_id`, `client_secret` and " +
					"`client_assertion_private_key`.",
				Optional:  true,
				Sensitive: true,
			},
			"audience": schema.StringAttribute{
				MarkdownDescription: "Audience of the Management API. Needed only if `domain` is a custom domain: " +
					"`https://TENANT.REGION.auth0.com/api/v2/`. It also shows that the custom domain belongs to the tenant in the " +
					"state. Default `https://{domain}/api/v2/`. Environment variable: `AUTH0_AUDIENCE`.",
				Optional: true,
			},
			"max_requests_per_second": schema.Float64Attribute{
				MarkdownDescription: "Maximum number of Management API requests per second, over all resources together. " +
					"Default: no limit of the provider's own. Environment variable: `AUTH0_MAX_REQUESTS_PER_SECOND`.",
				Optional:   true,
				Validators: []validator.Float64{float64validator.AtLeast(minRequestsPerSecond)},
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: "How often a request is retried after a rate limit, a server error or a broken connection. " +
					"`0` turns retries off. Default `5`. Environment variable: `AUTH0_MAX_RETRIES`.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, maxRetriesLimit)},
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "How long one attempt of one request may take, with a unit: `30s` (default), `1m`. " +
					"Environment variable: `AUTH0_REQUEST_TIMEOUT`.",
				Optional: true,
			},
			"read_only": schema.BoolAttribute{
				MarkdownDescription: "Whether the provider only reads, for plans in CI: it refuses every write before sending " +
					"it, and `auth0access_client_credentials` reads no secret, so `read:client_keys` is not needed. Default " +
					"`false`. Environment variable: `AUTH0_READ_ONLY`.",
				Optional: true,
			},
			"access_boundary": accessBoundaryAttribute(),
		},
	}
}
