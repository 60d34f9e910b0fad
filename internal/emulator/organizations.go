package emulator

import (
	"cmp"
	"slices"
	"strings"
)

var organizationKeys = keyOrder{
	"id", "name", "display_name", "branding", "metadata", "third_party_client_access", "is_app_entitlement_active",
}

func listOrganizations(c *call) (reply, error) {
	// Assumption: without sort, organizations are listed in creation order.
	rows := slices.Clone(c.tenant.organizations.records)
	if key, direction, sorted := strings.Cut(text(c.query, "sort"), ":"); sorted && !c.given("take", "from") {
		slices.SortStableFunc(rows, func(a, b *record) int {
			order := cmp.Compare(text(a.data, key), text(b.data, key))
			if key == "created_at" {
				order = a.created.Compare(b.created)
			}
			if direction == "-1" {
				return -order
			}
			return order
		})
	}
	return c.page(listing{
		key: "organizations", rows: rows, checkpoint: true, totalsLast: true, capped: true, show: showOrganization,
	})
}

func createOrganization(c *call) (reply, error) {
	body := c.object()
	if _, sent := body["enabled_connections"]; sent {
		if err := c.caller.require(anyOf{"create:organization_connections"}); err != nil {
			return reply{}, err
		}
	}
	organization := withoutNulls(clone(body))
	applyOrganizationDefaults(organization)
	if err := c.tenant.checkOrganizationName(organization); err != nil {
		return reply{}, err
	}
	c.tenant.organizations.add(text(organization, "id"), organization, c.now)
	return created(organizationKeys.arrange(organization))
}

func getOrganization(c *call) (reply, error) {
	organization, err := c.organization()
	if err != nil {
		return reply{}, err
	}
	return ok(showOrganization(organization))
}

func getOrganizationByName(c *call) (reply, error) {
	organization := c.tenant.organizations.find(func(o object) bool { return text(o, "name") == c.id("name") })
	if organization == nil {
		return reply{}, errOrganizationMissing
	}
	return ok(showOrganization(organization))
}

func updateOrganization(c *call) (reply, error) {
	organization, err := c.organization()
	if err != nil {
		return reply{}, err
	}
	next := clone(organization)
	merge(next, clone(c.object()), replaceWhole)
	if metadata, set := next["metadata"].(object); set && len(metadata) == 0 {
		delete(next, "metadata")
	}
	if err := c.tenant.checkOrganizationName(next); err != nil {
		return reply{}, err
	}
	c.tenant.organizations.set(c.id("id"), next)
	return ok(showOrganization(next))
}

// deleteOrganization answers 404 for an organization that does not exist, unlike the deletions of all other collections.
func deleteOrganization(c *call) (reply, error) {
	if _, err := c.organization(); err != nil {
		return reply{}, err
	}
	c.tenant.unlink(func(l OrganizationClientGrant) bool { return l.OrganizationID == c.id("id") })
	c.tenant.organizations.remove(c.id("id"))
	return noContent()
}

// organization finds the organization of the path.
func (c *call) organization() (object, error) {
	if n := len(c.id("id")); n > 50 {
		return nil, badRequest("invalid_uri", "Path validation error: 'String is too long (%d chars), maximum 50' on property id (Organization identifier).", n)
	}
	if organization := c.tenant.organizations.get(c.id("id")); organization != nil {
		return organization, nil
	}
	return nil, errOrganizationMissing
}

func applyOrganizationDefaults(organization object) {
	setDefault(organization, "id", newOrganizationID())
	setDefault(organization, "third_party_client_access", "block")
	setDefault(organization, "is_app_entitlement_active", false)
}

// checkOrganizationName refuses a name another organization has.
//
// Assumption: the wording; only the status is documented.
func (t *tenant) checkOrganizationName(organization object) error {
	if t.organizations.find(func(other object) bool {
		return sameMembers(organization, other, "name") && !sameMembers(organization, other, "id")
	}) != nil {
		return conflict("An organization with this name already exists")
	}
	return nil
}

// showOrganization leaves out enabled_connections, which only the answer to a create holds.
func showOrganization(organization object) any {
	shown := clone(organization)
	delete(shown, "enabled_connections")
	return organizationKeys.arrange(shown)
}
