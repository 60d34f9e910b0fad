package apiaccesspolicy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// checkHalves refuses a policy that says nothing.
func checkHalves(config model, diags *diag.Diagnostics) {
	if config.UserAccess.IsNull() && config.ClientAccess.IsNull() {
		diags.AddAttributeError(path.Root("user_access"), "Neither user_access nor client_access given",
			"The resource would set nothing. Write user_access, client_access or both. A half that is left out stays as the "+
				"API has it.")
	}
}

// refuseSystem refuses an API of Auth0's own.
func refuseSystem(audience, name string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("audience"), "System API has a fixed policy",
		fmt.Sprintf("%s is Auth0's own %s. Auth0 refuses every change of its access policy. Write the identifier of an API "+
			"of your own.", audience, name))
}

// checkBoundary holds the policy to the access_boundary of the provider block. One that lets every application have
// tokens gives as much as all scopes.
func checkBoundary(bounds boundary.Boundary, plan *model, diags *diag.Diagnostics) {
	if plan.Audience.IsUnknown() || plan.UserAccess.ValueString() != auth0.AccessPolicyAllowAll {
		return
	}
	if _, isBeyond := bounds.Excess(boundary.Access{Audience: plan.Audience.ValueString(), All: true}); !isBeyond {
		return
	}
	tf.AddBeyondBoundary(bounds, path.Root("user_access"),
		fmt.Sprintf("user_access = \"allow_all\" gives every scope of %q to each permissive application, without any grant, "+
			"and access_boundary in the provider block does not allow all of them. Write require_client_grant, or have %q = "+
			"[\"*\"] written there in the root module.", plan.Audience.ValueString(), plan.Audience.ValueString()), diags)
}

// warnStricter warns of what the plan takes from the tenant's own applications.
func warnStricter(plan, before model, diags *diag.Diagnostics) {
	var changes, meanings, remedies []string
	for _, half := range []struct {
		argument, tokens string
		now, was         types.String
	}{
		{"user_access", "tokens for users", plan.UserAccess, before.UserAccess},
		{"client_access", "tokens for themselves", plan.ClientAccess, before.ClientAccess},
	} {
		now, was := half.now.ValueString(), half.was.ValueString()
		if !isStricter(now, was) {
			continue
		}
		changes = append(changes, fmt.Sprintf("%s from %s to %s", half.argument, was, now))
		if now == auth0.AccessPolicyDenyAll {
			meanings = append(meanings, "no applications get "+half.tokens)
			remedies = append(remedies, fmt.Sprintf(" No grant helps against %s = %q: if some applications are to keep their "+
				"access, write %q.", half.argument, now, auth0.AccessPolicyRequireClientGrant))
		} else {
			meanings = append(meanings, "applications without a client grant for this API get no "+half.tokens)
			remedies = append(remedies, " Give those that use the API grants first, for example with auth0_client_grant.")
		}
	}
	if len(changes) == 0 {
		return
	}
	diags.AddAttributeWarning(path.Root("audience"), "Policy binds first-party applications too",
		fmt.Sprintf("This makes the access policy of %s stricter: %s. From then on %s, your own (first-party) applications "+
			"included.%s", plan.Audience.ValueString(), strings.Join(changes, ", "), strings.Join(meanings, ", and "),
			strings.Join(slices.Compact(remedies), "")))
}
