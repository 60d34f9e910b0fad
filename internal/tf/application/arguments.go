package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Arguments are those that an administrator may set of every application. Models embed them.
type Arguments struct {
	Organizations
	AllowedOrigins           types.Set    `tfsdk:"allowed_origins"`
	WebOrigins               types.Set    `tfsdk:"web_origins"`
	JWTConfiguration         types.Object `tfsdk:"jwt_configuration"`
	RefreshToken             types.Object `tfsdk:"refresh_token"`
	RequireProofOfPossession types.Bool   `tfsdk:"require_proof_of_possession"`
	ClientMetadata           types.Map    `tfsdk:"client_metadata"`
	DeletionProtection       types.Bool   `tfsdk:"deletion_protection"`
}

// Shown returns the arguments as the API shows them. Deletion protection, which it does not know, is as it was.
func Shown(app *auth0.Application, prior *Arguments) Arguments {
	return Arguments{
		Organizations:            shownOrganizations(app),
		AllowedOrigins:           tf.StringSet(app.AllowedOrigins),
		WebOrigins:               tf.StringSet(app.WebOrigins),
		JWTConfiguration:         JWTConfigurationOf(app.JWTConfiguration),
		RefreshToken:             RefreshTokenOf(app.RefreshToken),
		RequireProofOfPossession: types.BoolValue(app.RequireProofOfPossession != nil && *app.RequireProofOfPossession),
		ClientMetadata:           MetadataOf(app.ClientMetadata, prior.ClientMetadata),
		DeletionProtection:       types.BoolValue(prior.DeletionProtection.ValueBool()),
	}
}

// Resolve replaces what is unknown in the plan by what the API answered.
func (a *Arguments) Resolve(ctx context.Context, answer *Arguments) {
	a.Usage = Known(a.Usage, answer.Usage)
	a.RequireBehavior = Known(a.RequireBehavior, answer.RequireBehavior)
	a.Discovery = Known(a.Discovery, answer.Discovery)
	a.JWTConfiguration = KnownMembers(ctx, a.JWTConfiguration, answer.JWTConfiguration)
	a.RefreshToken = KnownMembers(ctx, a.RefreshToken, answer.RefreshToken)
}

// JWTConfiguration has the members of the argument jwt_configuration.
type JWTConfiguration struct {
	Alg               types.String `tfsdk:"alg"`
	LifetimeInSeconds types.Int64  `tfsdk:"lifetime_in_seconds"`
}

// RefreshToken has the members of the argument refresh_token.
type RefreshToken struct {
	RotationType              types.String `tfsdk:"rotation_type"`
	ExpirationType            types.String `tfsdk:"expiration_type"`
	Leeway                    types.Int64  `tfsdk:"leeway"`
	TokenLifetime             types.Int64  `tfsdk:"token_lifetime"`
	InfiniteTokenLifetime     types.Bool   `tfsdk:"infinite_token_lifetime"`
	IdleTokenLifetime         types.Int64  `tfsdk:"idle_token_lifetime"`
	InfiniteIdleTokenLifetime types.Bool   `tfsdk:"infinite_idle_token_lifetime"`
}

// The types of the members of nested arguments.
var (
	JWTConfigurationTypes = map[string]attr.Type{
		"alg":                 types.StringType,
		"lifetime_in_seconds": types.Int64Type,
	}
	RefreshTokenTypes = map[string]attr.Type{
		"rotation_type":                types.StringType,
		"expiration_type":              types.StringType,
		"leeway":                       types.Int64Type,
		"token_lifetime":               types.Int64Type,
		"infinite_token_lifetime":      types.BoolType,
		"idle_token_lifetime":          types.Int64Type,
		"infinite_idle_token_lifetime": types.BoolType,
	}
)

// MembersOf returns the members of a nested attribute as a T; all are null if the object itself is null or unknown.
func MembersOf[T any](object types.Object, diags *diag.Diagnostics) T {
	var members T
	if !object.IsNull() && !object.IsUnknown() {
		diags.Append(tf.GetMembers(object, &members)...)
	}
	return members
}

// MetadataOf returns the metadata of an application. Texts that are as they were in prior stay as they are.
func MetadataOf(metadata map[string]string, prior types.Map) types.Map {
	before, elements := prior.Elements(), make(map[string]attr.Value, len(metadata))
	for key, value := range metadata {
		before, _ := before[key].(types.String)
		elements[key] = tf.ForeignString(value, before)
	}
	return types.MapValueMust(types.StringType, elements)
}

// JWTConfigurationOf returns jwt_configuration as the API shows it.
func JWTConfigurationOf(configuration *auth0.JWTConfiguration) types.Object {
	if configuration == nil {
		return types.ObjectNull(JWTConfigurationTypes)
	}
	return types.ObjectValueMust(JWTConfigurationTypes, map[string]attr.Value{
		"alg":                 tf.StringOrNull(configuration.Alg),
		"lifetime_in_seconds": types.Int64PointerValue(configuration.LifetimeInSeconds),
	})
}

// RefreshTokenOf returns refresh_token as the API shows it.
func RefreshTokenOf(policy *auth0.RefreshToken) types.Object {
	if policy == nil {
		return types.ObjectNull(RefreshTokenTypes)
	}
	return types.ObjectValueMust(RefreshTokenTypes, map[string]attr.Value{
		"rotation_type":                tf.StringOrNull(policy.RotationType),
		"expiration_type":              tf.StringOrNull(policy.ExpirationType),
		"leeway":                       types.Int64PointerValue(policy.Leeway),
		"token_lifetime":               types.Int64PointerValue(policy.TokenLifetime),
		"infinite_token_lifetime":      types.BoolPointerValue(policy.InfiniteTokenLifetime),
		"idle_token_lifetime":          types.Int64PointerValue(policy.IdleTokenLifetime),
		"infinite_idle_token_lifetime": types.BoolPointerValue(policy.InfiniteIdleTokenLifetime),
	})
}

// Known returns what is planned, or what was answered if that is unknown.
func Known[T attr.Value](planned, answered T) T {
	if planned.IsUnknown() {
		return answered
	}
	return planned
}

// KnownMembers is Known for an object and each of its members. A member that the answer leaves out is null.
func KnownMembers(ctx context.Context, planned, answered types.Object) types.Object {
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
