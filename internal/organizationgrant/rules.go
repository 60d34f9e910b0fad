package organizationgrant

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// checkGrantID refuses what cannot be a client grant's id. It waits while that is unknown. A grant that has ended
// before it was made has an empty one.
func checkGrantID(id types.String, diags *diag.Diagnostics) {
	if id.IsNull() || id.IsUnknown() || auth0.IsClientGrantID(id.ValueString()) || id.ValueString() == "" {
		return
	}
	diags.AddAttributeError(path.Root("grant_id"), "Not the id of a client grant",
		fmt.Sprintf("%q is not a client grant's id: Auth0 would find no grant under it. Ids begin with cgr_. Take the id "+
			"from the grant: grant_id = auth0access_client_grant.NAME.id.", id.ValueString()))
}

// checkGrant refuses a grant that is not there, is not of a third-party application, or takes no effect for
// organizations.
func (r *Resource) checkGrant(ctx context.Context, id types.String, diags *diag.Diagnostics) {
	if !r.Client.IsAvailable() || id.IsUnknown() {
		return
	}
	grant := r.findGrant(ctx, id.ValueString(), auth0.FreshInApply, diags)
	if grant == nil {
		return
	}
	usage := grant.OrganizationUsage
	if planned, isPlanned := tf.Shared[tf.PlannedUsages](r.ProviderData).Of(grant.ID); isPlanned {
		usage = planned
	}
	if usage != auth0.OrganizationsAllow && usage != auth0.OrganizationsRequire {
		diags.AddAttributeError(path.Root("grant_id"), "Grant does not allow organizations",
			fmt.Sprintf("%s, of application %s for %s, has organization_usage = \"deny\": an organization that has it opens "+
				"nothing. Set organization_usage to \"allow\" or \"require\" on the grant. If this run does that already, take "+
				"grant_id from that resource (auth0access_client_grant.NAME.id); for a resource of another provider, apply that "+
				"one first.", grant.ID, grant.ClientID, grant.Audience))
	}
}

// findGrant returns the grant if an organization can have it, and this provider may give it one. Otherwise it reports
// why not, and returns nil.
func (r *Resource) findGrant(
	ctx context.Context, id string, how auth0.Freshness, diags *diag.Diagnostics,
) *auth0.ClientGrant {
	grant, err := auth0.AwaitFound(ctx, func(ctx context.Context) (*auth0.ClientGrant, error) {
		return r.Client.ReadClientGrant(ctx, id, how)
	})
	switch {
	case auth0.IsNotFound(err):
		r.Gone.AddNotFound("grant_id", id, "Client grant not found", r.noGrant(id), diags)
		return nil
	case err != nil:
		tf.AddAPIError(diags, "Could not read the client grant", err)
		return nil
	}
	if refusal := refusalOf(grant); refusal != nil {
		diags.Append(refusal)
		return nil
	}
	application, err := tf.FindFirstParty(ctx, r.Client, grant.ClientID, how)
	switch {
	case err != nil:
		tf.AddAPIError(diags, "Could not read the grant's application", err)
		return nil
	case application != nil:
		diags.AddAttributeError(path.Root("grant_id"), "Application is first-party",
			fmt.Sprintf("%s is a grant of %s (%s), an application of your own. This provider manages what third-party "+
				"applications may do and never touches the grants of others. Use auth0_organization_client_grant of the "+
				"auth0/auth0 provider, and remove the resource here, with its import or moved block.",
				id, grant.ClientID, application.Name))
		return nil
	}
	return grant
}

// refusalOf says why no organization can have the grant, nil if one can.
func refusalOf(grant *auth0.ClientGrant) diag.Diagnostic {
	switch {
	case grant.DefaultFor != "":
		return diag.NewAttributeErrorDiagnostic(path.Root("grant_id"), "Grant is an API's default permissions",
			fmt.Sprintf("%s grants scopes of %s to every third-party application, and Auth0 knows no organizations there. "+
				"Write an auth0access_client_grant for the application that is meant, and take its id.", grant.ID, grant.Audience))
	case grant.SubjectType != auth0.SubjectTypeClient:
		return diag.NewAttributeErrorDiagnostic(path.Root("grant_id"), "Grant is not for client credentials",
			fmt.Sprintf("%s, of application %s for %s, is for users (subject type %q), and organizations have grants with "+
				"subject_type = \"client\" only. Take the id of such a grant. Whether users may log in to an organization is "+
				"decided by auth0access_organization_third_party_access.",
				grant.ID, grant.ClientID, grant.Audience, grant.SubjectType))
	}
	return nil
}

func (r *Resource) noGrant(id string) string {
	return fmt.Sprintf("The tenant %s has no client grant %q. It may have been deleted, or belong to another tenant. "+
		"Correct grant_id, or remove this resource from the configuration.", r.Client.Domain(), id)
}

// addCreateError reports that the organization could not be given the grant.
func (r *Resource) addCreateError(ctx context.Context, plan model, err error, diags *diag.Diagnostics) {
	organizationID, grantID := plan.OrganizationID.ValueString(), plan.GrantID.ValueString()
	switch {
	case auth0.IsConflict(err):
		r.addConflict(ctx, organizationID, grantID, err, diags)
	case auth0.IsNotFound(err) && strings.Contains(strings.ToLower(err.Error()), "grant does not exist"):
		diags.AddAttributeError(path.Root("grant_id"), "Client grant not found", r.noGrant(grantID))
	case auth0.IsNotFound(err):
		diags.AddAttributeError(path.Root("organization_id"), "Organization not found",
			tf.NoOrganization(r.Client, organizationID))
	default:
		tf.AddAPIError(diags, "Could not give the organization the grant", err)
	}
}

// addConflict reports that the organization has the grant already, or as many as it can have, or had it a moment ago.
func (r *Resource) addConflict(
	ctx context.Context, organizationID, grantID string, refusal error, diags *diag.Diagnostics,
) {
	_, err := r.Client.ReadOrganizationGrant(ctx, organizationID, grantID, auth0.Fresh)
	if !auth0.IsNotFound(err) {
		addExisting(organizationID, grantID, diags)
		return
	}
	others, err := r.Client.ListOrganizationGrants(ctx, organizationID)
	if err != nil || len(others) < auth0.MaxOrganizationGrants {
		tf.AddAPIError(diags, "Could not give the organization the grant",
			tf.UnseenConflict(refusal, err, organizationID+" does not have the grant"))
		return
	}
	diags.AddAttributeError(path.Root("organization_id"), "Organization has too many grants",
		fmt.Sprintf("Auth0 lets an organization have %d client grants, and %s has so many already. Take one from it that "+
			"is no longer needed, or give its application one grant with more scopes.",
			auth0.MaxOrganizationGrants, organizationID))
}

func addExisting(organizationID, grantID string, diags *diag.Diagnostics) {
	diags.AddError("Organization has the grant already",
		fmt.Sprintf("Organization %s already has the client grant %s, which this resource has not given it. %s",
			organizationID, grantID,
			tf.ExistingRemedy("auth0access_organization_client_grant", tf.JoinedID(organizationID, grantID))))
}
