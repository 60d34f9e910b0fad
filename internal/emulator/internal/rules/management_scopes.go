package rules

// ManagementScopes are the scopes of the Management API. Auth0 has more; these are the ones of the calls that
// third-party access touches, and of their neighbours that other clients ask for.
var ManagementScopes = []string{
	"read:client_grants", "create:client_grants", "update:client_grants", "delete:client_grants",
	"read:clients", "create:clients", "update:clients", "delete:clients", "read:client_summary",
	"read:client_keys", "create:client_keys", "update:client_keys", "delete:client_keys",
	"read:client_credentials", "create:client_credentials", "update:client_credentials", "delete:client_credentials",
	"read:connections", "create:connections", "update:connections", "delete:connections",
	"read:connections_options", "update:connections_options",
	"read:resource_servers", "create:resource_servers", "update:resource_servers", "delete:resource_servers",
	"read:tenant_settings", "update:tenant_settings",
	"read:organizations", "create:organizations", "update:organizations", "delete:organizations", "read:organizations_summary",
	"read:organization_connections", "create:organization_connections", "update:organization_connections",
	"delete:organization_connections",
	"read:organization_client_grants", "create:organization_client_grants", "delete:organization_client_grants",
	"read:users", "create:users", "update:users", "delete:users", "read:grants", "delete:grants",
	"read:actions", "create:actions", "update:actions", "delete:actions", "read:rules", "read:logs", "read:stats",
	"read:custom_domains", "read:branding", "read:prompts", "read:roles", "read:email_provider", "read:guardian_factors",
}
