package registration

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

const noDefaultPermissions = "No API has default permissions"

// refuseEnabling says why registration was not enabled.
func refuseEnabling(domain string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("enabled"), noDefaultPermissions,
		fmt.Sprintf("enabled = true would let anybody register applications with the tenant %s. They have default "+
			"permissions and no others, and no API has any, so registration was not enabled. Give an API default permissions "+
			"with auth0access_api_default_permissions, and name that resource in depends_on of this one, so that Terraform "+
			"makes it first. To enable registration anyway, write allow_without_default_permissions = true.", domain))
}

// warnOfNone warns that registration is enabled but gives no access.
func warnOfNone(domain string, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("enabled"), noDefaultPermissions,
		fmt.Sprintf("Anybody may register applications with the tenant %s, but no API has default permissions, and a "+
			"registered application has no others. If this plan does not give an API default permissions, add "+
			"auth0access_api_default_permissions or write enabled = false. If this is intended, write "+
			"allow_without_default_permissions = true.", domain))
}

// warnOfACLs warns if no tenant ACL limits who registers. It warns only once if the ACLs cannot be read, because many
// tenants cannot have any.
func warnOfACLs(domain string, acls []auth0.NetworkACL, err error, staysOn bool, diags *diag.Diagnostics) {
	switch {
	case err != nil && !staysOn:
		diags.AddAttributeWarning(path.Root("enabled"), "Tenant ACLs could not be looked at",
			fmt.Sprintf("Anybody may register applications with the tenant %s, unless a tenant ACL limits the networks. Auth0 "+
				"did not show the ACLs: %s. To have plans check them, grant the scope read:network_acls. A tenant whose "+
				"subscription has no tenant ACLs cannot limit registration.", domain, err))
	case err == nil && !slices.ContainsFunc(acls, auth0.NetworkACL.ProtectsRegistration):
		diags.AddAttributeWarning(path.Root("enabled"), "No tenant ACL protects registration",
			fmt.Sprintf("Anybody on the internet may register applications with the tenant %s. To allow only some networks, "+
				"make a tenant ACL with scope dynamic_client_registration that blocks the others, with auth0_network_acl of the "+
				"auth0/auth0 provider.", domain))
	}
}

// warnMode warns if registered applications may not be strict: on every plan while the configuration leaves the mode to
// the tenant, and only on the plan that makes it so if it says permissive. state is nil for a new resource.
func warnMode(config, plan, state *model, diags *diag.Diagnostics) {
	if !plan.Enabled.ValueBool() || plan.SecurityMode.IsUnknown() {
		return
	}
	mode := plan.SecurityMode.ValueString()
	wasSo := state != nil && state.Enabled.ValueBool() && state.SecurityMode.Equal(plan.SecurityMode)
	switch leftOut := config.SecurityMode.IsNull(); {
	case mode == auth0.SecurityModeStrict:
	case leftOut && mode == "":
		diags.AddAttributeWarning(path.Root("security_mode"), "Security mode of registrations not set",
			"Neither the configuration nor the tenant names a security mode, so what applications get that anybody registers "+
				"depends on the tenant's age. Tenants made since April 2026 never show their mode, and it is strict; in tenants "+
				"with third-party applications from before it may be permissive. Write security_mode = \"strict\".")
	case leftOut:
		diags.AddAttributeWarning(path.Root("security_mode"), "Tenant makes registered applications permissive",
			"The configuration names no security mode, and the tenant's is permissive: "+permissiveMeans+
				" Write security_mode = \"strict\", or \"permissive\" if that is meant to be so.")
	case !wasSo:
		diags.AddAttributeWarning(path.Root("security_mode"), "Registered applications will be permissive",
			"With security_mode = "+
				"\"permissive\", "+permissiveMeans+" Write \"strict\" unless the clients that register "+
				"cannot do with it.")
	}
}

// warnHidden warns of a mode that is written because the tenant does not tell what it is, as after an import.
func warnHidden(plan, state *model, diags *diag.Diagnostics) {
	if state == nil || !state.SecurityMode.IsNull() || plan.SecurityMode.ValueString() == "" {
		return
	}
	diags.AddAttributeWarning(path.Root("security_mode"), "Tenant does not show its security mode",
		fmt.Sprintf("The tenant's settings have no dynamic_client_registration_security_mode. Tenants made since April "+
			"2026 never show it, and older ones show it once it was set, so Terraform cannot know what it is. This plan "+
			"writes %q once; from then on Terraform assumes this mode.",
			plan.SecurityMode.ValueString()))
}

const permissiveMeans = "applications that anybody registers are free of the limits of strict mode, and need no " +
	"grant for APIs whose access policy is allow_all. Auth0 fixes the mode of each application when it registers, so " +
	"changing this later changes none of them."
