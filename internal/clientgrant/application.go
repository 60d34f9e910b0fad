package clientgrant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// checkApplication looks whether the application of a new grant is there, and is a third party's. It warns of a grant
// without effect. If the application cannot be read, the API has the last word in the apply: it takes no scope for
// applications to make a grant for a strict one.
func (r *Resource) checkApplication(ctx context.Context, plan, state *model, diags *diag.Diagnostics) {
	isNew := state == nil || !state.ClientID.Equal(plan.ClientID) || !state.SubjectType.Equal(plan.SubjectType)
	clientID := plan.ClientID.ValueString()
	if !isNew || clientID == "" || !r.Client.IsAvailable() {
		return
	}
	application, err := r.Client.AwaitApplication(ctx, clientID, auth0.Remembered)
	switch {
	case auth0.IsNotFound(err):
		r.Gone.AddNotFound("client_id", clientID, "Application not found", tf.NoApplication(r.Client, clientID), diags)
	case err != nil:
	case !application.IsThirdParty():
		addFirstParty(application, diags)
	default:
		warnUnusable(application, *plan, diags)
	}
}

// checkThirdParty refuses first-party applications. An application that cannot be found is left to the API to refuse.
func checkThirdParty(
	ctx context.Context,
	client *auth0.Client,
	clientID string,
	how auth0.Freshness,
	diags *diag.Diagnostics,
) {
	application, err := tf.FindFirstParty(ctx, client, clientID, how)
	if err != nil {
		tf.AddAPIError(diags, "Could not read the grant's application", err)
		return
	}
	if application != nil {
		addFirstParty(application, diags)
	}
}

func addFirstParty(application *auth0.Application, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("client_id"), "Application is first-party",
		fmt.Sprintf("%s (%s) is an application of your own. This provider manages what third-party applications may do "+
			"and never touches the grants of others. Use auth0_client_grant of the auth0/auth0 provider, and remove the "+
			"resource here, with its import or moved block.", application.ClientID, auth0.Printable(application.Name)))
}

// warnUnusable warns of a grant with which the application can never get a token for itself. No plan can change that of
// strict applications that registered themselves or have a document; the others may be given in this very run what they
// lack.
func warnUnusable(application *auth0.Application, plan model, diags *diag.Diagnostics) {
	if plan.SubjectType.ValueString() != auth0.SubjectTypeClient ||
		!application.IsStrict() || !application.IsSetUpFromOutside() {
		return
	}
	how := "registered itself"
	if application.IsDescribedByDocument() {
		how = "is described by a metadata document"
	}
	diags.AddAttributeWarning(path.Root("subject_type"), "Application gets no tokens for itself",
		fmt.Sprintf("%s (%s) %s, and Auth0 does not let strict applications of this kind use client_credentials, so the "+
			"grant would have no effect. Write subject_type = \"user\" if it is to act for users. For access as itself, create "+
			"an application with auth0access_third_party_application for it and grant that one.",
			auth0.Printable(application.Name), application.ClientID, how))
}
