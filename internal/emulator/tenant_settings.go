package emulator

import (
	"maps"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// sandboxVersions are the Node.js versions a tenant may choose from.
var sandboxVersions = object.Array("22", "18", "12")

var tenantSettingsKeys = object.Order{"enabled_locales", "flags", "sandbox_version"}

// mergedSettings are the settings PATCH merges one level down; the others are replaced.
var mergedSettings = []string{"flags", "error_page", "change_password", "guardian_mfa_page"}

// defaultSettings are the settings every tenant shows.
//
// Assumption: a new tenant shows these two flags, with their documented defaults.
func defaultSettings() object.Object {
	return object.Object{
		"enabled_locales": object.Array("en"),
		"sandbox_version": "22",
		"flags": object.Object{
			"enable_client_connections":          true,
			"enable_dynamic_client_registration": false,
		},
	}
}

// registrationModeMember is the setting for the mode of applications that register themselves, which many tenants never show.
const registrationModeMember = "dynamic_client_registration_security_mode"

// getTenantSettings shows the settings. Only a read lists the sandbox versions there are.
func getTenantSettings(c *call) (answer.Reply, error) {
	settings := maps.Clone(c.tenant.settings)
	settings["sandbox_versions_available"] = sandboxVersions
	if !c.tenant.variants[registrationModeShown] {
		delete(settings, registrationModeMember)
	}
	return answer.OK(tenantSettingsKeys.Arrange(c.selectFields(settings)))
}

// updateTenantSettings merges settings. Only its answer has the two flags about passwordless.
//
// Assumption: flags {} changes nothing, whereas the other settings that merge are emptied by {}.
func updateTenantSettings(c *call) (answer.Reply, error) {
	update := object.Clone(c.object())
	if flags, sent := update["flags"].(object.Object); sent && len(flags) == 0 {
		delete(update, "flags")
	}
	convertLifetimes(update)
	next := object.Clone(c.tenant.settings)
	object.Merge(next, update, func(key string) bool { return slices.Contains(mergedSettings, key) })
	if next["default_redirection_uri"] == "" {
		delete(next, "default_redirection_uri")
	}
	c.tenant.setSettings(next)
	shown := object.Clone(next)
	flags := object.Child(shown, "flags")
	flags["enforce_client_authentication_on_passwordless_start"] = true
	flags["cannot_change_enforce_client_authentication_on_passwordless_start"] = true
	if c.tenant.variants[registrationModeOmitted] {
		delete(shown, registrationModeMember)
	}
	return answer.OK(tenantSettingsKeys.Arrange(shown))
}

// convertLifetimes turns session lifetimes given in minutes into hours, as fractions if need be. Auth0 shows hours only.
func convertLifetimes(update object.Object) {
	for _, name := range []string{"session_lifetime", "idle_session_lifetime", "ephemeral_session_lifetime", "idle_ephemeral_session_lifetime"} {
		if minutes, sent := update[name+"_in_minutes"].(float64); sent {
			update[name] = minutes / 60
		}
		delete(update, name+"_in_minutes")
	}
}
