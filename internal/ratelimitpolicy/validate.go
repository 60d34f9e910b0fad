package ratelimitpolicy

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/metadataurl"
	"github.com/auth0access/terraform-provider-auth0access/internal/textvalue"
)

// maxSelector is the most bytes that Auth0 takes for what says which applications a policy is for.
const maxSelector = 255

// validate checks what the configuration says of the policy. What is not known yet is not looked at.
func validate(config model) diag.Diagnostics {
	var diags diag.Diagnostics
	checkOneSelector(config, &diags)
	checkClientID(config.ClientID.ValueString(), &diags)
	checkMetadataURL(config.MetadataURL.ValueString(), &diags)
	checkAction(config, &diags)
	return diags
}

// checkAction checks what belongs to the action.
func checkAction(config model, diags *diag.Diagnostics) {
	if config.Action.IsUnknown() {
		return
	}
	checkLimit(config, diags)
	checkRedirect(config, diags)
}

// checkKept refuses a plan whose arguments do not belong together. The configuration's do, so in an update it is
// ignore_changes that keeps some of them as the state has them. Terraform hands in the configuration with these.
func checkKept(plan model, isUpdate bool, diags *diag.Diagnostics) {
	var problems diag.Diagnostics
	checkAction(plan, &problems)
	if !problems.HasError() || !isUpdate {
		diags.Append(problems...)
		return
	}
	diags.AddAttributeError(path.Root("action"), "Action does not fit what is ignored",
		fmt.Sprintf("With what ignore_changes keeps, the plan has action = %q, limit = %s and redirect_uri = %s, which "+
			"Auth0 refuses. These three belong together: name all of them in ignore_changes, or none.",
			plan.Action.ValueString(), shownValue(plan.Limit), shownValue(plan.RedirectURI)))
}

func shownValue(value attr.Value) string {
	if value.IsNull() {
		return "null"
	}
	return value.String()
}

// checkOneSelector refuses a policy that does not say which applications it is for, or says it twice.
func checkOneSelector(config model, diags *diag.Diagnostics) {
	const choices = "client_id (one application), metadata_url (the application of a client ID metadata document) or " +
		"applies_to (a group, or the default)"
	var known []string
	isOpen := false
	for name, value := range map[string]types.String{
		argumentClientID: config.ClientID, argumentMetadataURL: config.MetadataURL, argumentAppliesTo: config.AppliesTo,
	} {
		isOpen = isOpen || value.IsUnknown()
		if isGiven(value) {
			known = append(known, name)
		}
	}
	switch {
	case len(known) > 1:
		diags.AddAttributeError(path.Root(config.argument()), "Policy names its applications twice",
			"A policy is for one application or for one group. Write exactly one of "+choices+"; for two, write two "+
				"resources.")
	case len(known) == 0 && !isOpen:
		diags.AddError("Policy does not name its applications",
			"The policy has to say whose requests it limits. Write exactly one of "+choices+".")
	}
}

func isGiven(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// checkClientID refuses what is no client id but something like it.
func checkClientID(id string, diags *diag.Diagnostics) {
	var remedy string
	switch {
	case strings.Contains(id, "://"):
		remedy = fmt.Sprintf("is a URL. If it is that of a client ID metadata document, write metadata_url = %q instead.", id)
	case strings.HasPrefix(id, auth0.SelectorOfApplication("")):
		remedy = fmt.Sprintf("has a prefix that Auth0's API uses. Write client_id = %q.",
			strings.TrimPrefix(id, auth0.SelectorOfApplication("")))
	case id == auth0.SelectThirdParties, id == auth0.SelectDocuments, id == auth0.SelectDefault:
		remedy = fmt.Sprintf("is a group of applications. Write applies_to = %q instead.", id)
	case len(auth0.SelectorOfApplication(id)) > maxSelector:
		remedy = fmt.Sprintf("is longer than any that Auth0 takes here, which is %d bytes. Write the client_id as the "+
			"Dashboard shows it.", maxSelector-len(auth0.SelectorOfApplication("")))
	default:
		return
	}
	diags.AddAttributeError(path.Root(argumentClientID), "Not a client id", fmt.Sprintf("%q %s", id, remedy))
}

// checkMetadataURL refuses what Auth0 takes for no URL of a document.
func checkMetadataURL(text string, diags *diag.Diagnostics) {
	if text == "" {
		return
	}
	if problem := metadataurl.Problem(text); problem != "" {
		diags.AddAttributeError(path.Root(argumentMetadataURL), "Not the URL of a metadata document",
			fmt.Sprintf("%q %s", text, problem))
	}
}

// checkLimit refuses an action without the limit that it needs, and a limit that nothing comes of.
func checkLimit(config model, diags *diag.Diagnostics) {
	switch action := config.Action.ValueString(); {
	case action == auth0.RateLimitAllow && isGiven(config.Limit):
		diags.AddAttributeError(path.Root("limit"), "Action allow has no limit",
			fmt.Sprintf("With action = \"allow\" Auth0 lets every request through and takes no limit, so %d would mean "+
				"nothing. Remove limit, or write the action for requests beyond it: \"block\", \"redirect\" or \"log\".",
				config.Limit.ValueInt64()))
	case action != auth0.RateLimitAllow && config.Limit.IsNull():
		diags.AddAttributeError(path.Root("limit"), "Action needs a limit",
			fmt.Sprintf("action = %q is about requests beyond a limit. Write limit, the requests a second that get through, "+
				"from 0 (none) to %d.", action, maxLimit))
	}
}

// checkRedirect refuses a redirection to nowhere, and a place that nothing redirects to.
func checkRedirect(config model, diags *diag.Diagnostics) {
	isRedirected := config.Action.ValueString() == auth0.RateLimitRedirect
	uri := config.RedirectURI.ValueString()
	switch {
	case isRedirected && config.RedirectURI.IsNull():
		diags.AddAttributeError(path.Root("redirect_uri"), "Redirection has no target",
			"With action = \"redirect\", browsers are sent elsewhere. Write redirect_uri, the https URL of a page that says "+
				"what happened, or action = \"block\".")
	case !isRedirected && isGiven(config.RedirectURI):
		diags.AddAttributeError(path.Root("redirect_uri"), "Nothing redirects to this URL",
			fmt.Sprintf("action = %q redirects nobody, so %q would mean nothing. Remove redirect_uri, or write action = "+
				"\"redirect\".", config.Action.ValueString(), uri))
	case isGiven(config.RedirectURI):
		if problem := redirectProblem(uri); problem != "" {
			diags.AddAttributeError(path.Root("redirect_uri"), "Not an https URL", fmt.Sprintf("%q %s", uri, problem))
		}
	}
}

// redirectProblem says what keeps a text from being a URL to redirect to. It is empty for a good one.
func redirectProblem(text string) string {
	problem := textvalue.URLProblem(text, "Write the one that browsers are sent to.", "which no URL has")
	if problem != "" {
		return problem
	}
	if parsed, err := url.Parse(text); err != nil || parsed.Scheme != "https" || parsed.Hostname() == "" {
		return "is not an https URL, and Auth0 redirects to these only. Write an absolute one, such as " +
			"https://www.example.com/slow-down."
	}
	return ""
}
