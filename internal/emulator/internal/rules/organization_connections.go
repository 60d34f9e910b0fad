package rules

import (
	"maps"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// OrganizationConnections returns all connections of an organization, including disabled ones, with the defaults that
// Auth0 adds.
//
// Assumption: is_enabled is true by default; the documentation has the other defaults.
func OrganizationConnections(organization object.Object) []object.Object {
	out := object.Objects(object.Clone(organization)["enabled_connections"])
	for _, connection := range out {
		object.SetDefault(connection, "assign_membership_on_login", false)
		object.SetDefault(connection, "show_as_button", true)
		object.SetDefault(connection, "is_signup_enabled", false)
		object.SetDefault(connection, "is_enabled", true)
	}
	return out
}

// OrganizationConnection returns a connection of an organization, nil if it has none with the id.
func OrganizationConnection(organization object.Object, id string) object.Object {
	for _, connection := range OrganizationConnections(organization) {
		if object.Text(connection, "connection_id") == id {
			return connection
		}
	}
	return nil
}

// WithConnection returns an organization with a connection added, which replaces one with the same id.
func WithConnection(organization, connection object.Object) object.Object {
	id := object.Text(connection, "connection_id")
	next := maps.Clone(organization)
	all := object.Objects(organization["enabled_connections"])
	at := slices.IndexFunc(all, func(other object.Object) bool { return object.Text(other, "connection_id") == id })
	if at < 0 {
		at, all = len(all), append(all, nil)
	}
	all[at] = connection
	next["enabled_connections"] = asArray(all)
	return next
}

// WithoutConnection returns an organization without a connection.
func WithoutConnection(organization object.Object, id string) object.Object {
	next := maps.Clone(organization)
	next["enabled_connections"] = asArray(slices.DeleteFunc(
		object.Objects(organization["enabled_connections"]),
		func(other object.Object) bool { return object.Text(other, "connection_id") == id },
	))
	return next
}

func asArray(objects []object.Object) []any {
	out := make([]any, len(objects))
	for i, o := range objects {
		out[i] = o
	}
	return out
}

// CheckOrganizationConnections refuses connections that do not exist or that the organization has already.
//
// Assumption: status and wording of both. The OpenAPI document names a 404 for an organization that does not exist, and
// no 409.
func CheckOrganizationConnections(t *tenant.Tenant, organization object.Object, given ...object.Object) error {
	for i, connection := range given {
		id := object.Text(connection, "connection_id")
		if t.Connections.Get(id) == nil {
			return answer.ErrConnectionMissing
		}
		again := slices.ContainsFunc(given[:i], func(o object.Object) bool { return object.Text(o, "connection_id") == id })
		if again || OrganizationConnection(organization, id) != nil {
			return answer.Conflict("The connection %s is already enabled for the organization", id)
		}
	}
	return nil
}
