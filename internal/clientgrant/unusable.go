package clientgrant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// warnUnusable warns of a new grant with which the application can never get a token for itself. No plan can change
// that of strict applications that registered themselves or have a document; the others may be given in this very run
// what they lack. A failed read leaves the warning out, because nothing depends on it.
func (r *Resource) warnUnusable(ctx context.Context, plan, state *model, diags *diag.Diagnostics) {
	clientID := plan.ClientID.ValueString()
	isNew := state == nil || !state.ClientID.Equal(plan.ClientID) || !state.SubjectType.Equal(plan.SubjectType)
	if !isNew || plan.SubjectType.ValueString() != auth0.SubjectTypeClient ||
		!auth0.IsStrictClientID(clientID) || !r.Client.IsAvailable() {
		return
	}
	application, err := r.Client.ReadApplication(ctx, clientID, auth0.Remembered)
	if err != nil || !application.IsSetUpFromOutside() {
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
			auth0.Printable(application.Name), clientID, how))
}
