package thirdpartyapplication

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// model is a configuration, a plan or a state of the resource.
type model struct {
	application.Arguments
	Name                        types.String `tfsdk:"name"`
	AppType                     types.String `tfsdk:"app_type"`
	SecurityMode                types.String `tfsdk:"security_mode"`
	Description                 types.String `tfsdk:"description"`
	LogoURI                     types.String `tfsdk:"logo_uri"`
	Callbacks                   types.Set    `tfsdk:"callbacks"`
	GrantTypes                  types.Set    `tfsdk:"grant_types"`
	TokenEndpointAuthMethod     types.String `tfsdk:"token_endpoint_auth_method"`
	ClientAuthenticationMethods types.Object `tfsdk:"client_authentication_methods"`
	SecretRotationTrigger       types.String `tfsdk:"secret_rotation_trigger"`
	DefaultOrganization         types.Object `tfsdk:"default_organization"`
	ClientID                    types.String `tfsdk:"client_id" also:"id"`
	RedirectionPolicy           types.String `tfsdk:"redirection_policy"`
	SigningKeys                 types.List   `tfsdk:"signing_keys"`
}

var applications = tf.Kind{
	Type:     "auth0access_third_party_application",
	Objects:  application.Objects,
	Twice:    "Application is declared twice",
	Argument: path.Root("name"),
}

// declared returns which application the resource is of, and document the URL of its document, if it has one. A new one
// has no client_id yet, and is nobody else's.
func (m *model) declared(document string) tf.Declared {
	if m == nil || m.ClientID.ValueString() == "" {
		return tf.Declared{}
	}
	object := "application " + m.ClientID.ValueString()
	if document != "" {
		object = application.OfDocument(document)
	}
	return tf.Declared{
		Kind:      &applications,
		Object:    object,
		Arguments: tf.ArgumentsOf(m, "client_id", "redirection_policy", "signing_keys"),
	}
}

var signingKeyTypes = map[string]attr.Type{
	"cert":  types.StringType,
	"pkcs7": types.StringType,
}

// shown returns the application as the API shows it. What the API does not know, or does not tell apart, is as it was
// in prior: deletion protection, and the rotation trigger.
func shown(app *auth0.Application, keys credentials, prior *model) *model {
	m := &model{
		Arguments:                   application.Shown(app, &prior.Arguments),
		Name:                        tf.ForeignString(app.Name, prior.Name),
		AppType:                     tf.StringOrNull(app.AppType),
		SecurityMode:                types.StringValue(app.SecurityMode()),
		Description:                 tf.ForeignString(app.Description, prior.Description),
		LogoURI:                     tf.ForeignString(app.LogoURI, prior.LogoURI),
		Callbacks:                   tf.StringSet(app.Callbacks),
		GrantTypes:                  tf.StringSet(app.GrantTypes),
		TokenEndpointAuthMethod:     tf.StringOrNull(app.TokenEndpointAuthMethod),
		ClientAuthenticationMethods: keys.object(),
		SecretRotationTrigger:       prior.SecretRotationTrigger,
		DefaultOrganization:         defaultOrganizationOf(app.DefaultOrganization, prior.DefaultOrganization),
		ClientID:                    tf.StringOrNull(app.ClientID),
		RedirectionPolicy:           redirectionPolicyOf(app),
		SigningKeys:                 signingKeysLike(prior.SigningKeys, app.SigningKeys),
	}
	return m
}

// redirectionPolicyOf returns the policy, which a strict application has by default even if it does not show it.
func redirectionPolicyOf(app *auth0.Application) types.String {
	if app.RedirectionPolicy == "" && app.IsStrict() {
		return types.StringValue(auth0.RedirectionProtected)
	}
	return tf.StringOrNull(app.RedirectionPolicy)
}

// signingKeysLike returns the certificates. If none are shown, those seen before stay: every application has some,
// but a token with fewer scopes does not see them.
func signingKeysLike(before types.List, keys []auth0.SigningKey) types.List {
	if len(keys) == 0 && len(before.Elements()) > 0 {
		return before
	}
	elements := make([]attr.Value, 0, len(keys))
	for _, key := range keys {
		elements = append(elements, types.ObjectValueMust(signingKeyTypes, map[string]attr.Value{
			"cert":  types.StringValue(key.Cert),
			"pkcs7": types.StringValue(key.PKCS7),
		}))
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: signingKeyTypes}, elements)
}

// resolve replaces what is unknown in the plan by what the API answered. What the plan promised stays, whatever the
// answer says: another resource may change the application in the same run, and the next read tells the truth.
func (m *model) resolve(ctx context.Context, answer *model) {
	m.GrantTypes = application.Known(m.GrantTypes, answer.GrantTypes)
	m.TokenEndpointAuthMethod = application.Known(m.TokenEndpointAuthMethod, answer.TokenEndpointAuthMethod)
	m.Resolve(ctx, &answer.Arguments)
	m.DefaultOrganization = application.KnownMembers(ctx, m.DefaultOrganization, answer.DefaultOrganization)
	m.ClientID = application.Known(m.ClientID, answer.ClientID)
	m.RedirectionPolicy = application.Known(m.RedirectionPolicy, answer.RedirectionPolicy)
	m.SigningKeys = application.Known(m.SigningKeys, answer.SigningKeys)
}
