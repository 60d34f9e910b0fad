package api

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var hookKeys = object.Order{"id", "name", "enabled", "triggerId", "script"}

// hookEndpoints read Hooks. Those for credentials-exchange run when applications get machine-to-machine tokens. Only a
// seed can create them.
func hookEndpoints() []endpoint {
	return []endpoint{{http.MethodGet, "/hooks", one("read:hooks"), schema.Queries["hooks"], nil, listHooks}}
}

func listHooks(c *call) (answer.Reply, error) {
	rows := c.tenant.Hooks.Matching(func(hook object.Object) bool {
		return (!c.given("enabled") || hook["enabled"] == c.query["enabled"]) &&
			(!c.given("triggerId") || hook["triggerId"] == c.query["triggerId"])
	})
	return c.page(listing{
		key: "hooks", rows: rows, totalsLast: true,
		show: func(hook object.Object) any { return hookKeys.Arrange(c.selectFields(hook)) },
	})
}
