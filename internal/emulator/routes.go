package emulator

import "net/http"

var (
	clientBodies                 = loadBodies("clients")
	credentialBodies             = loadBodies("credentials")
	clientGrantBodies            = loadBodies("client_grants")
	connectionBodies             = loadBodies("connections")
	connectionClientsBody        = loadBody("connection_clients")
	resourceServerBodies         = loadBodies("resource_servers")
	organizationBodies           = loadBodies("organizations")
	organizationClientGrantsBody = loadBody("organization_client_grants")
	tenantSettingsBodies         = loadBodies("tenant_settings")
	queries                      = loadQueries()
)

var (
	readClients = anyOf{"read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"}
	readOrgs    = anyOf{"read:organizations", "read:organizations_summary"}
)

// endpoints is the Management API.
func endpoints() []endpoint {
	one := func(scope string) []anyOf { return []anyOf{{scope}} }
	get, post, patch, del := http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	none := queries["none"]
	return []endpoint{
		{get, "/clients", []anyOf{readClients}, queries["clients"], nil, listClients},
		{post, "/clients", one("create:clients"), none, clientBodies.create, createClient},
		{get, "/clients/{id}", []anyOf{readClients}, queries["client"], nil, getClient},
		{patch, "/clients/{id}", []anyOf{updateClientScopes}, none, clientBodies.update, updateClient},
		{del, "/clients/{id}", one("delete:clients"), none, nil, deleteClient},
		{post, "/clients/{id}/rotate-secret", one("update:client_keys"), none, nil, rotateClientSecret},
		{get, "/clients/{id}/connections", []anyOf{{"read:connections"}, {"read:clients", "read:client_summary"}}, queries["client-connections"], nil, listClientConnections},

		{get, "/clients/{id}/credentials", one("read:client_credentials"), queries["credentials"], nil, listCredentials},
		{post, "/clients/{id}/credentials", one("create:client_credentials"), none, credentialBodies.create, createCredential},
		{get, "/clients/{id}/credentials/{credential_id}", one("read:client_credentials"), none, nil, getCredential},
		{patch, "/clients/{id}/credentials/{credential_id}", one("update:client_credentials"), none, credentialBodies.update, updateCredential},
		{del, "/clients/{id}/credentials/{credential_id}", one("delete:client_credentials"), none, nil, deleteCredential},

		{get, "/client-grants", one("read:client_grants"), queries["client-grants"], nil, listClientGrants},
		{post, "/client-grants", one("create:client_grants"), none, clientGrantBodies.create, createClientGrant},
		{get, "/client-grants/{id}", one("read:client_grants"), none, nil, getClientGrant},
		{patch, "/client-grants/{id}", one("update:client_grants"), none, clientGrantBodies.update, updateClientGrant},
		{del, "/client-grants/{id}", one("delete:client_grants"), none, nil, deleteClientGrant},
		{get, "/client-grants/{id}/organizations", one("read:organization_client_grants"), queries["client-grant-organizations"], nil, listClientGrantOrganizations},

		{get, "/connections", one("read:connections"), queries["connections"], nil, listConnections},
		{post, "/connections", one("create:connections"), none, connectionBodies.create, createConnection},
		{get, "/connections/{id}", one("read:connections"), queries["connection"], nil, getConnection},
		{patch, "/connections/{id}", one("update:connections"), none, connectionBodies.update, updateConnection},
		{del, "/connections/{id}", one("delete:connections"), none, nil, deleteConnection},
		{get, "/connections/{id}/clients", one("read:connections"), queries["connection-clients"], nil, listConnectionClients},
		{patch, "/connections/{id}/clients", one("update:connections"), none, connectionClientsBody, updateConnectionClients},

		{get, "/resource-servers", one("read:resource_servers"), queries["resource-servers"], nil, listResourceServers},
		{post, "/resource-servers", one("create:resource_servers"), none, resourceServerBodies.create, createResourceServer},
		{get, "/resource-servers/{id}", one("read:resource_servers"), queries["resource-server"], nil, getResourceServer},
		{patch, "/resource-servers/{id}", one("update:resource_servers"), none, resourceServerBodies.update, updateResourceServer},
		{del, "/resource-servers/{id}", one("delete:resource_servers"), none, nil, deleteResourceServer},

		{get, "/organizations", []anyOf{readOrgs}, queries["organizations"], nil, listOrganizations},
		{post, "/organizations", one("create:organizations"), none, organizationBodies.create, createOrganization},
		{get, "/organizations/{id}", []anyOf{readOrgs}, none, nil, getOrganization},
		{get, "/organizations/name/{name}", []anyOf{readOrgs}, none, nil, getOrganizationByName},
		{patch, "/organizations/{id}", one("update:organizations"), none, organizationBodies.update, updateOrganization},
		{del, "/organizations/{id}", one("delete:organizations"), none, nil, deleteOrganization},
		{get, "/organizations/{id}/client-grants", one("read:organization_client_grants"), queries["organization-client-grants"], nil, listOrganizationClientGrants},
		{post, "/organizations/{id}/client-grants", one("create:organization_client_grants"), none, organizationClientGrantsBody, createOrganizationClientGrant},
		{del, "/organizations/{id}/client-grants/{grant_id}", one("delete:organization_client_grants"), none, nil, deleteOrganizationClientGrant},

		{get, "/tenants/settings", one("read:tenant_settings"), queries["tenant-settings"], nil, getTenantSettings},
		{patch, "/tenants/settings", one("update:tenant_settings"), none, tenantSettingsBodies.update, updateTenantSettings},
	}
}
