package rules

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// SandboxVersions are the Node.js versions that a tenant may choose.
var SandboxVersions = object.Array("22", "18", "12")

// MergedSettings are the settings that PATCH merges one level down; it replaces the others.
var MergedSettings = []string{"flags", "error_page", "change_password", "guardian_mfa_page"}

// DefaultSettings are the settings every tenant shows.
//
// Assumption: a new tenant shows these two flags, with their documented defaults.
func DefaultSettings() object.Object {
	return object.Object{
		"enabled_locales": object.Array("en"),
		"sandbox_version": "22",
		"flags": object.Object{
			"enable_client_connections":          true,
			"enable_dynamic_client_registration": false,
		},
	}
}

// RegistrationMode is the setting for the mode of applications that register themselves. Many tenants never show it.
const RegistrationMode = "dynamic_client_registration_security_mode"

// ConvertLifetimes converts session lifetimes from minutes to hours, with fractions, because Auth0 shows only hours.
func ConvertLifetimes(update object.Object) {
	for _, name := range []string{
		"session_lifetime", "idle_session_lifetime", "ephemeral_session_lifetime", "idle_ephemeral_session_lifetime",
	} {
		if minutes, sent := update[name+"_in_minutes"].(float64); sent {
			update[name] = minutes / 60
		}
		delete(update, name+"_in_minutes")
	}
}
