package rules

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// organizationClientLimit is how many clients an organization may be associated with.
const organizationClientLimit = 100

// CheckAssociations refuses a batch of clients if one is associated with the organization already, or does not exist.
//
// Assumption: the order of the checks, the wording, and the status for the limit. The documentation has the limit, and
// says that one conflict refuses the batch.
func CheckAssociations(t *tenant.Tenant, organizationID string, clients []object.Object) error {
	asked := map[string]bool{}
	for _, client := range clients {
		id := object.Text(client, "client_id")
		if t.Clients.Get(id) == nil {
			return answer.ErrClientMissing
		}
		if asked[id] || t.OrganizationClients.Get(tenant.AssociationID(organizationID, id)) != nil {
			return answer.Conflict("The client %s is already associated with the organization", id)
		}
		asked[id] = true
	}
	there := t.OrganizationClients.Matching(isOfOrganization(organizationID))
	if len(there)+len(clients) > organizationClientLimit {
		return answer.Conflict("The organization cannot have more than %d clients", organizationClientLimit)
	}
	return nil
}

func isOfOrganization(id string) func(object.Object) bool {
	return func(association object.Object) bool { return object.Text(association, "organization_id") == id }
}

// CheckAssociationsOffered refuses calls about clients of organizations in a tenant without this feature.
//
// Assumption: calls of all missing early-access features are refused alike.
func CheckAssociationsOffered(t *tenant.Tenant) error {
	if t.Variants[tenant.ApplicationAccessMissing] {
		return answer.Forbidden("feature_not_enabled", "This feature is not enabled for this tenant.")
	}
	return nil
}

// ApplyAssociationDefaults adds the defaults of a new association.
//
// Assumption: use_for_member_access is true by default.
func ApplyAssociationDefaults(association object.Object) {
	object.SetDefault(association, "use_for_member_access", true)
}

// AdmitsUsers reports whether users may log in to an organization with a strict third-party client: by the client's
// association if the organization uses associations and has one for it, else by the organization's setting for all.
//
// Assumption: associations count only while is_app_entitlement_active is set.
func AdmitsUsers(t *tenant.Tenant, organization, client object.Object) bool {
	id := tenant.AssociationID(object.Text(organization, "id"), object.Text(client, "client_id"))
	association := t.OrganizationClients.Get(id)
	if association != nil && object.Flag(organization, "is_app_entitlement_active") {
		return object.Flag(association, "use_for_member_access")
	}
	return object.Text(organization, "third_party_client_access") == "allow"
}
