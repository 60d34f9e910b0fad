package emulator

import (
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// pageAPIs are the APIs that can be granted to third-party applications, with their default permissions.
func pageAPIs(t *tenant.Tenant) []page.API {
	grants := rules.IndexGrants(t)
	var out []page.API
	for _, api := range t.ResourceServers.All() {
		if object.Flag(api, "is_system") {
			continue
		}
		byDefault := func(subjectType string) page.DefaultAccess {
			grant := grants[rules.GrantKey{ClientID: "", Audience: object.Text(api, "identifier"), SubjectType: subjectType}]
			scopes, undefined := rules.GrantedScopes(grant, api)
			return page.DefaultAccess{
				Granted: grant != nil,
				Scopes:  page.Scopes{All: object.Flag(grant, "allow_all_scopes"), Values: scopes, Undefined: undefined},
				Policy:  rules.AccessPolicy(api, subjectType),
			}
		}
		out = append(out, page.API{
			Name: object.Text(
				api,
				"name",
			),
			Audience: object.Text(api, "identifier"),
			User:     byDefault("user"),
			Client:   byDefault("client"),
		})
	}
	return out
}

func pageConnections(t *tenant.Tenant) []page.Connection {
	var out []page.Connection
	for id, connection := range t.Connections.All() {
		out = append(out, page.Connection{
			Name: object.Text(connection, "name"), ID: id, Strategy: object.Text(connection, "strategy"),
			IsDomain: object.Flag(connection, "is_domain_connection"),
		})
	}
	return out
}

func pageOrganizations(t *tenant.Tenant) []page.Organization {
	var out []page.Organization
	for id, organization := range t.Organizations.All() {
		out = append(out, page.Organization{
			Name: object.Text(organization, "name"), DisplayName: object.Text(organization, "display_name"), ID: id,
			Allows: object.Text(organization, "third_party_client_access") == "allow",
		})
	}
	return out
}

func pageRegistration(t *tenant.Tenant) page.Registration {
	mode := object.Text(t.Settings, rules.RegistrationMode)
	return page.Registration{
		Enabled:   object.Flag(object.Child(t.Settings, "flags"), "enable_dynamic_client_registration"),
		Mode:      rules.RegisteredMode(t, mode),
		IsModeSet: mode != "",
		HasDefault: t.ClientGrants.Find(func(grant object.Object) bool {
			return grant["default_for"] != nil
		}) != nil,
		Registered: len(t.Clients.Matching(func(client object.Object) bool {
			return object.Text(client, "external_metadata_type") == "dcr"
		})),
	}
}
