package thirdpartyapplication

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// What Auth0 accepts.
var (
	plainName   = regexp.MustCompile(`^[^<>]+$`)
	metadataKey = regexp.MustCompile(`^[A-Za-z0-9:,\-+=_*?"/\\()<>@\t ]{1,255}$`)
	keyID       = regexp.MustCompile(`^[0-9a-zA-Z_-]{10,64}$`)
)

// Schema describes the resource's arguments.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An application that a partner, an outside developer or an AI agent owns: what it may do in the tenant is decided here, " +
			"what it runs is not.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name that users see when they are asked for consent. At least 1 character, without `<` and `>`.",
				Required:            true,
				Validators: []validator.String{
					stringvalidator.RegexMatches(plainName, "must have at least 1 character and neither < nor >, which Auth0 refuses in names"),
				},
			},
			"app_type": schema.StringAttribute{
				MarkdownDescription: "`regular_web` (runs on a server), `spa` (in a browser), `native` (on a user's device) or `non_interactive` (no user at all); in " +
					"permissive mode also another type that Auth0 knows. Required for a new application. An imported one may have none, and keeps it that way " +
					"where this is left out.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"security_mode": schema.StringAttribute{
				MarkdownDescription: "`strict` (default) or `permissive`. Auth0 fixes the mode when the application is created, so changing it replaces the " +
					"application: it gets a new `client_id`, and the old one's refresh tokens and user consents are void.",
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
			"callbacks": urlsAttribute("Absolute URLs that users may be sent back to after login. A native application may use a scheme of its own, such as " +
				"`com.example.app://done`. In strict mode each is exact: no wildcards and no placeholders."),
			"allowed_origins": urlsAttribute("Origins that browsers may call the tenant from (CORS), beside those of the callbacks. In strict mode each is exact."),
			"web_origins":     urlsAttribute("Origins that may receive answers as web messages. In strict mode each is exact."),
			"grant_types": schema.SetAttribute{
				MarkdownDescription: "Grant types that the application may use. In strict mode `authorization_code`, `refresh_token` and, for applications " +
					"that authenticate, `client_credentials`; in permissive mode any but `password`. Left out, Auth0 decides when the application is " +
					"created, and afterwards it stays as it is.",
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
				MarkdownDescription: "How the application authenticates to get tokens: `none` (a public application), `client_secret_post` or " +
					"`client_secret_basic`. Instead of `client_authentication_methods`. Left out, it stays as it is; for a new application none is recorded.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf("none", "client_secret_post", "client_secret_basic")},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"client_authentication_methods": authenticationMethodsAttribute(),
			"jwt_configuration":             jwtConfigurationAttribute(),
			"refresh_token":                 refreshTokenAttribute(),
			"require_proof_of_possession": schema.BoolAttribute{
				MarkdownDescription: "Whether the application must prove with DPoP that it holds the key its tokens are bound to. Default `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"client_metadata": schema.MapAttribute{
				MarkdownDescription: "Your own notes on the application, which Actions can read. At most 10 entries; keys of 1 to 255 letters, digits, spaces, " +
					"tabs and ``:,-+=_*?\"/\\()<>@``; values of at most 255 characters. It is the complete set: other entries are removed.",
				ElementType: types.StringType,
				Optional:    true,
				Computed:    true,
				Default:     mapdefault.StaticValue(metadataOf(nil, types.MapNull(types.StringType))),
				Validators: []validator.Map{
					tf.NoNulls(),
					mapvalidator.SizeAtMost(10),
					mapvalidator.KeysAre(stringvalidator.RegexMatches(metadataKey,
						`must have 1 to 255 characters: letters, digits, spaces, tabs and :,-+=_*?"/\()<>@`)),
					mapvalidator.ValueStringsAre(stringvalidator.UTF8LengthAtMost(255)),
				},
			},
			"deletion_protection": schema.BoolAttribute{
				MarkdownDescription: "While `true`, Terraform refuses to destroy or replace the application. To do so after all, set `false` and apply first. " +
					"Default `false`. Auth0 does not know of it.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"secret_rotation_trigger": schema.StringAttribute{
				MarkdownDescription: "Any text, such as a date. Setting or changing it on an existing application rotates the client secret in place: the old " +
					"secret stops working at once. Removing it, or creating the application with it, rotates nothing. Not together with " +
					"`client_authentication_methods`.",
				Optional: true,
			},
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
				MarkdownDescription: "Certificates that tokens for the application are signed with. Empty where the provider's access token has neither " +
					"`read:client_keys` nor `read:client_credentials`.",
				Computed:      true,
				PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						"cert":  schema.StringAttribute{MarkdownDescription: "X.509 certificate as PEM.", Computed: true},
						"pkcs7": schema.StringAttribute{MarkdownDescription: "The same as PKCS #7.", Computed: true},
					},
				},
			},
		},
	}
}

func urlsAttribute(description string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description + " Default none.",
		CustomType:          tf.StringSets,
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Set{tf.NoStrings()},
		Validators:          []validator.Set{tf.NoNulls()},
	}
}

func authenticationMethodsAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How the application authenticates without a secret. Instead of `token_endpoint_auth_method`. Removing it deletes the keys.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"private_key_jwt": schema.SingleNestedAttribute{
				MarkdownDescription: "The application signs an assertion with a private key of its own (private key JWT).",
				Required:            true,
				Attributes: map[string]schema.Attribute{
					"credentials": schema.MapNestedAttribute{
						MarkdownDescription: "The public keys that assertions are verified with, one or two, by a name of 1 to 128 characters. To rotate a key, " +
							"add the new one under another name, apply, and remove the old one when the application has changed over. It is the complete set: " +
							"other keys that the application authenticates with are removed.",
						Required: true,
						Validators: []validator.Map{
							mapvalidator.SizeAtLeast(1),
							tf.NoNulls(),
							mapvalidator.KeysAre(stringvalidator.UTF8LengthBetween(1, 128)),
						},
						NestedObject: schema.NestedAttributeObject{Attributes: credentialAttributes()},
					},
				},
			},
		},
	}
}

// credentialAttributes have no plan modifiers: planCredentials decides what of a credential stays.
func credentialAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"pem": schema.StringAttribute{
			MarkdownDescription: "RSA public key or X.509 certificate as PEM, never a private key. Auth0 does not give it back; changing it registers the " +
				"new key before it deletes the old one. Line ends and blanks make no difference. Required for a key that is not registered yet. Left out, " +
				"the key stays that had the credential's name when the application was imported.",
			Optional:   true,
			Validators: []validator.String{publicKeyPEM{}},
		},
		"alg": schema.StringAttribute{
			MarkdownDescription: "Algorithm of the assertion's signature: `RS256` (default), `RS384` or `PS256`. Changing it registers the key anew.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(defaultCredentialAlg),
			Validators:          []validator.String{stringvalidator.OneOf(defaultCredentialAlg, "RS384", "PS256")},
		},
		"kid": schema.StringAttribute{
			MarkdownDescription: "Key ID that the assertion's header names, of 10 to 64 letters, digits, `-` and `_`. Default: made by Auth0, from the " +
				"key. " +
				"Changing it registers the key anew.",
			Optional: true,
			Computed: true,
			Validators: []validator.String{
				stringvalidator.RegexMatches(keyID, "must have 10 to 64 letters, digits, - and _"),
			},
		},
		"expires_at": schema.StringAttribute{
			MarkdownDescription: "When the key stops being accepted, in RFC 3339, such as `2027-01-31T00:00:00Z`. Default: never.",
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
		},
		"id": schema.StringAttribute{
			MarkdownDescription: "ID of the credential.",
			Computed:            true,
		},
	}
}

func jwtConfigurationAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "ID tokens of the application. Left out, Auth0 decides when the application is created, and afterwards it stays as it is.",
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"alg": schema.StringAttribute{
				MarkdownDescription: "Signing algorithm: in strict mode, and with `client_authentication_methods`, `RS256`; in permissive mode also `HS256`, " +
					"`RS512` or `PS256`.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf("HS256", "RS256", "RS512", "PS256")},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"lifetime_in_seconds": lifetimeAttribute("How long an ID token is valid, in seconds: at least 1. A new application has 3600 in strict mode and 36000 in "+
				"permissive mode.",
				int64validator.AtLeast(1)),
		},
	}
}

func refreshTokenAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Refresh tokens of the application. Left out, Auth0 decides when the application is created, and afterwards it stays as it is.",
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"rotation_type": schema.StringAttribute{
				MarkdownDescription: "`rotating` (each use gives a new refresh token and ends the old one) or `non-rotating`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf("rotating", "non-rotating")},
			},
			"expiration_type": schema.StringAttribute{
				MarkdownDescription: "`expiring`, the only one in strict mode, or `non-expiring`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(refreshTokenExpiring, "non-expiring")},
			},
			"leeway": lifetimeAttribute("How long a rotated refresh token may still be used without being taken for stolen, in seconds.", int64validator.AtLeast(0)),
			"token_lifetime": lifetimeAttribute("How long a refresh token is valid however much it is used, in seconds: 1 to 157788000.",
				int64validator.Between(1, 157788000)),
			"infinite_token_lifetime": infiniteAttribute("Whether `token_lifetime` does not count. Default `false` where `token_lifetime` is given."),
			"idle_token_lifetime": lifetimeAttribute("How long a refresh token stays valid without being used, in seconds: at least 1, at most `token_lifetime`.",
				int64validator.AtLeast(1)),
			"infinite_idle_token_lifetime": infiniteAttribute("Whether `idle_token_lifetime` does not count; never in strict mode. Default `false` where " +
				"`idle_token_lifetime` is given."),
		},
	}
}

func lifetimeAttribute(description string, limits validator.Int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		Validators:          []validator.Int64{limits},
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseNonNullStateForUnknown()},
	}
}

func infiniteAttribute(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseNonNullStateForUnknown()},
	}
}
