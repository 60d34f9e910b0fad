package apiaccesspolicy

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
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

// warnStricter warns of what the plan takes from the tenant's own applications.
func warnStricter(plan, before model, diags *diag.Diagnostics) {
	var changes, meanings []string
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
		} else {
			meanings = append(meanings, "applications without a client grant for this API get no "+half.tokens)
		}
	}
	if len(changes) == 0 {
		return
	}
	diags.AddAttributeWarning(path.Root("audience"), "Policy binds first-party applications too",
		fmt.Sprintf("This makes the access policy of %s stricter: %s. From then on %s, your own (first-party) applications "+
			"included. Give those that use the API grants first, for example with auth0_client_grant.",
			plan.Audience.ValueString(), strings.Join(changes, ", "), strings.Join(meanings, ", and ")))
}
