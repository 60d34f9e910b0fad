package application

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// refreshTokenExpiring is the only expiration type that strict applications may have.
const refreshTokenExpiring = "expiring"

func jwtConfigurationAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "ID tokens of the application. If left out, Auth0 decides when the application is created, " +
			"and the value then stays as it is.",
		Optional:      true,
		Computed:      true,
		PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		Attributes: map[string]schema.Attribute{
			"alg": schema.StringAttribute{
				MarkdownDescription: "Signing algorithm: in strict mode, and with `client_authentication_methods`, `RS256`; in " +
					"permissive mode also `HS256`, `RS512` or `PS256`.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf("HS256", "RS256", "RS512", "PS256")},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"lifetime_in_seconds": lifetimeAttribute("How long an ID token is valid, in seconds: at least 1. A new "+
				"application has 3600 in strict mode and 36000 in permissive mode.",
				int64validator.AtLeast(1)),
		},
	}
}

func refreshTokenAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Refresh tokens of the application. If left out, Auth0 decides when the application is " +
			"created, and the value then stays as it is.",
		Optional:      true,
		Computed:      true,
		PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
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
			"leeway": lifetimeAttribute("How many seconds a rotated refresh token may still be used without counting as "+
				"stolen.", int64validator.AtLeast(0)),
			"token_lifetime": lifetimeAttribute("How many seconds a refresh token is valid, however often it is used: 1 to "+
				"157788000.",
				int64validator.Between(1, 157788000)),
			"infinite_token_lifetime": infiniteAttribute("Whether `token_lifetime` does not apply. Default `false` if " +
				"`token_lifetime` is given."),
			"idle_token_lifetime": lifetimeAttribute("How many seconds a refresh token stays valid without being used: at "+
				"least 1, at most `token_lifetime`.",
				int64validator.AtLeast(1)),
			"infinite_idle_token_lifetime": infiniteAttribute("Whether `idle_token_lifetime` does not apply; never in strict " +
				"mode. Default `false` if `idle_token_lifetime` is given."),
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
