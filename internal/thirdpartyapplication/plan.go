package thirdpartyapplication

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// ValidateConfig refuses what Auth0 would, as far as the configuration alone tells.
func (r *Resource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if config.SecurityMode.IsNull() {
		config.SecurityMode = types.StringValue(auth0.SecurityModeStrict)
	}
	configured := config.settings(&resp.Diagnostics)
	if config.TokenEndpointAuthMethod.IsNull() {
		configured.AuthMethod = nil // the state may have one
	}
	application.Report(configured.problems(), &resp.Diagnostics)
	checkDefaultOrganizationID(&config, &resp.Diagnostics)
}

// ModifyPlan works out what follows from the configured arguments for those left out, applies the rules to the outcome,
// and warns of what cannot be undone. A replacement is planned once more as a creation, so the rules wait for that.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state *model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	document := documentIn(ctx, req.Private)
	defer r.Declarations.Plan(ctx, state.declared(document), plan.declared(document), req, resp)
	if state != nil {
		r.protection().Planned(ctx, req.Private, resp.Private, state.protected(), &resp.Diagnostics)
	}
	switch {
	case plan == nil:
		r.protection().CheckDestruction(ctx, req.Private, state.protected(), &resp.Diagnostics)
		return
	case state != nil && !plan.SecurityMode.Equal(state.SecurityMode):
		application.CheckDestroyable(state.protected(), &resp.Diagnostics)
		warnReplacement(plan, state, &resp.Diagnostics)
		return
	}
	plan.protected().DeclareMember(r.Declarations, &resp.Diagnostics)
	r.checkTrusted(plan, &resp.Diagnostics)
	proposed := *plan
	plan.settle(config, state, &resp.Diagnostics)
	// Most plans change nothing, and are then not paid for as if they did.
	if !reflect.DeepEqual(&proposed, plan) {
		resp.Diagnostics.Append(tf.Set(ctx, &resp.Plan, plan)...)
	}
	if reflect.DeepEqual(plan, state) {
		return
	}
	planned := plan.settings(&resp.Diagnostics)
	// defaults are Auth0's, and may not fit together
	configured := config.settings(&resp.Diagnostics)
	planned.RefreshToken, planned.OrganizationArguments = configured.RefreshToken, configured.OrganizationArguments
	application.Report(planned.problems(), &resp.Diagnostics)
	r.checkDefaultOrganization(ctx, plan, state, &resp.Diagnostics)
	checkKeysGiven(plan, &resp.Diagnostics)
	warnCallbacks(plan, state, &resp.Diagnostics)
	if state == nil {
		checkTypeGiven(config, &resp.Diagnostics)
		r.protection().CheckReplacement(ctx, req.Private, plan.Name.ValueString(), &resp.Diagnostics)
		return
	}
	checkDocument(document, plan, state, &resp.Diagnostics)
	warnUpdate(plan, state, &resp.Diagnostics)
}

// warnCallbacks warns of new callbacks that are not encrypted, and of an application that loses or never had any
// although users are to log in with it.
func warnCallbacks(plan, state *model, diags *diag.Diagnostics) {
	before := &model{}
	if state != nil {
		before = state
	}
	if open := sentInClear(tf.Strings(before.Callbacks), tf.Strings(plan.Callbacks)); len(open) > 0 {
		diags.AddAttributeWarning(path.Root("callbacks"), "Callback is not encrypted",
			fmt.Sprintf("Browsers would carry the answer to a login over plain http, where others on the network can read and "+
				"change it, to: %s. Write https://; http:// is for loopback addresses such as "+
				"http://127.0.0.1/callback.", auth0.Printable(strings.Join(open, ", "))))
	}
	if plan.lacksCallbacks() && (state == nil || !state.lacksCallbacks()) {
		diags.AddAttributeWarning(path.Root("callbacks"), "Application has no callbacks",
			fmt.Sprintf("Users are to log in with %s (app_type %q), and Auth0 sends them back to one of its callbacks only, "+
				"so every login would fail. Write at least one URL in callbacks; if nobody logs in with it, write grant_types "+
				"without authorization_code.",
				plan.Name, plan.AppType.ValueString()))
	}
}

// loginGrantTypes are those that end at a callback.
var loginGrantTypes = []string{"authorization_code", "implicit"}

// lacksCallbacks reports whether users can be known to log in with the application without a URL to come back to. An
// application that names no grant types has authorization_code, unless its type says that no user is there.
func (m *model) lacksCallbacks() bool {
	if m.Callbacks.IsUnknown() || len(m.Callbacks.Elements()) > 0 {
		return false
	}
	if m.GrantTypes.IsUnknown() || m.GrantTypes.IsNull() {
		return slices.Contains([]string{"regular_web", "spa", "native"}, m.AppType.ValueString())
	}
	return slices.ContainsFunc(
		tf.Strings(m.GrantTypes),
		func(grantType string) bool { return slices.Contains(loginGrantTypes, grantType) },
	)
}

// checkTypeGiven demands the type of a new application. Only what was imported may have none.
func checkTypeGiven(config *model, diags *diag.Diagnostics) {
	if config.AppType.IsNull() {
		diags.AddAttributeError(path.Root("app_type"), "Application type not given",
			fmt.Sprintf("An application's type determines its defaults, and Auth0 would leave it open. Write app_type, one "+
				"of %s.",
				strings.Join(strictAppTypes, ", ")))
	}
}

// checkKeysGiven demands the PEM of keys that are to be registered.
func checkKeysGiven(plan *model, diags *diag.Diagnostics) {
	wanted, _ := credentialsIn(plan.ClientAuthenticationMethods, diags)
	for _, name := range wanted.names() {
		if key := wanted[name]; key.PEM.IsNull() && key.ID.IsUnknown() {
			at := path.Root("client_authentication_methods").
				AtName("private_key_jwt").
				AtName("credentials").
				AtMapKey(name).
				AtName("pem")
			diags.AddAttributeError(at, "Public key not given",
				fmt.Sprintf("Without pem, the credential %q stands for a key that Terraform knows by this name, and it knows "+
					"none with this alg and kid; a key that somebody else has put in its place does not count. Write the public key "+
					"in pem, or correct the name, alg or kid.", name))
		}
	}
}

// settings returns what the rules look at.
func (m *model) settings(diags *diag.Diagnostics) settings {
	jwt := application.MembersOf[application.JWTConfiguration](m.JWTConfiguration, diags)
	s := settings{
		SecurityMode:   m.SecurityMode.ValueString(),
		AppType:        m.AppType.ValueString(),
		LogoURI:        m.LogoURI.ValueString(),
		Callbacks:      tf.Strings(m.Callbacks),
		AllowedOrigins: tf.Strings(m.AllowedOrigins),
		WebOrigins:     tf.Strings(m.WebOrigins),
		GrantTypes:     tf.Strings(m.GrantTypes),
		RotatesSecret:  !m.SecretRotationTrigger.IsNull(),
		JWTAlg:         jwt.Alg.ValueString(),
		RefreshToken:   m.RefreshTokenSettings(diags),

		OrganizationArguments: m.Given(),
	}
	if !m.TokenEndpointAuthMethod.IsUnknown() {
		method := m.TokenEndpointAuthMethod.ValueString()
		s.AuthMethod = &method
	}
	if !m.ClientAuthenticationMethods.IsUnknown() {
		hasKeys := !m.ClientAuthenticationMethods.IsNull()
		s.HasKeys = &hasKeys
	}
	s.Keys, _ = credentialsIn(m.ClientAuthenticationMethods, &diag.Diagnostics{}) // null for a key is refused elsewhere
	return s
}

func warnReplacement(plan, state *model, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("security_mode"), "New mode means a new application",
		fmt.Sprintf("Auth0 fixes the security mode when an application is created, so %s (%s) is deleted and created anew "+
			"in %s mode. The new one has another client_id and client secret, which its owner must be given; refresh tokens "+
			"and user consents of the old one are void. To keep the application, leave security_mode = %s.",
			state.Name, state.ClientID.ValueString(), plan.SecurityMode, state.SecurityMode))
}

// warnUpdate warns of what somebody outside Terraform has to know or to decide.
func warnUpdate(plan, state *model, diags *diag.Diagnostics) {
	if rotates(plan, state) {
		diags.AddAttributeWarning(path.Root("secret_rotation_trigger"), "Client secret will be rotated",
			fmt.Sprintf("The client secret of %s (%s) stops working as soon as this is applied. Its owner must be given the "+
				"new one, which the ephemeral resource auth0access_client_credentials "+
				"reads.", state.Name, state.ClientID.ValueString()))
	}
	if hosts := exposesNewHosts(
		state.RedirectionPolicy.ValueString(),
		tf.Strings(state.Callbacks),
		tf.Strings(plan.Callbacks),
	); len(
		hosts,
	) > 0 {
		diags.AddAttributeWarning(path.Root("callbacks"), "Failed logins will redirect to new hosts",
			fmt.Sprintf("Redirect protection of %s (%s) is off, so a login that is made to fail sends people on to these new "+
				"hosts without login or consent: %s. Add the callbacks only if you trust whoever runs these hosts, or turn "+
				"protection on "+
				"(auth0access_redirect_protection).",
				state.Name, state.ClientID.ValueString(), auth0.Printable(strings.Join(hosts, ", "))))
	}
	if names := adopted(plan, state, diags); len(names) > 0 {
		diags.AddAttributeWarning(path.Root("client_authentication_methods"), "Public keys are taken on trust",
			fmt.Sprintf("Auth0 does not show the keys it has, and the kid of %s was chosen by whoever registered it, so "+
				"whether pem is that key cannot be checked. State takes it over and nothing is sent. To be certain, give the "+
				"credential another name before you apply: the key is then registered anew.", strings.Join(names, ", ")))
	}
}

// rotates reports whether the plan rotates the secret: if a trigger is set or changed, and not if it is removed.
func rotates(plan, state *model) bool {
	return !plan.SecretRotationTrigger.IsNull() && !plan.SecretRotationTrigger.Equal(state.SecretRotationTrigger)
}

// adopted returns the names of the keys whose PEM the state takes over from the plan, without their kid proving it
// right.
func adopted(plan, state *model, diags *diag.Diagnostics) []string {
	had, _ := credentialsIn(state.ClientAuthenticationMethods, diags)
	wanted, _ := credentialsIn(plan.ClientAuthenticationMethods, diags)
	var names []string
	for _, name := range wanted.names() {
		before, ok := had[name]
		takesOver := ok && before.PEM.IsNull() && !wanted[name].PEM.IsNull() && wanted[name].ID.Equal(before.ID)
		if takesOver && !wanted[name].isProvenBy(before) {
			names = append(names, name)
		}
	}
	return names
}
