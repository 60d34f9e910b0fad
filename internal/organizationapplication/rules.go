package organizationapplication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// warnWithoutEffect warns that the organization ignores its associations. nil is an unknown organization.
func warnWithoutEffect(organization *auth0.Organization, diags *diag.Diagnostics) {
	if organization == nil || organization.IsAppEntitlementActive {
		return
	}
	diags.AddAttributeWarning(path.Root("organization_id"), "Organization ignores settings of single applications",
		fmt.Sprintf("%s (%s) has is_app_entitlement_active = false, so that this resource has no effect yet: every "+
			"third-party application follows third_party_client_access, which is %q. Turn it on in the Dashboard or with "+
			"PATCH /api/v2/organizations/%[2]s.", organization.Name, organization.ID, accessOf(organization)))
}

func accessOf(organization *auth0.Organization) string {
	if organization.Admits(nil) {
		return auth0.ThirdPartyAccessAllow
	}
	return auth0.ThirdPartyAccessBlock
}

// warnOfDestroy says that an application that members may not use follows an organization that allows all of them.
func (r *Resource) warnOfDestroy(ctx context.Context, state *model, diags *diag.Diagnostics) {
	if state == nil || state.UseForMemberAccess.ValueBool() || !r.Client.IsAvailable() {
		return
	}
	organization, err := r.Client.ReadOrganization(ctx, state.OrganizationID.ValueString(), auth0.FreshInApply)
	if err != nil || !organization.IsAppEntitlementActive || !organization.Admits(nil) {
		return
	}
	diags.AddWarning("Members will be able to use the application",
		fmt.Sprintf("Members of %s (%s) may not use the application %s. Without this resource it follows what the "+
			"organization says of all third-party applications, which is \"allow\". To keep it out, keep the resource, or "+
			"block all with auth0access_organization_third_party_access.",
			organization.Name, organization.ID, state.ClientID.ValueString()))
}

// checkApplication refuses an application that is not there, or not a third party's.
func (r *Resource) checkApplication(ctx context.Context, clientID types.String, diags *diag.Diagnostics) {
	if !r.Client.IsAvailable() || clientID.IsUnknown() {
		return
	}
	id := clientID.ValueString()
	application, err := r.Client.AwaitApplication(ctx, id, auth0.FreshInApply)
	switch {
	case auth0.IsNotFound(err):
		r.Gone.AddNotFound("client_id", id, "Application not found", r.noApplication(id), diags)
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
	case !application.IsThirdParty():
		diags.Append(isFirstParty(application))
	}
}

func (r *Resource) noApplication(id string) string {
	return fmt.Sprintf("The tenant %s has no application %q. It may have been deleted, or belong to another tenant. "+
		"Correct client_id, or remove this resource from the configuration.", r.Client.Domain(), id)
}

// checkThirdParty refuses to manage what an organization says of a first-party application.
func (r *Resource) checkThirdParty(ctx context.Context, clientID string, diags *diag.Diagnostics) {
	application, err := tf.FindFirstParty(ctx, r.Client, clientID, auth0.Remembered)
	switch {
	case err != nil:
		tf.AddAPIError(diags, "Could not read the application", err)
	case application != nil:
		diags.Append(isFirstParty(application))
	}
}

func isFirstParty(application *auth0.Application) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("client_id"), "Application is first-party",
		fmt.Sprintf("%s (%s) is an application of your own. This provider manages third-party applications only. Use "+
			"auth0_organization_client of the auth0/auth0 provider, and remove the resource here, with its import or moved "+
			"block.", application.ClientID, application.Name))
}

// addCreateError reports that the organization could not be associated with the application.
func (r *Resource) addCreateError(
	ctx context.Context, wanted auth0.OrganizationApplication, err error, diags *diag.Diagnostics,
) {
	if !auth0.IsConflict(err) {
		tf.AddAPIError(diags, "Could not give the organization the application", explained(err))
		return
	}
	_, lookupErr := r.Client.ReadOrganizationApplication(ctx, wanted.OrganizationID, wanted.ClientID, auth0.Fresh)
	if auth0.IsNotFound(lookupErr) {
		r.addInTheWay(ctx, wanted.OrganizationID, err, diags)
		return
	}
	diags.AddError("Organization has the application already",
		fmt.Sprintf("Organization %s already says whether its members may use the application %s, which this resource has "+
			"not made it say. %s", wanted.OrganizationID, wanted.ClientID,
			tf.ExistingRemedy("auth0access_organization_application", tf.JoinedID(wanted.OrganizationID, wanted.ClientID))))
}

// addInTheWay reports that an application could not be given to an organization that does not have it: the organization
// has too many others, or had this one a moment ago.
func (r *Resource) addInTheWay(ctx context.Context, organizationID string, err error, diags *diag.Diagnostics) {
	others, lookupErr := r.Client.ListOrganizationApplications(ctx, organizationID)
	if lookupErr != nil || len(others) < auth0.MaxOrganizationApplications {
		tf.AddAPIError(diags, "Could not give the organization the application",
			tf.UnseenConflict(err, lookupErr, organizationID+" does not have the application"))
		return
	}
	diags.AddAttributeError(path.Root("organization_id"), "Organization has too many applications",
		fmt.Sprintf("Auth0 lets an organization have %d applications, and %s has so many already. Take one from it.",
			auth0.MaxOrganizationApplications, organizationID))
}

// explained returns the error of a call, with what a tenant without the feature needs to be told.
//
// Assumption: refusals-of-missing-features: a 403 that is not about scopes says that the tenant does not have it.
func explained(err error) error {
	if !auth0.IsMissingFeature(err) {
		return err
	}
	return fmt.Errorf("%w. Auth0 has per-application access of organizations in early access, and this tenant seems not "+
		"to have it. Ask Auth0 for it, or remove this resource: auth0access_organization_third_party_access decides for all "+
		"third-party applications at once", err)
}
