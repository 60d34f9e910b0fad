package thirdpartyapplication

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// model is a configuration, a plan or a state of the resource.
type model struct {
	Name                        types.String `tfsdk:"name"`
	AppType                     types.String `tfsdk:"app_type"`
	SecurityMode                types.String `tfsdk:"security_mode"`
	Description                 types.String `tfsdk:"description"`
	LogoURI                     types.String `tfsdk:"logo_uri"`
	Callbacks                   types.Set    `tfsdk:"callbacks"`
	AllowedOrigins              types.Set    `tfsdk:"allowed_origins"`
	WebOrigins                  types.Set    `tfsdk:"web_origins"`
	GrantTypes                  types.Set    `tfsdk:"grant_types"`
	TokenEndpointAuthMethod     types.String `tfsdk:"token_endpoint_auth_method"`
	ClientAuthenticationMethods types.Object `tfsdk:"client_authentication_methods"`
	JWTConfiguration            types.Object `tfsdk:"jwt_configuration"`
	RefreshToken                types.Object `tfsdk:"refresh_token"`
	RequireProofOfPossession    types.Bool   `tfsdk:"require_proof_of_possession"`
	ClientMetadata              types.Map    `tfsdk:"client_metadata"`
	DeletionProtection          types.Bool   `tfsdk:"deletion_protection"`
	SecretRotationTrigger       types.String `tfsdk:"secret_rotation_trigger"`
	ClientID                    types.String `tfsdk:"client_id" also:"id"`
	RedirectionPolicy           types.String `tfsdk:"redirection_policy"`
	SigningKeys                 types.List   `tfsdk:"signing_keys"`
}

var applications = tf.Kind{
	Type:     "auth0access_third_party_application",
	Twice:    "Application is declared twice",
	Argument: path.Root("name"),
}

// declared returns which application the resource is of. A new one has no client_id yet, and is nobody else's.
func (m *model) declared() tf.Declared {
	if m == nil || m.ClientID.ValueString() == "" {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:      &applications,
		Object:    "application " + m.ClientID.ValueString(),
		Arguments: tf.ArgumentsOf(m, "client_id", "redirection_policy", "signing_keys"),
	}
}

type jwtConfiguration struct {
	Alg               types.String `tfsdk:"alg"`
	LifetimeInSeconds types.Int64  `tfsdk:"lifetime_in_seconds"`
}

type refreshToken struct {
	RotationType              types.String `tfsdk:"rotation_type"`
	ExpirationType            types.String `tfsdk:"expiration_type"`
	Leeway                    types.Int64  `tfsdk:"leeway"`
	TokenLifetime             types.Int64  `tfsdk:"token_lifetime"`
	InfiniteTokenLifetime     types.Bool   `tfsdk:"infinite_token_lifetime"`
	IdleTokenLifetime         types.Int64  `tfsdk:"idle_token_lifetime"`
	InfiniteIdleTokenLifetime types.Bool   `tfsdk:"infinite_idle_token_lifetime"`
}

var (
	jwtConfigurationTypes = map[string]attr.Type{
		"alg":                 types.StringType,
		"lifetime_in_seconds": types.Int64Type,
	}
	refreshTokenTypes = map[string]attr.Type{
		"rotation_type":                types.StringType,
		"expiration_type":              types.StringType,
		"leeway":                       types.Int64Type,
		"token_lifetime":               types.Int64Type,
		"infinite_token_lifetime":      types.BoolType,
		"idle_token_lifetime":          types.Int64Type,
		"infinite_idle_token_lifetime": types.BoolType,
	}
	signingKeyTypes = map[string]attr.Type{
		"cert":  types.StringType,
		"pkcs7": types.StringType,
	}
)

// membersOf returns the members of a nested attribute as a T; all are null if the object itself is null or unknown.
func membersOf[T any](object types.Object, diags *diag.Diagnostics) T {
	var members T
	if !object.IsNull() && !object.IsUnknown() {
		diags.Append(tf.GetMembers(object, &members)...)
	}
	return members
}

// shown returns the application as the API shows it. What the API does not know, or does not tell apart, is as it was
// in prior: deletion protection, and the rotation trigger.
func shown(app *auth0.Application, keys credentials, prior *model) *model {
	m := &model{
		Name:                        tf.ForeignString(app.Name, prior.Name),
		AppType:                     tf.StringOrNull(app.AppType),
		SecurityMode:                types.StringValue(app.SecurityMode()),
		Description:                 tf.ForeignString(app.Description, prior.Description),
		LogoURI:                     tf.ForeignString(app.LogoURI, prior.LogoURI),
		Callbacks:                   tf.StringSet(app.Callbacks),
		AllowedOrigins:              tf.StringSet(app.AllowedOrigins),
		WebOrigins:                  tf.StringSet(app.WebOrigins),
		GrantTypes:                  tf.StringSet(app.GrantTypes),
		TokenEndpointAuthMethod:     tf.StringOrNull(app.TokenEndpointAuthMethod),
		ClientAuthenticationMethods: keys.object(),
		JWTConfiguration:            jwtConfigurationOf(app.JWTConfiguration),
		RefreshToken:                refreshTokenOf(app.RefreshToken),
		RequireProofOfPossession:    types.BoolValue(app.RequireProofOfPossession != nil && *app.RequireProofOfPossession),
		ClientMetadata:              metadataOf(app.ClientMetadata, prior.ClientMetadata),
		DeletionProtection:          types.BoolValue(prior.DeletionProtection.ValueBool()),
		SecretRotationTrigger:       prior.SecretRotationTrigger,
		ClientID:                    tf.StringOrNull(app.ClientID),
		RedirectionPolicy:           redirectionPolicyOf(app),
		SigningKeys:                 signingKeysLike(prior.SigningKeys, app.SigningKeys),
	}
	return m
}

// redirectionPolicyOf returns the policy, which a strict application has by default even if it does not show it.
func redirectionPolicyOf(app *auth0.Application) types.String {
	if app.RedirectionPolicy == "" && app.SecurityMode() == auth0.SecurityModeStrict {
		return types.StringValue(auth0.RedirectionProtected)
	}
	return tf.StringOrNull(app.RedirectionPolicy)
}

func metadataOf(metadata map[string]string, prior types.Map) types.Map {
	before, elements := prior.Elements(), make(map[string]attr.Value, len(metadata))
	for key, value := range metadata {
		before, _ := before[key].(types.String)
		elements[key] = tf.ForeignString(value, before)
	}
	return types.MapValueMust(types.StringType, elements)
}

func jwtConfigurationOf(configuration *auth0.JWTConfiguration) types.Object {
	if configuration == nil {
		return types.ObjectNull(jwtConfigurationTypes)
	}
	return types.ObjectValueMust(jwtConfigurationTypes, map[string]attr.Value{
		"alg":                 tf.StringOrNull(configuration.Alg),
		"lifetime_in_seconds": types.Int64PointerValue(configuration.LifetimeInSeconds),
	})
}

func refreshTokenOf(policy *auth0.RefreshToken) types.Object {
	if policy == nil {
		return types.ObjectNull(refreshTokenTypes)
	}
	return types.ObjectValueMust(refreshTokenTypes, map[string]attr.Value{
		"rotation_type":                tf.StringOrNull(policy.RotationType),
		"expiration_type":              tf.StringOrNull(policy.ExpirationType),
		"leeway":                       types.Int64PointerValue(policy.Leeway),
		"token_lifetime":               types.Int64PointerValue(policy.TokenLifetime),
		"infinite_token_lifetime":      types.BoolPointerValue(policy.InfiniteTokenLifetime),
		"idle_token_lifetime":          types.Int64PointerValue(policy.IdleTokenLifetime),
		"infinite_idle_token_lifetime": types.BoolPointerValue(policy.InfiniteIdleTokenLifetime),
	})
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
	m.GrantTypes = known(m.GrantTypes, answer.GrantTypes)
	m.TokenEndpointAuthMethod = known(m.TokenEndpointAuthMethod, answer.TokenEndpointAuthMethod)
	m.JWTConfiguration = knownMembers(ctx, m.JWTConfiguration, answer.JWTConfiguration)
	m.RefreshToken = knownMembers(ctx, m.RefreshToken, answer.RefreshToken)
	m.ClientID = known(m.ClientID, answer.ClientID)
	m.RedirectionPolicy = known(m.RedirectionPolicy, answer.RedirectionPolicy)
	m.SigningKeys = known(m.SigningKeys, answer.SigningKeys)
}

func known[T attr.Value](planned, answered T) T {
	if planned.IsUnknown() {
		return answered
	}
	return planned
}

// knownMembers is known for an object and each of its members. A member that the answer leaves out is null.
func knownMembers(ctx context.Context, planned, answered types.Object) types.Object {
	if planned.IsUnknown() {
		return answered
	}
	if planned.IsNull() {
		return planned
	}
	members, memberTypes := planned.Attributes(), planned.AttributeTypes(ctx)
	for name, member := range members {
		if !member.IsUnknown() {
			continue
		}
		members[name] = memberTypes[name].ValueType(ctx)
		if value, ok := answered.Attributes()[name]; ok {
			members[name] = value
		}
	}
	return types.ObjectValueMust(memberTypes, members)
}
