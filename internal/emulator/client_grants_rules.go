package emulator

import (
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// errSystemGrant refuses changes of grants Auth0 made.
//
// Assumption: the status and wording; that they cannot be changed or deleted is documented.
var errSystemGrant = answer.BadRequest("operation_not_supported", "System client grants cannot be changed or deleted")

func applyClientGrantDefaults(grant object.Object) {
	object.SetDefault(grant, "id", newClientGrantID())
	object.SetDefault(grant, "subject_type", "client")
	hideScopes(grant)
}

// hideScopes removes the scopes of a grant for all scopes, as Auth0 does.
func hideScopes(grant object.Object) {
	if object.Flag(grant, "allow_all_scopes") {
		delete(grant, "scope")
	}
}

// checkNewClientGrant refuses grants that cannot be made: without a holder, for an application or API that does not exist,
// or a second time.
//
// Assumption: the order of the checks, and the wording where two holders or none are named.
func (t *tenant) checkNewClientGrant(grant object.Object) error {
	if err := t.checkGrantReferences(grant); err != nil {
		return err
	}
	if err := t.checkClientGrant(grant); err != nil {
		return err
	}
	duplicate := t.clientGrants.find(func(other object.Object) bool {
		return sameMembers(grant, other, "client_id", "default_for", "audience", "subject_type")
	})
	if duplicate != nil {
		return answer.Conflict("client_grant already exists")
	}
	return nil
}

// checkGrantReferences refuses grants without a holder, or for an application or API that does not exist.
func (t *tenant) checkGrantReferences(grant object.Object) error {
	clientID, defaultFor := object.Text(grant, "client_id"), object.Text(grant, "default_for")
	if (clientID == "") == (defaultFor == "") {
		return answer.InvalidBody("Exactly one of client_id and default_for is required")
	}
	if clientID != "" && t.clients.get(clientID) == nil {
		return answer.NotFound("", "Client not found")
	}
	audience := object.Text(grant, "audience")
	if _, system := t.systemPath(audience, t.domain()); !system && t.resourceServerByIdentifier(audience) == nil {
		return answer.NotFound("", "No resource with identifier "+audience)
	}
	return nil
}

// checkClientGrant refuses what a grant may not hold.
//
// Assumption: the wording and errorCode of every refusal here, and that organization_usage and authorization_details_types
// are refused and not ignored for the other subject type.
func (t *tenant) checkClientGrant(grant object.Object) error {
	client := t.clients.get(object.Text(grant, "client_id"))
	forThirdParty := isThirdParty(client) || grant["default_for"] != nil
	audience := object.Text(grant, "audience")
	api := t.resourceServerByIdentifier(audience)
	_, system := t.systemPath(audience, t.domain())

	switch subject := object.Text(grant, "subject_type"); {
	case object.Text(client, "app_type") == "express_configuration":
		return validationError("Client of type express_configuration cannot be used")
	case forThirdParty && (system || object.Flag(api, "is_system")):
		return validationError("The API %s cannot be granted to third-party clients", audience)
	case system && api == nil:
		return answer.NotFound("", "No resource with identifier "+audience)
	case system && (grant["allow_all_scopes"] != nil || hasOrganizations(grant)):
		return validationError("allow_all_scopes and organization settings are not allowed for the API %s", audience)
	case grant["default_for"] != nil && hasOrganizations(grant):
		return validationError("organization settings are not allowed together with default_for")
	case object.Flag(grant, "allow_any_organization") && isStrict(client):
		return validationError("allow_any_organization is not allowed for third-party clients in strict security mode")
	case object.Flag(grant, "allow_any_organization") && object.Text(grant, "organization_usage") == "deny":
		return validationError("allow_any_organization cannot be true while organization_usage is deny")
	case subject != "client" && grant["organization_usage"] != nil:
		return validationError("organization_usage is only allowed for subject_type client")
	case subject != "user" && !isEmpty(grant["authorization_details_types"]):
		return validationError("authorization_details_types is only allowed for subject_type user")
	}
	unknown := slices.DeleteFunc(object.List(grant, "scope"), func(scope string) bool { return hasScope(api, scope) })
	if api != nil && len(unknown) > 0 && t.variants[unknownScopesRefused] {
		return validationError("The API %s does not define the scopes: %s", audience, strings.Join(unknown, ", "))
	}
	return nil
}

func hasOrganizations(grant object.Object) bool {
	return grant["organization_usage"] != nil || grant["allow_any_organization"] != nil
}

func validationError(format string, args ...any) *answer.Error {
	return answer.BadRequest("validation_error", format, args...)
}

func hasScope(api object.Object, scope string) bool {
	return slices.Contains(scopeValues(api), scope)
}

// scopeValues are the names of an API's scopes, in its order.
func scopeValues(api object.Object) []string {
	scopes := object.Objects(api["scopes"])
	out := make([]string, len(scopes))
	for i, scope := range scopes {
		out[i] = object.Text(scope, "value")
	}
	return out
}

func sameMembers(a, b object.Object, keys ...string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool { return a[key] != b[key] })
}
