package ratelimitpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// maxLimit is the most requests a second that Auth0 takes for a limit.
const maxLimit = 10_000

// Schema describes the resource's arguments and attributes.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Limits how often applications may call the Authentication API, where users log in and tokens " +
			"are issued. With `action = \"block\"` and `limit = 0`, it shuts an application off at once.",
		Attributes: map[string]schema.Attribute{
			argumentClientID: selector("Client id of the third-party application in strict mode that the policy is for. "+
				"Exactly one of `client_id`, `metadata_url` and `applies_to` is required; changing it replaces the policy.",
				stringvalidator.LengthAtLeast(1)),
			argumentMetadataURL: selector("URL of the client ID metadata document of the application that the policy is for. "+
				"The application need not be registered yet.", stringvalidator.LengthAtLeast(1)),
			argumentAppliesTo: selector("Group of applications that the policy is for: `third_party_clients` (all strict "+
				"third-party applications except those with a document), `cimd_clients` (all with a document), or `default` "+
				"(every application without another policy, including your own). The applications of a group share one limit; "+
				"with `default`, each has the limit to itself.",
				stringvalidator.OneOf(auth0.SelectThirdParties, auth0.SelectDocuments, auth0.SelectDefault)),
			"action": schema.StringAttribute{
				MarkdownDescription: "What happens to requests beyond the limit: `block` refuses them (429), `redirect` sends " +
					"browsers to `redirect_uri`, and `log` only writes them to the tenant's log. `allow` sets no limit: it exempts " +
					"an application from the limit of its group or of the default.",
				Required: true,
				Validators: []validator.String{stringvalidator.OneOf(
					auth0.RateLimitAllow, auth0.RateLimitLog, auth0.RateLimitBlock, auth0.RateLimitRedirect,
				)},
			},
			"limit": schema.Int64Attribute{
				MarkdownDescription: "Requests a second, from `0` to `10000`. Required, unless `action` is `allow`.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(0, maxLimit)},
			},
			"redirect_uri": schema.StringAttribute{
				MarkdownDescription: "The `https` URL that browsers are sent to. Required if `action` is `redirect`, and only " +
					"then.",
				Optional: true,
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the policy, such as `rlp_5cJdYz7hK2mQxWbTnA4sVp`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

// selector is one of the arguments that say which applications a policy is for.
func selector(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		Validators:          validators,
	}
}
