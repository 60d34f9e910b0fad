package thirdpartyapplication

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// creation returns the body that creates the planned application: the mode, so that the tenant's default never decides,
// and what the configuration gives. The rest is the API's to decide.
func creation(ctx context.Context, plan *model, keys credentials, diags *diag.Diagnostics) auth0.ApplicationFields {
	fields := changes(ctx, plan, &model{}, diags)
	fields.IsFirstParty = auth0.Set(false)
	fields.ThirdPartySecurityMode = auth0.Set(plan.SecurityMode.ValueString())
	if keys != nil {
		fields.ClientAuthenticationMethods = privateKeyJWT(keys.registrations())
	}
	return fields
}

// changes returns the members of a request that turn the state into the plan, keys apart. Those that are unknown in the
// plan are the API's to decide.
func changes(ctx context.Context, plan, state *model, diags *diag.Diagnostics) auth0.ApplicationFields {
	fields := application.Changes(ctx, &plan.Arguments, &state.Arguments, diags)
	fields.Name = application.ChangedText(state.Name, plan.Name)
	fields.AppType = application.ChangedText(state.AppType, plan.AppType)
	fields.Description = application.ChangedText(state.Description, plan.Description)
	fields.LogoURI = application.ChangedText(state.LogoURI, plan.LogoURI)
	fields.Callbacks = tf.ChangedStrings(state.Callbacks, plan.Callbacks)
	fields.GrantTypes = application.Changed(state.GrantTypes, plan.GrantTypes, tf.Strings)
	fields.TokenEndpointAuthMethod = application.Changed(
		state.TokenEndpointAuthMethod,
		plan.TokenEndpointAuthMethod,
		types.String.ValueString,
	)
	fields.DefaultOrganization = changedDefaultOrganization(state.DefaultOrganization, plan.DefaultOrganization, diags)
	return fields
}
