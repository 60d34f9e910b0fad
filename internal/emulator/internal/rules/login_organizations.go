package rules

import (
	"maps"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Pick says when a user must name an organization.
type Pick string

// The times at which the user names it.
const (
	PicksNone   Pick = ""
	PicksBefore Pick = "before" // the login, by typing its name
	PicksAfter  Pick = "after"  // the login, from the user's organizations
)

// LoginOrganization returns the organization that a login is for, nil for none, and whether the user must name one.
//
// Assumption: an application without organization_usage uses no organizations; one that requires them without
// organization_require_behavior must send the parameter.
func LoginOrganization(t *tenant.Tenant, client object.Object, asked string) (object.Object, Pick, error) {
	usage := object.Text(client, "organization_usage")
	switch {
	case asked == "" && usage != "require":
		return nil, PicksNone, nil
	case IsThirdParty(client) && !IsStrict(client):
		return nil, PicksNone, refuseLogin("invalid_request", "Organizations are only available to first party clients on "+
			"user-based flows")
	case usage != "allow" && usage != "require":
		return nil, PicksNone, refuseLogin("invalid_request", "parameter organization is not allowed for this client")
	case asked != "":
		organization := organizationNamed(t, asked)
		if organization == nil || !mayEnter(t, client, organization) {
			return nil, PicksNone, refuseInvalidOrganization(asked)
		}
		return organization, PicksNone, nil
	}
	switch object.Text(client, "organization_require_behavior") {
	case "pre_login_prompt":
		return nil, PicksBefore, nil
	case "post_login_prompt":
		return nil, PicksAfter, nil
	default:
		return nil, PicksNone, refuseLogin("invalid_request", "parameter organization is required for this client")
	}
}

func refuseInvalidOrganization(asked string) error {
	return refuseLogin("invalid_request", "parameter organization is invalid: "+asked)
}

// mayEnter reports whether an organization lets an application log its members in.
func mayEnter(t *tenant.Tenant, client, organization object.Object) bool {
	return !IsThirdParty(client) || AdmitsUsers(t, organization, client)
}

// PickedOrganization returns the organization that a user has named, by its name or its id.
func PickedOrganization(t *tenant.Tenant, client object.Object, named string) (object.Object, error) {
	organization := t.Organizations.Get(named)
	if organization == nil {
		organization = t.Organizations.Find(func(o object.Object) bool { return object.Text(o, "name") == named })
	}
	if organization == nil || !mayEnter(t, client, organization) {
		return nil, refuseInvalidOrganization(named)
	}
	return organization, nil
}

// OrganizationsOf returns the organizations that a user can pick for an application: the user is a member, and the
// organization lets the application in and has the user's connection.
func OrganizationsOf(t *tenant.Tenant, client, user object.Object) []object.Object {
	var out []object.Object
	for id, organization := range t.Organizations.All() {
		if IsMember(user, id) && mayEnter(t, client, organization) &&
			enabledConnection(organization, connectionID(t, user)) != nil {
			out = append(out, organization)
		}
	}
	return out
}

func connectionID(t *tenant.Tenant, user object.Object) string {
	return object.Text(t.Connections.Find(func(connection object.Object) bool {
		return connection["name"] == user["connection"]
	}), "id")
}

// EnterOrganization refuses a user who is not a member, unless the organization's connection makes everybody who logs
// in a member.
//
// Assumption: the code; the wording was seen.
func EnterOrganization(t *tenant.Tenant, organization, user object.Object) error {
	id := object.Text(organization, "id")
	if IsMember(user, id) {
		return nil
	}
	if !object.Flag(enabledConnection(organization, connectionID(t, user)), "assign_membership_on_login") {
		return &answer.TokenError{
			Status: http.StatusForbidden, Code: "invalid_request",
			Description: "user " + object.Text(user, "user_id") + " is not part of the " + id + " organization",
		}
	}
	next := maps.Clone(user)
	next["organizations"] = object.Array(append(object.List(user, "organizations"), id)...)
	t.Users.Set(object.Text(user, "user_id"), next)
	return nil
}
