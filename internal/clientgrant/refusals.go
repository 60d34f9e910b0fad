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
		fmt.Sprintf("%s Auth0 said: %v", tf.NoApplication(r.Client, clientID), err))
}

// addConflict reports that Auth0 refuses a grant beside another one, which is looked for.
func (r *Resource) addConflict(ctx context.Context, key naturalKey, refusal error, diags *diag.Diagnostics) {
	grant, err := auth0.AwaitShown(ctx, func(ctx context.Context) (*auth0.ClientGrant, error) {
		return r.Client.FindClientGrant(ctx, key.filter())
	})
	if grant == nil {
		tf.AddAPIError(diags, "Could not create the client grant",
			tf.UnseenConflict(refusal, err, "The tenant shows no such grant"))
		return
	}
	addExisting(key, grant.ID, diags)
}

// addExisting reports that the grant exists already, with the import block that takes it over.
func addExisting(key naturalKey, id string, diags *diag.Diagnostics) {
	diags.AddError("Client grant exists already",
		fmt.Sprintf("Application %s already has a grant for %s with subject type %q that this resource has not made, and "+
			"Auth0 refuses a second one. %s",
			key.clientID, key.audience, key.subjectType, tf.ExistingRemedy("auth0access_client_grant", id)))
}
