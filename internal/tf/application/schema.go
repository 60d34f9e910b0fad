package application

import (
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// metadataKey is what Auth0 accepts.
var metadataKey = regexp.MustCompile(`^[A-Za-z0-9:,\-+=_*?"/\\()<>@\t ]{1,255}$`)

// With returns the schema of [Arguments] and further attributes.
func With(more map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"allowed_origins": URLsAttribute("Origins from which browsers may call the tenant (CORS), in addition to those of " +
			"the callbacks. In strict mode each is exact."),
		"web_origins": URLsAttribute("Origins that may receive responses as web messages. In strict mode each is " +
			"exact."),
		"jwt_configuration": jwtConfigurationAttribute(),
		"refresh_token":     refreshTokenAttribute(),
		"require_proof_of_possession": schema.BoolAttribute{
			MarkdownDescription: "Whether the application must prove with DPoP that it holds the key that its tokens are " +
				"bound to. Default `false`.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		},
		"client_metadata": schema.MapAttribute{
			MarkdownDescription: "Your own notes on the application, which Actions can read. At most 10 entries; keys of 1 " +
				"to 255 letters, digits, spaces, tabs and ``:,-+=_*?\"/\\()<>@``; values of at most 255 characters. It is the " +
				"complete set: other entries are removed.",
			ElementType: types.StringType,
			Optional:    true,
			Computed:    true,
			Default:     mapdefault.StaticValue(MetadataOf(nil, types.MapNull(types.StringType))),
			Validators: []validator.Map{
				tf.NoNulls(),
				mapvalidator.SizeAtMost(10),
				mapvalidator.KeysAre(stringvalidator.RegexMatches(metadataKey,
					`must have 1 to 255 characters: letters, digits, spaces, tabs and :,-+=_*?"/\()<>@`)),
				mapvalidator.ValueStringsAre(stringvalidator.UTF8LengthAtMost(255)),
			},
		},
		"deletion_protection": schema.BoolAttribute{
			MarkdownDescription: "While `true`, Terraform refuses to destroy or replace the application. To destroy or " +
				"replace it, first apply with `false`. Default `false`. Auth0 does not store this argument.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		},
	}
	maps.Copy(attributes, organizationAttributes())
	maps.Copy(attributes, more)
	return attributes
}

// URLsAttribute is an argument that is a set of URLs, empty unless it is given.
func URLsAttribute(description string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description + " Default none.",
		CustomType:          tf.StringSets,
		Optional:            true,
		Computed:            true,
		PlanModifiers:       []planmodifier.Set{tf.NoStrings()},
		Validators:          []validator.Set{tf.NoNulls()},
	}
}
