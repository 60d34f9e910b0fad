package application

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Changes returns the members of a request that turn the state into the plan. Those that are unknown in the plan are
// the API's to decide.
func Changes(ctx context.Context, plan, state *Arguments, diags *diag.Diagnostics) auth0.ApplicationFields {
	return auth0.ApplicationFields{
		OrganizationUsage:           ChangedText(state.Usage, plan.Usage),
		OrganizationRequireBehavior: ChangedText(state.RequireBehavior, plan.RequireBehavior),
		OrganizationDiscovery:       Changed(state.Discovery, plan.Discovery, tf.Strings),

		AllowedOrigins:           tf.ChangedStrings(state.AllowedOrigins, plan.AllowedOrigins),
		WebOrigins:               tf.ChangedStrings(state.WebOrigins, plan.WebOrigins),
		JWTConfiguration:         changedJWTConfiguration(state.JWTConfiguration, plan.JWTConfiguration, diags),
		RefreshToken:             changedRefreshToken(ctx, state.RefreshToken, plan.RefreshToken, diags),
		RequireProofOfPossession: changedFlag(state.RequireProofOfPossession, plan.RequireProofOfPossession),
		ClientMetadata:           changedMetadata(state.ClientMetadata, plan.ClientMetadata),
	}
}

// IsEmpty reports whether there is nothing to send; the API refuses an update without members.
func IsEmpty(fields auth0.ApplicationFields) bool { return fields == auth0.ApplicationFields{} }

// Changed returns the member that turns before into now: left out if both are the same or now is up to the API, null
// if it is cleared.
func Changed[V attr.Value, T any](before, now V, value func(V) T) auth0.Field[T] {
	switch {
	case now.IsUnknown(), now.IsNull() && before.IsNull(), tf.Same(now, before):
		return auth0.Field[T]{}
	case now.IsNull():
		return auth0.Null[T]()
	}
	return auth0.Set(value(now))
}

// given returns the member with its value, and leaves it out if there is none.
func given[V attr.Value, T any](now V, value func(V) T) auth0.Field[T] {
	if now.IsUnknown() || now.IsNull() {
		return auth0.Field[T]{}
	}
	return auth0.Set(value(now))
}

// ChangedText is [Changed] for texts that the API clears by the empty one and not by null.
func ChangedText(before, now types.String) auth0.Field[string] {
	if now.IsUnknown() || now.ValueString() == before.ValueString() {
		return auth0.Field[string]{}
	}
	return auth0.Set(now.ValueString())
}

// changedFlag is [Changed] for flags that are off if they were never set.
func changedFlag(before, now types.Bool) auth0.Field[bool] {
	if now.ValueBool() == before.ValueBool() {
		return auth0.Field[bool]{}
	}
	return auth0.Set(now.ValueBool())
}

// changedJWTConfiguration returns the members that change, for the API keeps the others.
func changedJWTConfiguration(
	before, now types.Object,
	diags *diag.Diagnostics,
) auth0.Field[auth0.JWTConfigurationFields] {
	if now.IsUnknown() || now.IsNull() {
		return auth0.Field[auth0.JWTConfigurationFields]{}
	}
	was, is := MembersOf[JWTConfiguration](before, diags), MembersOf[JWTConfiguration](now, diags)
	fields := auth0.JWTConfigurationFields{
		Alg:               Changed(was.Alg, is.Alg, types.String.ValueString),
		LifetimeInSeconds: Changed(was.LifetimeInSeconds, is.LifetimeInSeconds, types.Int64.ValueInt64),
	}
	if fields == (auth0.JWTConfigurationFields{}) {
		return auth0.Field[auth0.JWTConfigurationFields]{}
	}
	return auth0.Set(fields)
}

// changedRefreshToken returns the whole policy where any of it changes: the API demands two of its members in every
// request, and whether it keeps those left out is not known.
func changedRefreshToken(
	ctx context.Context,
	before, now types.Object,
	diags *diag.Diagnostics,
) auth0.Field[auth0.RefreshTokenFields] {
	if now.IsUnknown() || now.IsNull() || KnownMembers(ctx, now, before).Equal(before) {
		return auth0.Field[auth0.RefreshTokenFields]{}
	}
	is := MembersOf[RefreshToken](now, diags)
	return auth0.Set(auth0.RefreshTokenFields{
		RotationType:              given(is.RotationType, types.String.ValueString),
		ExpirationType:            given(is.ExpirationType, types.String.ValueString),
		Leeway:                    given(is.Leeway, types.Int64.ValueInt64),
		TokenLifetime:             given(is.TokenLifetime, types.Int64.ValueInt64),
		InfiniteTokenLifetime:     given(is.InfiniteTokenLifetime, types.Bool.ValueBool),
		IdleTokenLifetime:         given(is.IdleTokenLifetime, types.Int64.ValueInt64),
		InfiniteIdleTokenLifetime: given(is.InfiniteIdleTokenLifetime, types.Bool.ValueBool),
	})
}

// changedMetadata returns all wanted entries, and null for those to be removed. That is right whether the API merges an
// update with what is there or replaces it.
func changedMetadata(before, now types.Map) auth0.Field[map[string]*string] {
	had, wanted := before.Elements(), now.Elements()
	if maps.EqualFunc(had, wanted, attr.Value.Equal) {
		return auth0.Field[map[string]*string]{}
	}
	entries := make(map[string]*string, len(wanted))
	for _, key := range slices.Concat(slices.Collect(maps.Keys(had)), slices.Collect(maps.Keys(wanted))) {
		entries[key] = nil
		if value, ok := wanted[key].(types.String); ok {
			entries[key] = value.ValueStringPointer()
		}
	}
	return auth0.Set(entries)
}
