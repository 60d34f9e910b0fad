package thirdpartyapplication

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// What Auth0 accepts.
var (
	plainName = regexp.MustCompile(`^[^<>]+$`)
	keyID     = regexp.MustCompile(`^[0-9a-zA-Z_-]{10,64}$`)
)

// Schema describes the resource's arguments.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An application that a partner, an outside developer or an AI agent owns. You decide what it " +
			"may do in the tenant, but not what it runs.",
		Attributes: application.With(map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name on the consent page. At least 1 character, without `<` and `>`.",
				Required:            true,
				Validators: []validator.String{
					stringvalidator.RegexMatches(plainName, "must have at least 1 character and neither < nor >, which Auth0 "+
						"refuses in names"),
				},
			},
			"app_type": schema.StringAttribute{
				MarkdownDescription: "`regular_web` (runs on a server), `spa` (in a browser), `native` (on a user's device) or " +
					"`non_interactive` (no user at all); in permissive mode also another type that Auth0 knows. Required for a new " +
					"application. An imported application without a type stays so if this is left out.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"security_mode": schema.StringAttribute{
				MarkdownDescription: "`strict` (default) or `permissive`. Auth0 fixes the mode when the application is created, " +
					"so changing it replaces the application: it gets a new `client_id`, and the old one's refresh tokens and user " +
					"consents are void.",
				Optional:      true,
				Computed:      true,
				Default:       stringdefault.StaticString(auth0.SecurityModeStrict),
				Validators:    []validator.String{stringvalidator.OneOf(auth0.SecurityModeStrict, auth0.SecurityModePermissive)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Free text about the application, at most 140 characters. Default none.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(""),
				Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(140)},
			},
			"logo_uri": schema.StringAttribute{
				MarkdownDescription: "Absolute URL of the logo that users see, best 150 by 150 pixels. Default none.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(""),
			},
			"callbacks": application.URLsAttribute("Absolute URLs that users may be sent back to after login. A native " +
				"application may use a custom scheme, such as `com.example.app://done`. In strict mode each is exact: no " +
				"wildcards and no placeholders."),
			"grant_types": schema.SetAttribute{
				MarkdownDescription: "Grant types that the application may use. In strict mode `authorization_code`, " +
					"`refresh_token` and, for applications that authenticate, `client_credentials`; in permissive mode any but " +
					"`password`. If left out, Auth0 decides when the application is created, and the value then stays as it is.",
				CustomType: tf.StringSets,
				Optional:   true,
				Computed:   true,
				Validators: []validator.Set{
					tf.NoNulls(),
					setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
				},
				PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
			},
			"token_endpoint_auth_method": schema.StringAttribute{
				MarkdownDescription: "How the application authenticates to get tokens: `none` (a public application), " +
					"`client_secret_post` or `client_secret_basic`. Instead of `client_authentication_methods`. If left out, it " +
					"stays as it is; Auth0 records none for a new application.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf("none", "client_secret_post", "client_secret_basic")},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"client_authentication_methods": authenticationMethodsAttribute(),
			"secret_rotation_trigger": schema.StringAttribute{
				MarkdownDescription: "Any text, such as a date. Setting or changing it on an existing application rotates the " +
					"client secret in place: the old secret stops working at once. Removing it, or creating the application with " +
					"it, rotates nothing. Not together with `client_authentication_methods`.",
				Optional: true,
			},
			"default_organization": defaultOrganizationAttribute(),
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client ID; it starts with `tpc_` in strict mode.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"id": tf.IDAttribute("client_id"),
			"redirection_policy": schema.StringAttribute{
				MarkdownDescription: "`open_redirect_protection` or `allow_always`; null for a permissive application. " +
					"[`auth0access_redirect_protection`](redirect_protection.md) changes it.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"signing_keys": schema.ListNestedAttribute{
				MarkdownDescription: "Certificates that tokens for the application are signed with. Empty if the provider's " +
					"access token has neither `read:client_keys` nor `read:client_credentials`.",
				Computed:      true,
				PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"cert":  schema.StringAttribute{MarkdownDescription: "X.509 certificate as PEM.", Computed: true},
						"pkcs7": schema.StringAttribute{MarkdownDescription: "The same as PKCS #7.", Computed: true},
					},
				},
			},
		}),
	}
}
