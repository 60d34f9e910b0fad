package clientgrant

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// validate checks what configuration says of the grant. What is not known yet is not looked at.
func validate(config model) diag.Diagnostics {
	var diags diag.Diagnostics
	switch config.SubjectType.ValueString() {
	case auth0.SubjectTypeUser:
		diags.Append(checkClientOnly("organization_usage", isGiven(config.OrganizationUsage))...)
		diags.Append(checkClientOnly("allow_any_organization", isGiven(config.AllowAnyOrganization))...)
	case auth0.SubjectTypeClient:
		diags.Append(checkUserOnly("authorization_details_types", len(tf.Strings(config.AuthorizationDetailsTypes)) > 0)...)
	}
	diags.Append(checkAnyOrganization(config.ClientID.ValueString(), config.AllowAnyOrganization.ValueBool())...)
	return diags
}

func isGiven(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// checkClientOnly refuses an argument that is given although only grants of subject type client have it.
func checkClientOnly(argument string, given bool) (diags diag.Diagnostics) {
	if given {
		diags.AddAttributeError(path.Root(argument), "Argument needs subject type client",
			fmt.Sprintf("%s says with which organizations an application may get tokens for itself; Auth0 has it for grants "+
				"with subject_type = \"client\" only. Remove it here. Whether third-party applications may log in the users of "+
				"an organization is a setting of the organization.", argument))
	}
	return diags
}

// checkUserOnly refuses an argument that is given although only grants of subject type user have it.
func checkUserOnly(argument string, given bool) (diags diag.Diagnostics) {
	if given {
		diags.AddAttributeError(path.Root(argument), "Argument needs subject type user",
			fmt.Sprintf("%s is about what a user consents to; Auth0 has it for grants with subject_type = \"user\" only. "+
				"Remove it here, or put it into the application's grant for users.", argument))
	}
	return diags
}

// checkAnyOrganization refuses allow_any_organization for applications that are known to be strict.
func checkAnyOrganization(clientID string, allowed bool) (diags diag.Diagnostics) {
	if allowed && auth0.IsStrictClientID(clientID) {
		diags.AddAttributeError(path.Root("allow_any_organization"), "Not available to strict applications",
			fmt.Sprintf("%s is a third-party application in strict mode, and Auth0 refuses it a grant for all organizations "+
				"at once. Remove allow_any_organization and give the grant to each organization that is to use it.", clientID))
	}
	return diags
}

// checkOwnGrant refuses grants that are not a grant of one application, or not the tenant owner's to change.
func checkOwnGrant(grant *auth0.ClientGrant) (diags diag.Diagnostics) {
	switch {
	case grant.DefaultFor != "":
		diags.AddError("Grant is an API's default permissions",
			fmt.Sprintf("%s grants scopes of %s to every third-party application, not to one. Write a resource "+
				"auth0access_api_default_permissions instead, and name it in to of the moved block, or of an import block with "+
				"the id %[2]q.",
				grant.ID, grant.Audience))
	case grant.IsSystem:
		diags.AddError("Grant was made by Auth0 itself",
			fmt.Sprintf("%s is a system grant of application %s; Auth0 lets nobody change or delete it. Leave it out of the "+
				"configuration.",
				grant.ID, grant.ClientID))
	case grant.SubjectType != auth0.SubjectTypeUser && grant.SubjectType != auth0.SubjectTypeClient:
		diags.AddError("Grant has an unknown subject type",
			fmt.Sprintf("%s has the subject type %q; this provider manages grants of the subject types %q and %q only. Leave "+
				"it out of the configuration.",
				grant.ID, grant.SubjectType, auth0.SubjectTypeUser, auth0.SubjectTypeClient))
	}
	return diags
}
