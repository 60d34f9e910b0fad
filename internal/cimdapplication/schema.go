package cimdapplication

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

var (
	pinForm    = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
	appTypes   = []string{"native", "regular_web", "spa"}
	grantTypes = []string{"authorization_code", "refresh_token"}
)

// Schema describes the resource's arguments.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An application that its publisher describes in a client ID metadata document (CIMD), such as " +
			"an AI agent. The plan shows what the publisher has changed, and nothing new is accepted unseen.",
		Attributes: application.With(map[string]schema.Attribute{
			"metadata_url": schema.StringAttribute{
				MarkdownDescription: "URL of the document, which is the application's `client_id` in logins and in tokens. At " +
					"most 120 bytes; https, with a path, without query and fragment. Changing it replaces the application.",
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"allowed_callback_hosts": schema.SetAttribute{
				MarkdownDescription: "Hosts that the callbacks in the document may have, such as `agent.example.com`: no scheme, " +
					"port, path or wildcard. A host does not cover its subdomains. A document with a callback on another host fails " +
					"the plan. Default: the hosts of the last accepted document.",
				CustomType: tf.StringSets,
				Optional:   true,
				Validators: []validator.Set{tf.NoNulls()},
			},
			"pin": schema.StringAttribute{
				MarkdownDescription: "Digest of what Auth0 copies from the document: `sha256:` and 64 hexadecimal digits. A " +
					"document with another digest fails the plan, which says what has changed and which digest accepts it. The data " +
					"source [`auth0access_client_id_metadata_document`](../data-sources/client_id_metadata_document.md) has it too. " +
					"Default: a new application is accepted as the plan shows it, and a document with more fails later plans.",
				Optional: true,
				Validators: []validator.String{
					stringvalidator.RegexMatches(pinForm, "must be sha256: and 64 hexadecimal digits, as a plan or the data source "+
						"auth0access_client_id_metadata_document gives it"),
				},
			},
			"check_document": schema.BoolAttribute{
				MarkdownDescription: "Whether each refresh lets Auth0 read the document, which takes one call. With `false`, a " +
					"change of the document shows only when `pin` names it. Default `true`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"app_type": schema.StringAttribute{
				MarkdownDescription: "`native`, `regular_web` or `spa`. Default: the document's value.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.OneOf(appTypes...)},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Free text about the application, at most 140 characters. Default: the document's value.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(140)},
			},
			"grant_types": schema.SetAttribute{
				MarkdownDescription: "Grant types that the application may use: `authorization_code`, `refresh_token`. Default: " +
					"the document's value.",
				CustomType: tf.StringSets,
				Optional:   true,
				Computed:   true,
				Validators: []validator.Set{
					tf.NoNulls(),
					setvalidator.SizeAtLeast(1),
					setvalidator.ValueStringsAre(stringvalidator.OneOf(grantTypes...)),
				},
			},
			"skip_non_verifiable_callback_uri_confirmation_prompt": schema.BoolAttribute{
				MarkdownDescription: "Whether Auth0 skips asking users to confirm the application if its callback does not " +
					"identify the owner, as with loopback addresses. Default: the tenant's setting.",
				Optional: true,
			},
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID in the tenant, which starts with `tpc_`. Grants and other resources use it.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"id":       tf.IDAttribute("client_id"),
			"document": documentAttribute(),
		}),
	}
}

// documentDescriptions are those of the members of document.
var documentDescriptions = map[string]string{
	"name":                       "Name that users see when they are asked for consent.",
	"app_type":                   "Type of the application.",
	"callbacks":                  "URLs that users may be sent back to after login.",
	"logo_uri":                   "URL of the logo that users see.",
	"description":                "What the publisher says about the application.",
	"grant_types":                "Grant types that the application wants and may use.",
	"token_endpoint_auth_method": "`none` or `private_key_jwt`.",
	"jwks_uri":                   "URL of the application's public keys.",
	"keys": "Ids of the keys that the application authenticates with (`kid`), each with its " +
		"algorithm.",
	"pin": "Digest of all these, for `pin`.",
}

func documentAttribute() schema.SingleNestedAttribute {
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
		MarkdownDescription: "What Auth0 has copied from the document, or copies in this plan's apply.",
		Computed:            true,
		Attributes:          attributes,
	}
}
