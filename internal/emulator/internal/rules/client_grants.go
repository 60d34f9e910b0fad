package rules

import (
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// ErrSystemGrant refuses changes of grants Auth0 made.
//
// Assumption: the status and wording; the documentation says that they cannot be changed or deleted.
var ErrSystemGrant = answer.BadRequest("operation_not_supported", "System client grants cannot be changed or deleted")

// ApplyClientGrantDefaults adds what Auth0 adds to a grant on creation.
func ApplyClientGrantDefaults(grant object.Object) {
	object.SetDefault(grant, "id", tenant.NewClientGrantID())
	object.SetDefault(grant, "subject_type", "client")
	HideScopes(grant)
}

// HideScopes removes the scopes of a grant for all scopes, as Auth0 does.
func HideScopes(grant object.Object) {
	if object.Flag(grant, "allow_all_scopes") {
		delete(grant, "scope")
	}
}

// CheckNewClientGrant refuses a grant without a holder, for an application or API that does not exist, or with the key
// of another grant.
//
// Assumption: the order of the checks, and the wording if two holders or none are named.
func CheckNewClientGrant(t *tenant.Tenant, grant object.Object) error {
	if err := CheckGrantReferences(t, grant); err != nil {
		return err
	}
	if err := CheckClientGrant(t, grant); err != nil {
		return err
	}
	duplicate := t.ClientGrants.Find(func(other object.Object) bool {
		return SameMembers(grant, other, "client_id", "default_for", "audience", "subject_type")
	})
	if duplicate != nil {
		return answer.Conflict("client_grant already exists")
	}
	return nil
}

// CheckGrantReferences refuses grants without a holder, or for an application or API that does not exist.
func CheckGrantReferences(t *tenant.Tenant, grant object.Object) error {
	clientID, defaultFor := object.Text(grant, "client_id"), object.Text(grant, "default_for")
	if (clientID == "") == (defaultFor == "") {
		return answer.InvalidBody("Exactly one of client_id and default_for is required")
	}
	if clientID != "" && t.Clients.Get(clientID) == nil {
		return answer.NotFound("", "Client not found")
	}
	audience := object.Text(grant, "audience")
	if _, system := t.SystemPath(audience, t.Domain()); !system && t.ResourceServerByIdentifier(audience) == nil {
		return answer.NotFound("", "No resource with identifier "+audience)
	}
	return nil
}

// CheckClientGrant refuses members that the grant may not have.
//
// Assumption: the wording and errorCode of every refusal here, and that organization_usage and
// authorization_details_types are refused and not ignored for the other subject type.
func CheckClientGrant(t *tenant.Tenant, grant object.Object) error {
	client := t.Clients.Get(object.Text(grant, "client_id"))
	forThirdParty := IsThirdParty(client) || grant["default_for"] != nil
	audience := object.Text(grant, "audience")
	api := t.ResourceServerByIdentifier(audience)
	_, system := t.SystemPath(audience, t.Domain())

	switch subject := object.Text(grant, "subject_type"); {
	case object.Text(client, "app_type") == "express_configuration":
		return ValidationError("Client of type express_configuration cannot be used")
	case forThirdParty && (system || object.Flag(api, "is_system")):
		return ValidationError("The API %s cannot be granted to third-party clients", audience)
	case system && api == nil:
		return answer.NotFound("", "No resource with identifier "+audience)
	case system && (grant["allow_all_scopes"] != nil || hasOrganizations(grant)):
		return ValidationError("allow_all_scopes and organization settings are not allowed for the API %s", audience)
	case grant["default_for"] != nil && hasOrganizations(grant):
		return ValidationError("organization settings are not allowed together with default_for")
	case object.Flag(grant, "allow_any_organization") && IsStrict(client):
		return ValidationError("allow_any_organization is not allowed for third-party clients in strict security mode")
	case object.Flag(grant, "allow_any_organization") && object.Text(grant, "organization_usage") == "deny":
		return ValidationError("allow_any_organization cannot be true while organization_usage is deny")
	case subject != "client" && grant["organization_usage"] != nil:
		return ValidationError("organization_usage is only allowed for subject_type client")
	case subject != "user" && !IsEmpty(grant["authorization_details_types"]):
		return ValidationError("authorization_details_types is only allowed for subject_type user")
	}
	unknown := slices.DeleteFunc(object.List(grant, "scope"), func(scope string) bool { return HasScope(api, scope) })
	if api != nil && len(unknown) > 0 && t.Variants[tenant.UnknownScopesRefused] {
		return ValidationError("The API %s does not define the scopes: %s", audience, strings.Join(unknown, ", "))
	}
	return nil
}

func hasOrganizations(grant object.Object) bool {
	return grant["organization_usage"] != nil || grant["allow_any_organization"] != nil
}

// ValidationError answers 400 to members that a grant may not have.
func ValidationError(format string, args ...any) *answer.Error {
	return answer.BadRequest("validation_error", format, args...)
}

// HasScope reports whether an API defines a scope.
func HasScope(api object.Object, scope string) bool {
	return slices.Contains(scopeValues(api), scope)
}

// scopeValues returns the names of an API's scopes, in the API's order.
func scopeValues(api object.Object) []string {
	scopes := object.Objects(api["scopes"])
	out := make([]string, len(scopes))
	for i, scope := range scopes {
		out[i] = object.Text(scope, "value")
	}
	return out
}

// SameMembers reports whether two objects have the same values of these members.
func SameMembers(a, b object.Object, keys ...string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool { return a[key] != b[key] })
}
