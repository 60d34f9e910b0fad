package judge

import (
	"fmt"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// organization: does the organization that the token is for let the application in?
func (c *check) organization() verdict {
	switch {
	case c.app == nil:
		return c.unsure("application")
	case c.isForUsers():
		return c.organizationOfUsers()
	case c.granted.evidence == "":
		return c.unsure("grant")
	default:
		return c.organizationOfGrant()
	}
}

func (c *check) organizationOfUsers() verdict {
	usage := c.app.OrganizationUsage
	switch {
	case c.Organization == "" && usage == auth0.OrganizationsRequire:
		return unmet("The application requires users to log in to an organization, and none is requested.",
			"Write organization_id, and let the application send organization, or set organization_usage = \"allow\" on it.")
	case c.Organization == "":
		return notApplicable("No organization is requested.")
	case !c.app.IsStrict():
		return unmet("Permissive applications cannot log users in to organizations.",
			"Replace the application with one in strict mode.")
	case usage != auth0.OrganizationsAllow && usage != auth0.OrganizationsRequire:
		return unmet("The application does not use organizations: its organization_usage is not allow or require.",
			"Set organization_usage = \"allow\" on the application.")
	}
	if v, ok := c.readOrganization(c.Organization); !ok {
		return v
	}
	var association *auth0.OrganizationApplication
	if c.org.IsAppEntitlementActive {
		own, v, ok := read(c, "the applications of the organization", func() (*auth0.OrganizationApplication, error) {
			return c.tenant.Association(c.org.ID)
		})
		if !ok {
			return v
		}
		association = own
	}
	switch isIn := c.org.Admits(association); {
	case isIn && association != nil:
		return met("The organization lets its members use the application (use_for_member_access).")
	case isIn:
		return met("The organization lets third-party applications in.")
	case association != nil:
		return unmet("The organization does not let its members use this application. This overrides its setting for all "+
			"third-party applications.",
			"Set use_for_member_access = true with auth0access_organization_application.")
	default:
		return unmet("The organization blocks third-party applications.",
			"Set access = \"allow\" with auth0access_organization_third_party_access.")
	}
}

// organizationOfGrant judges tokens that are for no user. If the question names no organization, the application's
// default organization counts if the grant allows any.
func (c *check) organizationOfGrant() verdict {
	usage := ""
	if c.granted.grant != nil {
		usage = c.granted.grant.OrganizationUsage
	}
	isAllowed := usage == auth0.OrganizationsAllow || usage == auth0.OrganizationsRequire
	wanted := c.Organization
	if wanted == "" && isAllowed {
		wanted = defaultOrganization(c.app)
	}
	switch {
	case wanted == "" && usage == auth0.OrganizationsRequire:
		return unmet("The client grant requires an organization, and none is requested.",
			"Write organization_id, and let the application send organization, or set organization_usage = \"allow\" on the "+
				"client grant.")
	case wanted == "":
		return notApplicable("No organization is requested.")
	case !isAllowed && c.granted.Reason == access.DefaultPermissions:
		return unmet("Default permissions give no tokens for organizations.",
			"Declare an auth0access_client_grant with organization_usage = \"allow\", and give the organization that grant.")
	case !isAllowed:
		return unmet("The client grant gives no tokens for organizations.",
			"Set organization_usage = \"allow\" on the auth0access_client_grant.")
	}
	if v, ok := c.readOrganization(wanted); !ok {
		return v
	}
	if c.granted.grant.AllowAnyOrganization && !c.app.IsStrict() {
		return met("The client grant is for any organization.")
	}
	has, v, ok := read(c, "the client grants of the organization", func() (bool, error) {
		return c.tenant.HasGrant(wanted, c.granted.grant.ID)
	})
	switch {
	case !ok:
		return v
	case !has:
		return unmet(fmt.Sprintf("The organization %s does not have the client grant.", quoted(c.org.Name)),
			"Give it the grant with auth0access_organization_client_grant.")
	}
	return met("The organization has the client grant.")
}

func (c *check) readOrganization(id string) (verdict, bool) {
	organization, v, ok := read(c, "the organization", func() (*auth0.Organization, error) {
		return c.tenant.Organization(id)
	})
	if ok && organization == nil {
		return unmet(fmt.Sprintf("The tenant has no organization with the id %s.", quoted(id)),
			"Correct organization_id, which begins with org_, or the application's default_organization."), false
	}
	c.org = organization
	return v, ok
}

func defaultOrganization(application *auth0.Application) string {
	preset := application.DefaultOrganization
	if preset == nil || !slices.Contains(preset.Flows, "client_credentials") {
		return ""
	}
	return preset.OrganizationID
}
