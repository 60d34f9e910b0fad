package emulator

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// pageAPIs are the APIs that third-party applications could be given access to, with their default permissions.
func (t *tenant) pageAPIs() []page.API {
	grants := t.grantIndex()
	var out []page.API
	for _, api := range t.resourceServers.all() {
		if object.Flag(api, "is_system") {
			continue
		}
		byDefault := func(subjectType string) page.DefaultAccess {
			grant := grants[grantKey{"", object.Text(api, "identifier"), subjectType}]
			scopes, undefined := grantedScopes(grant, api)
			return page.DefaultAccess{
				Granted: grant != nil,
				Scopes:  page.Scopes{All: object.Flag(grant, "allow_all_scopes"), Values: scopes, Undefined: undefined},
				Policy:  accessPolicy(api, subjectType),
			}
		}
		out = append(out, page.API{
			Name: object.Text(api, "name"), Audience: object.Text(api, "identifier"), User: byDefault("user"), Client: byDefault("client"),
		})
	}
	return out
}

func (t *tenant) pageConnections() []page.Connection {
	var out []page.Connection
	for id, connection := range t.connections.all() {
		out = append(out, page.Connection{
			Name: object.Text(connection, "name"), ID: id, Strategy: object.Text(connection, "strategy"),
			IsDomain: object.Flag(connection, "is_domain_connection"),
		})
	}
	return out
}

func (t *tenant) pageOrganizations() []page.Organization {
	var out []page.Organization
	for id, organization := range t.organizations.all() {
		out = append(out, page.Organization{
			Name: object.Text(organization, "name"), DisplayName: object.Text(organization, "display_name"), ID: id,
			Allows: object.Text(organization, "third_party_client_access") == "allow",
		})
	}
	return out
}

func (t *tenant) pageRegistration() page.Registration {
	mode := object.Text(t.settings, registrationModeMember)
	return page.Registration{
		Enabled:   object.Flag(object.Child(t.settings, "flags"), "enable_dynamic_client_registration"),
		Mode:      t.registeredMode(mode),
		IsModeSet: mode != "",
		HasDefault: t.clientGrants.find(func(grant object.Object) bool {
			return grant["default_for"] != nil
		}) != nil,
		Registered: len(t.clients.where(func(client object.Object) bool {
			return object.Text(client, "external_metadata_type") == "dcr"
		})),
	}
}
