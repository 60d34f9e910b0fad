package api

import (
	"maps"
	"net/http"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

var tenantSettingsKeys = object.Order{"enabled_locales", "flags", "sandbox_version"}

func tenantSettingsEndpoints() []endpoint {
	return []endpoint{
		{
			http.MethodGet,
			"/tenants/settings",
			one("read:tenant_settings"),
			schema.Queries["tenant-settings"],
			nil,
			getTenantSettings,
		},
		{
			http.MethodPatch,
			"/tenants/settings",
			one("update:tenant_settings"),
			schema.Queries["none"],
			schema.TenantSettings.Update,
			updateTenantSettings,
		},
	}
}

// getTenantSettings shows the settings. Only a read lists the available sandbox versions.
func getTenantSettings(c *call) (answer.Reply, error) {
	settings := maps.Clone(c.tenant.Settings)
	settings["sandbox_versions_available"] = rules.SandboxVersions
	if !c.tenant.Variants[tenant.RegistrationModeShown] {
		delete(settings, rules.RegistrationMode)
	}
	return answer.OK(tenantSettingsKeys.Arrange(c.selectFields(settings)))
}

// updateTenantSettings merges settings. Only its answer has the two passwordless flags.
//
// Assumption: flags {} changes nothing, whereas the other settings that merge are emptied by {}.
func updateTenantSettings(c *call) (answer.Reply, error) {
	update := object.Clone(c.object())
	if flags, sent := update["flags"].(object.Object); sent && len(flags) == 0 {
		delete(update, "flags")
	}
	rules.ConvertLifetimes(update)
	next := object.Clone(c.tenant.Settings)
	object.Merge(next, update, func(key string) bool { return slices.Contains(rules.MergedSettings, key) })
	if next["default_redirection_uri"] == "" {
		delete(next, "default_redirection_uri")
	}
	c.tenant.SetSettings(next)
	shown := object.Clone(next)
	flags := object.Child(shown, "flags")
	flags["enforce_client_authentication_on_passwordless_start"] = true
	flags["cannot_change_enforce_client_authentication_on_passwordless_start"] = true
	if c.tenant.Variants[tenant.RegistrationModeOmitted] {
		delete(shown, rules.RegistrationMode)
	}
	return answer.OK(tenantSettingsKeys.Arrange(shown))
}
