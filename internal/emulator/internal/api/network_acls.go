package api

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var networkACLKeys = object.Order{"id", "description", "active", "priority", "rule", "created_at", "updated_at"}

// networkACLEndpoints are about tenant ACLs, which allow or block networks. Only a seed can create them, and the
// emulator does not enforce them.
func networkACLEndpoints() []endpoint {
	return []endpoint{{
		http.MethodGet, "/network-acls", one("read:network_acls"), schema.Queries["network-acls"], nil, listNetworkACLs,
	}}
}

func listNetworkACLs(c *call) (answer.Reply, error) {
	rows := c.tenant.NetworkACLs.Matching(func(object.Object) bool { return true })
	return c.page(listing{
		key: "network_acls", rows: rows, totalsLast: true,
		show: func(acl object.Object) any { return networkACLKeys.Arrange(acl) },
	})
}
