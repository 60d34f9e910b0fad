package ratelimitpolicy

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// checkApplication refuses an application that a new policy would not limit: one that is not there, or of which Auth0
// has no policies. Auth0 itself takes a policy for any client id.
func (r *Resource) checkApplication(ctx context.Context, plan model, diags *diag.Diagnostics) {
	if !r.Client.IsAvailable() || !isGiven(plan.ClientID) {
		return
	}
	id := plan.ClientID.ValueString()
	application, err := r.Client.AwaitApplication(ctx, id, auth0.FreshInApply)
	switch {
	case auth0.IsNotFound(err):
		r.Gone.AddNotFound(argumentClientID, id, "Application not found",
			fmt.Sprintf("The tenant %s has no application %q, so the policy would limit nobody. It may have been deleted, or "+
				"belong to another tenant. Correct client_id.", r.Client.Domain(), id), diags)
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
	default:
		checkStrict(application, diags)
	}
}

// checkStrict refuses applications that are not third-party ones in strict mode.
//
// Assumption: rate-limits-of-permissive-applications: a permissive application has no policies of its own.
func checkStrict(application *auth0.Application, diags *diag.Diagnostics) {
	switch {
	case !application.IsThirdParty():
		diags.AddAttributeError(path.Root(argumentClientID), "Application is first-party",
			fmt.Sprintf("%s (%s) is an application of your own. This provider manages what third-party applications may do. "+
				"Use auth0_rate_limit_policy of the auth0/auth0 provider, and remove the resource here, with its import or "+
				"moved block.", application.ClientID, auth0.Printable(application.Name)))
	case !application.IsStrict():
		diags.AddAttributeError(path.Root(argumentClientID), "Application is not in strict mode",
			fmt.Sprintf("%s (%s) is a permissive third-party application, and Auth0 limits those in strict mode only. To "+
				"shut it off, delete it. The mode is fixed when an application is created: to limit this one, replace it by a "+
				"strict one.", application.ClientID, auth0.Printable(application.Name)))
	}
}

// checkTakenOver refuses a policy for a first-party application, which an import or a move must not bring under
// management. A strict application is known by its id.
func (r *Resource) checkTakenOver(ctx context.Context, policy *auth0.RateLimitPolicy, diags *diag.Diagnostics) {
	id := modelOf(policy).ClientID.ValueString()
	if id == "" || auth0.IsStrictClientID(id) {
		return
	}
	switch application, err := r.Client.ReadApplication(ctx, id, auth0.Remembered); {
	case auth0.IsNotFound(err): // the policy has outlived its application
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
	case !application.IsThirdParty():
		checkStrict(application, diags)
	}
}

// checkDefault says that the default limits the tenant owner's applications too, and refuses one that shuts them off:
// Terraform could not sign in to take it back.
func checkDefault(plan model, diags *diag.Diagnostics) {
	if plan.AppliesTo.ValueString() != auth0.SelectDefault || !plan.refuses() || plan.Limit.IsUnknown() {
		return
	}
	if plan.Limit.ValueInt64() == 0 {
		diags.AddAttributeError(path.Root("limit"), "Default would shut off Terraform too",
			"The default is for every application without another policy. With limit = 0, none of them would get a token, your "+
				"own and the one that Terraform signs in with among them, so Terraform could not undo it. To shut off third "+
				"parties, write applies_to = \"third_party_clients\" and another policy for \"cimd_clients\".")
		return
	}
	diags.AddAttributeWarning(path.Root(argumentAppliesTo), "Default limits your own applications too",
		fmt.Sprintf("The default is for every application without another policy: each gets %d requests a second, your own "+
			"among them, and the one that Terraform signs in with. For third parties alone, write applies_to = "+
			"\"third_party_clients\" and another policy for \"cimd_clients\".", plan.Limit.ValueInt64()))
}

// warnLifted says what a plan that takes a policy away lets through.
func warnLifted(state model, diags *diag.Diagnostics) {
	if !state.refuses() {
		return
	}
	detail := fmt.Sprintf("Once the policy is gone, Auth0 lets through what it refuses of %s now (more than %d requests "+
		"a second), up to the next broader policy.", state.whom(), state.Limit.ValueInt64())
	if state.Limit.ValueInt64() == 0 {
		detail = fmt.Sprintf("The policy shuts off %s. Once it is gone, nothing does, unless a broader policy refuses the "+
			"requests.", state.whom())
	}
	diags.AddWarning("Rate limit will be lifted",
		detail+" If it is to stay, keep the resource, or take it out of the state with a removed block that says "+
			"destroy = false.")
}

// addConflict reports that Auth0 refuses a policy beside another one, with the import block that takes that over.
func (r *Resource) addConflict(ctx context.Context, plan model, refusal error, diags *diag.Diagnostics) {
	policy, err := auth0.AwaitShown(ctx, func(ctx context.Context) (*auth0.RateLimitPolicy, error) {
		return r.Client.FindRateLimitPolicy(ctx, plan.selector())
	})
	if policy == nil {
		tf.AddAPIError(diags, "Could not create the rate limit policy",
			tf.UnseenConflict(refusal, err, "The tenant shows no policy of "+plan.whom()))
		return
	}
	diags.AddAttributeError(path.Root(plan.argument()), "Rate limit policy exists already",
		fmt.Sprintf("There is a rate limit policy of %s already that this resource has not made, and Auth0 refuses a second "+
			"one. %s", plan.whom(), tf.ExistingRemedy("auth0access_rate_limit_policy", policy.ID)))
}

// isSelector reports whether the text names the applications of a policy, as Auth0's API does.
func isSelector(text string) bool {
	one, isOfOne := strings.CutPrefix(text, auth0.SelectorOfApplication(""))
	return isOfOne && one != "" || text == auth0.SelectThirdParties || text == auth0.SelectDocuments ||
		text == auth0.SelectDefault
}
