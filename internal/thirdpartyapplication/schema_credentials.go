package thirdpartyapplication

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func authenticationMethodsAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How the application authenticates without a secret. Instead of `token_endpoint_auth_method`. " +
			"Removing it deletes the keys.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"private_key_jwt": schema.SingleNestedAttribute{
				MarkdownDescription: "The application signs assertions with its own private key (private key JWT).",
				Required:            true,
				Attributes: map[string]schema.Attribute{
					"credentials": schema.MapNestedAttribute{
						MarkdownDescription: "One or two public keys to verify assertions, by a name of 1 to 128 characters. To rotate " +
							"a key, add the new one under another name, apply, and remove the old one when the application has changed " +
							"over. The set is complete: other keys that the application authenticates with are removed.",
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
			MarkdownDescription: "RSA public key or X.509 certificate as PEM, never a private key. Auth0 does not return it. " +
				"Changing it registers the new key before it deletes the old one. Line ends and blanks make no difference. " +
				"Required for a key that is not registered yet. If left out, the key that had the credential's name at the " +
				"import stays.",
			Optional:   true,
			Validators: []validator.String{publicKeyPEM{}},
		},
		"alg": schema.StringAttribute{
			MarkdownDescription: "Algorithm of the assertion's signature: `RS256` (default), `RS384` or `PS256`. Changing it " +
				"registers the key anew.",
			Optional:   true,
			Computed:   true,
			Default:    stringdefault.StaticString(defaultCredentialAlg),
			Validators: []validator.String{stringvalidator.OneOf(defaultCredentialAlg, "RS384", "PS256")},
		},
		"kid": schema.StringAttribute{
			MarkdownDescription: "Key ID in the assertion's header, of 10 to 64 letters, digits, `-` and `_`. Default: Auth0 " +
				"derives it from the key. Changing it registers the key anew.",
			Optional: true,
			Computed: true,
			Validators: []validator.String{
				stringvalidator.RegexMatches(keyID, "must have 10 to 64 letters, digits, - and _"),
			},
		},
		"expires_at": schema.StringAttribute{
			MarkdownDescription: "When the key expires, in RFC 3339, such as `2027-01-31T00:00:00Z`. Default: never.",
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
		},
		"id": schema.StringAttribute{
			MarkdownDescription: "ID of the credential.",
			Computed:            true,
		},
	}
}
