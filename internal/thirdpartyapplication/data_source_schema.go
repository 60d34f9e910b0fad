package thirdpartyapplication

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Schema describes the data source's arguments and attributes.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := briefAttributes()
	attributes["client_id"] = schema.StringAttribute{
		MarkdownDescription: "Id of the application. Either `client_id` or `name` is required.",
		Optional:            true,
		Computed:            true,
		Validators:          tf.ClientID(),
	}
	attributes["id"] = tf.DataIDAttribute("client_id")
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Exact name of the application. If several applications have it, the error lists them. With " +
			"Dynamic Client Registration, anybody may register an application under any name, so prefer `client_id` for " +
			"anything that grants access.",
		Optional:   true,
		Computed:   true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["logo_uri"] = schema.StringAttribute{
		MarkdownDescription: "URL of the logo. Null if there is none.",
		Computed:            true,
	}
	attributes["allowed_origins"] = stringsAttribute("Origins that browsers may call the tenant from (CORS).")
	attributes["web_origins"] = stringsAttribute("Origins that may receive answers as web messages.")
	attributes["jwt_configuration"] = schema.SingleNestedAttribute{
		MarkdownDescription: "ID tokens of the application.",
		Computed:            true,
		Attributes: map[string]schema.Attribute{
			"alg": schema.StringAttribute{MarkdownDescription: "Algorithm they are signed " +
				"with.", Computed: true},
			"lifetime_in_seconds": schema.Int64Attribute{MarkdownDescription: "Seconds for which they are " +
				"valid.", Computed: true},
		},
	}
	attributes["refresh_token"] = schema.SingleNestedAttribute{
		MarkdownDescription: "Refresh tokens of the application. Times are in seconds.",
		Computed:            true,
		Attributes: map[string]schema.Attribute{
			"rotation_type": schema.StringAttribute{MarkdownDescription: "`rotating` or " +
				"`non-rotating`.", Computed: true},
			"expiration_type": schema.StringAttribute{MarkdownDescription: "`expiring` or " +
				"`non-expiring`.", Computed: true},
			"leeway": schema.Int64Attribute{MarkdownDescription: "How long a rotated token still " +
				"works.", Computed: true},
			"token_lifetime": schema.Int64Attribute{MarkdownDescription: "How long a token is " +
				"valid.", Computed: true},
			"infinite_token_lifetime": schema.BoolAttribute{MarkdownDescription: "Whether `token_lifetime` does not " +
				"apply.", Computed: true},
			"idle_token_lifetime": schema.Int64Attribute{MarkdownDescription: "How long a token is valid without " +
				"being used.", Computed: true},
			"infinite_idle_token_lifetime": schema.BoolAttribute{MarkdownDescription: "Whether `idle_token_lifetime` does not " +
				"apply.", Computed: true},
		},
	}
	attributes["require_proof_of_possession"] = schema.BoolAttribute{
		MarkdownDescription: "Whether tokens are bound to a key of the application's (DPoP).",
		Computed:            true,
	}
	attributes["signing_keys"] = schema.ListNestedAttribute{
		MarkdownDescription: "Certificates that tokens are signed with. Empty without the scope `read:client_keys`.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"cert":  schema.StringAttribute{MarkdownDescription: "Certificate, PEM.", Computed: true},
			"pkcs7": schema.StringAttribute{MarkdownDescription: "The same as PKCS #7, PEM.", Computed: true},
		}},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a third-party application by its `client_id` or its name, without its client secret.",
		Attributes:          attributes,
	}
}

// briefAttributes are the attributes of an application in a list.
func briefAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"client_id": schema.StringAttribute{
			MarkdownDescription: "Id of the application.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the application. Owners of dynamically registered applications choose it, and may " +
				"choose somebody else's.",
			Computed: true,
		},
		"app_type": schema.StringAttribute{
			MarkdownDescription: "Type of the application, such as `regular_web`. Null if Auth0 shows none.",
			Computed:            true,
		},
		"security_mode": schema.StringAttribute{
			MarkdownDescription: "`strict` or `permissive`. Applications that are older than the modes are permissive.",
			Computed:            true,
		},
		"dynamically_registered": schema.BoolAttribute{
			MarkdownDescription: "Whether the owner, not an administrator of the tenant, registered the application: by " +
				"Dynamic Client Registration or with a client ID metadata document. Registrations that Auth0 did not record as " +
				"such are not recognised.",
			Computed: true,
		},
		"description": schema.StringAttribute{
			MarkdownDescription: "Description of the application. Null if there is none.",
			Computed:            true,
		},
		"callbacks":   stringsAttribute("URLs that users may be sent back to after login."),
		"grant_types": stringsAttribute("Grant types that the application may use."),
		"token_endpoint_auth_method": schema.StringAttribute{
			MarkdownDescription: "How the application authenticates: `none` (a public application), `client_secret_post` or " +
				"`client_secret_basic`. Null if it signs with a private key, or if Auth0 shows none.",
			Computed: true,
		},
		"redirection_policy": schema.StringAttribute{
			MarkdownDescription: "Whether errors redirect to the callbacks: `open_redirect_protection` (they do not) or " +
				"`allow_always`. Null for permissive applications without it.",
			Computed: true,
		},
		"client_metadata": schema.MapAttribute{
			MarkdownDescription: "Metadata of the application.",
			ElementType:         types.StringType,
			Computed:            true,
		},
	}
}

// listedAttributes are the attributes of an application among many, which tell old from new.
func listedAttributes() map[string]schema.Attribute {
	attributes := briefAttributes()
	attributes["created_at"] = schema.StringAttribute{
		MarkdownDescription: "When the application was made, such as `2026-11-28T18:00:00.000Z`. Null if Auth0 does not " +
			"show it.",
		Computed: true,
	}
	attributes["updated_at"] = schema.StringAttribute{
		MarkdownDescription: "When the application was changed last. Null if Auth0 does not show it.",
		Computed:            true,
	}
	attributes["registered_by"] = schema.StringAttribute{
		MarkdownDescription: "Who registered an application with external metadata: `client` (the application itself) or " +
			"`admin` (an administrator of the tenant). Null for other applications, and if Auth0 does not show it.",
		Computed: true,
	}
	attributes["external_metadata_type"] = schema.StringAttribute{
		MarkdownDescription: "Source of the external metadata: `dcr` (Dynamic Client Registration) or `cimd` (a client ID " +
			"metadata document). Null for other applications.",
		Computed: true,
	}
	return attributes
}

func stringsAttribute(description string) schema.SetAttribute {
	return schema.SetAttribute{MarkdownDescription: description, CustomType: tf.StringSets, Computed: true}
}
