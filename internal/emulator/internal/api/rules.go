package api

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var ruleKeys = object.Order{"id", "name", "enabled", "order", "stage", "script"}

// ruleEndpoints are about Rules, which run at logins. Only a seed can create them.
func ruleEndpoints() []endpoint {
	return []endpoint{{http.MethodGet, "/rules", one("read:rules"), schema.Queries["rules"], nil, listRules}}
}

func listRules(c *call) (answer.Reply, error) {
	rows := c.tenant.Rules.Matching(func(rule object.Object) bool {
		return !c.given("enabled") || rule["enabled"] == c.query["enabled"]
	})
	return c.page(listing{
		key: "rules", rows: rows, totalsLast: true,
		show: func(rule object.Object) any { return ruleKeys.Arrange(c.selectFields(rule)) },
	})
}
