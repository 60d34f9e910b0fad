package rules

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// OrganizationGrantLimit is how many client grants an organization may be tied to.
const OrganizationGrantLimit = 100

// ApplyOrganizationDefaults adds what Auth0 adds to an organization on creation.
func ApplyOrganizationDefaults(organization object.Object) {
	object.SetDefault(organization, "id", tenant.NewOrganizationID())
	object.SetDefault(organization, "third_party_client_access", "block")
	object.SetDefault(organization, "is_app_entitlement_active", false)
}

// CheckOrganizationName refuses a name that another organization has.
//
// Assumption: the wording; only the status is documented.
func CheckOrganizationName(t *tenant.Tenant, organization object.Object) error {
	if t.Organizations.Find(func(other object.Object) bool {
		return SameMembers(organization, other, "name") && !SameMembers(organization, other, "id")
	}) != nil {
		return answer.Conflict("An organization with this name already exists")
	}
	return nil
}
