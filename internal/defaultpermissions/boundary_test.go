package defaultpermissions_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Each half is compared with the boundary and with its own earlier value.
func TestDefaultPermissionsBoundary(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := ownAPI(t, tenant)
	bounded := tenant.Bounded(map[string]any{"apis": map[string]any{audience: []string{"read:orders"}}})
	half := func(scopes ...string) map[string]any { return map[string]any{"scopes": append([]string{}, scopes...)} }
	all := map[string]any{"all_scopes": true}
	permissions := func(user, client map[string]any) map[string]any {
		return map[string]any{"audience": audience, "user_access": user, "client_access": client}
	}
	state := func(user, client map[string]any) map[string]any {
		for _, half := range []map[string]any{user, client} {
			if half != nil {
				half["grant_id"], half["all_scopes"] = "cgr_2Yl9pQfPzVYqWZ1m", half["all_scopes"] == true
			}
		}
		before := permissions(user, client)
		before["id"] = audience
		return before
	}
	for name, c := range map[string]struct {
		prior, config   map[string]any
		errors, warning []string // what the one error or warning says
	}{
		"within": {config: permissions(half("read:orders"), half())},
		"user access beyond": {
			config: permissions(half("write:orders"), half("read:orders")),
			errors: []string{`"user_access").AttributeName("scopes")`, "Access is beyond the boundary", `given: "write:orders"`},
		},
		"client access beyond": {
			config: permissions(half("read:orders"), all),
			errors: []string{`"client_access").AttributeName("all_scopes")`, "Access is beyond the boundary"},
		},
		"stays beyond": {
			prior:  state(half("write:orders"), nil),
			config: permissions(half("write:orders"), nil),
			errors: []string{"has this access already"},
		},
		"half that comes beyond": {
			prior:  state(half("read:orders"), nil),
			config: permissions(half("read:orders"), half("write:orders")),
			errors: []string{`"client_access"`, `given: "write:orders"`},
		},
		"half that goes": {
			prior:  state(half("read:orders"), half("write:orders")),
			config: permissions(half("read:orders"), nil),
		},
		"half that narrows": {
			prior:   state(half("read:orders", "write:orders"), nil),
			config:  permissions(half("write:orders"), nil),
			warning: []string{`"user_access"`, "is let through"},
		},
		"goes": {prior: state(half("write:orders"), nil)},
	} {
		plan := acctest.Plan(t, bounded, "auth0access_api_default_permissions", c.prior, c.config)
		acctest.WantOne(t, name+": errors", plan.Errors, c.errors)
		acctest.WantOne(t, name+": warnings", plan.Warnings, c.warning)
	}
}
