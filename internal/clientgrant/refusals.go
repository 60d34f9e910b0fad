package clientgrant

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

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
		diags.AddAttributeError(path.Root("client_id"), "Application is first-party",
			fmt.Sprintf("%s (%s) is an application of your own. This provider manages what third-party applications may do "+
				"and never touches the grants of others. Use auth0_client_grant of the auth0/auth0 provider, and remove the "+
				"resource here, with its import or moved block.", clientID, application.Name))
	}
}

// checkTakenOver refuses what an import or a move must not bring under management.
func (r *Resource) checkTakenOver(ctx context.Context, grant *auth0.ClientGrant, diags *diag.Diagnostics) {
	diags.Append(checkOwnGrant(grant)...)
	if diags.HasError() {
		return
	}
	checkThirdParty(ctx, r.Client, grant.ClientID, auth0.Remembered, diags)
}

// addNotFound reports that Auth0 does not know the API of a new grant, or its application. Its message names the API if
// that is it.
func (r *Resource) addNotFound(plan model, err error, diags *diag.Diagnostics) {
	audience, clientID := plan.Audience.ValueString(), plan.ClientID.ValueString()
	if strings.Contains(err.Error(), audience) {
		tf.AddAPINotFound(r.Client, audience, diags)
		return
	}
	diags.AddAttributeError(path.Root("client_id"), "Application not found",
		fmt.Sprintf("The tenant %s has no application %q, so nothing can be granted to it. It may have been deleted, or "+
			"belong to another tenant. Correct client_id. Auth0 said: %v", r.Client.Domain(), clientID, err))
}

// addConflict reports that the grant exists already, with the import block that takes it over.
func (r *Resource) addConflict(ctx context.Context, key naturalKey, diags *diag.Diagnostics) {
	id := key.String()
	if grant, err := r.Client.FindClientGrant(ctx, key.filter()); err == nil && grant != nil {
		id = grant.ID
	}
	diags.AddError("Client grant exists already",
		fmt.Sprintf("Application %s already has a grant for %s with subject type %q that this resource has not made, and "+
			"Auth0 refuses a second one. %s",
			key.clientID, key.audience, key.subjectType, tf.ExistingRemedy("auth0access_client_grant", id)))
}
