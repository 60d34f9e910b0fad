package api

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var (
	readClients = anyOf{"read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"}
	readOrgs    = anyOf{"read:organizations", "read:organizations_summary"}
)

// Endpoints is the Management API.
func Endpoints() []endpoint {
	one := func(scope string) []anyOf { return []anyOf{{scope}} }
	get, post, patch, del := http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	none := schema.Queries["none"]
	return []endpoint{
		{get, "/clients", []anyOf{readClients}, schema.Queries["clients"], nil, listClients},
		{post, "/clients", one("create:clients"), none, schema.Clients.Create, createClient},
		{get, "/clients/{id}", []anyOf{readClients}, schema.Queries["client"], nil, getClient},
		{patch, "/clients/{id}", []anyOf{updateClientScopes}, none, schema.Clients.Update, updateClient},
		{del, "/clients/{id}", one("delete:clients"), none, nil, deleteClient},
		{post, "/clients/{id}/rotate-secret", one("update:client_keys"), none, nil, rotateClientSecret},
		{get, "/clients/{id}/connections", []anyOf{{"read:connections"}, {"read:clients", "read:client_summary"}}, schema.Queries["client-connections"], nil, listClientConnections},

		{get, "/clients/{id}/credentials", one("read:client_credentials"), schema.Queries["credentials"], nil, listCredentials},
		{post, "/clients/{id}/credentials", one("create:client_credentials"), none, schema.Credentials.Create, createCredential},
		{get, "/clients/{id}/credentials/{credential_id}", one("read:client_credentials"), none, nil, getCredential},
		{patch, "/clients/{id}/credentials/{credential_id}", one("update:client_credentials"), none, schema.Credentials.Update, updateCredential},
		{del, "/clients/{id}/credentials/{credential_id}", one("delete:client_credentials"), none, nil, deleteCredential},

		{get, "/client-grants", one("read:client_grants"), schema.Queries["client-grants"], nil, listClientGrants},
		{post, "/client-grants", one("create:client_grants"), none, schema.ClientGrants.Create, createClientGrant},
		{get, "/client-grants/{id}", one("read:client_grants"), none, nil, getClientGrant},
		{patch, "/client-grants/{id}", one("update:client_grants"), none, schema.ClientGrants.Update, updateClientGrant},
		{del, "/client-grants/{id}", one("delete:client_grants"), none, nil, deleteClientGrant},
		{get, "/client-grants/{id}/organizations", one("read:organization_client_grants"), schema.Queries["client-grant-organizations"], nil, listClientGrantOrganizations},

		{get, "/connections", one("read:connections"), schema.Queries["connections"], nil, listConnections},
		{post, "/connections", one("create:connections"), none, schema.Connections.Create, createConnection},
		{get, "/connections/{id}", one("read:connections"), schema.Queries["connection"], nil, getConnection},
		{patch, "/connections/{id}", one("update:connections"), none, schema.Connections.Update, updateConnection},
		{del, "/connections/{id}", one("delete:connections"), none, nil, deleteConnection},
		{get, "/connections/{id}/clients", one("read:connections"), schema.Queries["connection-clients"], nil, listConnectionClients},
		{patch, "/connections/{id}/clients", one("update:connections"), none, schema.ConnectionClients, updateConnectionClients},

		{get, "/resource-servers", one("read:resource_servers"), schema.Queries["resource-servers"], nil, listResourceServers},
		{post, "/resource-servers", one("create:resource_servers"), none, schema.ResourceServers.Create, createResourceServer},
		{get, "/resource-servers/{id}", one("read:resource_servers"), schema.Queries["resource-server"], nil, getResourceServer},
		{patch, "/resource-servers/{id}", one("update:resource_servers"), none, schema.ResourceServers.Update, updateResourceServer},
		{del, "/resource-servers/{id}", one("delete:resource_servers"), none, nil, deleteResourceServer},

		{get, "/organizations", []anyOf{readOrgs}, schema.Queries["organizations"], nil, listOrganizations},
		{post, "/organizations", one("create:organizations"), none, schema.Organizations.Create, createOrganization},
		{get, "/organizations/{id}", []anyOf{readOrgs}, none, nil, getOrganization},
		{get, "/organizations/name/{name}", []anyOf{readOrgs}, none, nil, getOrganizationByName},
		{patch, "/organizations/{id}", one("update:organizations"), none, schema.Organizations.Update, updateOrganization},
		{del, "/organizations/{id}", one("delete:organizations"), none, nil, deleteOrganization},
		{get, "/organizations/{id}/client-grants", one("read:organization_client_grants"), schema.Queries["organization-client-grants"], nil, listOrganizationClientGrants},
		{post, "/organizations/{id}/client-grants", one("create:organization_client_grants"), none, schema.OrganizationClientGrants, createOrganizationClientGrant},
		{del, "/organizations/{id}/client-grants/{grant_id}", one("delete:organization_client_grants"), none, nil, deleteOrganizationClientGrant},

		{get, "/tenants/settings", one("read:tenant_settings"), schema.Queries["tenant-settings"], nil, getTenantSettings},
		{patch, "/tenants/settings", one("update:tenant_settings"), none, schema.TenantSettings.Update, updateTenantSettings},
	}
}
