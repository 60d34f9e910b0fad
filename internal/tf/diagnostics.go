package tf

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// AddAPIError reports a failed call. The summary says what could not be done ("Could not create the application");
// the detail is what the API said, with method, path, status and errorCode, and what to do if that is known. A cause
// for which every other call fails too is reported whole once, and as itself; the errors after it refer to it.
func AddAPIError(diags *diag.Diagnostics, summary string, err error) {
	common, ok := errors.AsType[*auth0.CommonError](err)
	switch {
	case !ok, errors.Is(err, auth0.ErrUnknownOutcome):
		diags.AddError(summary, detail(err))
	case common.Tell():
		diags.AddError(summary, "The error \""+common.Summary()+"\" says why.")
	default:
		summary := common.Summary()
		diags.AddError(summary, common.Error())
	}
}

func detail(err error) string {
	text := sentence(err.Error())
	var refusal *auth0.Error
	if !errors.As(err, &refusal) {
		return text
	}
	if scopes := refusal.MissingScopes(); len(scopes) > 0 {
		return fmt.Sprintf("%s\n\nThe provider's access token lacks a Management API scope. Grant %s to the provider's "+
			"machine-to-machine application (Applications > APIs > Auth0 Management API > Application Access), "+
			"then run Terraform again.", text, strings.Join(scopes, " or "))
	}
	if refusal.StatusCode == http.StatusNotFound && refusal.Method != http.MethodGet {
		return text + "\n\nSomebody may have deleted the object, or one that it refers to, since the plan. Plan again: the " +
			"new plan shows what is missing."
	}
	if refusal.RateLimited {
		return text + "\n\nThe tenant's rate limit left no room for this call. Run Terraform again when less is going on " +
			"in the tenant, set max_requests_per_second in the provider block to what the tenant can spare, or raise " +
			"max_retries."
	}
	return text
}

// sentence ends the text with a full stop, unless that would touch an identifier: people copy those.
func sentence(text string) string {
	last := text[strings.LastIndexAny(text, " \n")+1:]
	if strings.HasSuffix(text, ".") || strings.ContainsAny(last, ":/|@_") && !strings.HasSuffix(last, ")") {
		return text
	}
	return text + "."
}

// Itemized returns the names as the list of a message, one a line, whoever gave them.
func Itemized(names []string) string {
	lines := make([]string, len(names))
	for i, name := range names {
		lines[i] = auth0.Printable(name)
	}
	return "  - " + strings.Join(lines, "\n  - ")
}

// modelError reports a value that does not fit the model of a resource.
func modelError(err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Provider cannot convert a "+
		"value", err.Error()+". This is a bug in the provider; "+
		"please report it.")
}
