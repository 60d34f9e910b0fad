package api

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var userGrantKeys = object.Order{"id", "clientID", "user_id", "audience", "scope", "organization_id"}

// userGrantEndpoints are about the consents of users, which Auth0 calls grants. The call that deletes all consents of a
// user is not emulated.
func userGrantEndpoints() []endpoint {
	return []endpoint{
		{http.MethodGet, "/grants", one("read:grants"), schema.Queries["grants"], nil, listUserGrants},
		{http.MethodDelete, "/grants/{id}", one("delete:grants"), schema.Queries["none"], nil, deleteUserGrant},
	}
}

func listUserGrants(c *call) (answer.Reply, error) {
	members := map[string]string{"client_id": "clientID", "user_id": "user_id", "audience": "audience"}
	rows := c.tenant.UserGrants.Matching(func(grant object.Object) bool {
		for filter, member := range members {
			if c.given(filter) && grant[member] != c.query[filter] {
				return false
			}
		}
		return true
	})
	return c.page(listing{
		key: "grants", rows: rows, totalsLast: true,
		show: func(grant object.Object) any { return userGrantKeys.Arrange(grant) },
	})
}

// deleteUserGrant deletes a consent.
//
// Assumption: the answer is the same if the consent is gone.
func deleteUserGrant(c *call) (answer.Reply, error) {
	rules.RemoveUserGrant(c.tenant, c.id("id"))
	return answer.NoContent()
}
