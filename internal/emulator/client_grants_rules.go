package emulator

import (
	"slices"
	"strings"
)

// errSystemGrant refuses changes of grants Auth0 made.
//
// Assumption: the status and wording; that they cannot be changed or deleted is documented.
var errSystemGrant = badRequest("operation_not_supported", "System client grants cannot be changed or deleted")

func applyClientGrantDefaults(grant object) {
	setDefault(grant, "id", newClientGrantID())
	setDefault(grant, "subject_type", "client")
	hideScopes(grant)
}

// hideScopes removes the scopes of a grant for all scopes, as Auth0 does.
func hideScopes(grant object) {
	if flag(grant, "allow_all_scopes") {
		delete(grant, "scope")
	}
}

// checkNewClientGrant refuses grants that cannot be made: without a holder, for an application or API that does not exist,
// or a second time.
//
// Assumption: the order of the checks, and the wording where two holders or none are named.
func (t *tenant) checkNewClientGrant(grant object) error {
	if err := t.checkGrantReferences(grant); err != nil {
		return err
	}
	if err := t.checkClientGrant(grant); err != nil {
		return err
	}
	duplicate := t.clientGrants.find(func(other object) bool {
		return sameMembers(grant, other, "client_id", "default_for", "audience", "subject_type")
	})
	if duplicate != nil {
		return conflict("client_grant already exists")
	}
	return nil
}

// checkGrantReferences refuses grants without a holder, or for an application or API that does not exist.
func (t *tenant) checkGrantReferences(grant object) error {
	clientID, defaultFor := text(grant, "client_id"), text(grant, "default_for")
	if (clientID == "") == (defaultFor == "") {
		return invalidBody("Exactly one of client_id and default_for is required")
	}
	if clientID != "" && t.clients.get(clientID) == nil {
		return notFound("", "Client not found")
	}
	audience := text(grant, "audience")
	if _, system := t.systemPath(audience, t.domain()); !system && t.resourceServerByIdentifier(audience) == nil {
		return notFound("", "No resource with identifier "+audience)
	}
	return nil
}

// checkClientGrant refuses what a grant may not hold.
//
// Assumption: the wording and errorCode of every refusal here, and that organization_usage and authorization_details_types
// are refused and not ignored for the other subject type.
func (t *tenant) checkClientGrant(grant object) error {
	client := t.clients.get(text(grant, "client_id"))
	forThirdParty := isThirdParty(client) || grant["default_for"] != nil
	audience := text(grant, "audience")
	api := t.resourceServerByIdentifier(audience)
	_, system := t.systemPath(audience, t.domain())

	switch subject := text(grant, "subject_type"); {
	case text(client, "app_type") == "express_configuration":
		return validationError("Client of type express_configuration cannot be used")
	case forThirdParty && (system || flag(api, "is_system")):
		return validationError("The API %s cannot be granted to third-party clients", audience)
	case system && api == nil:
		return notFound("", "No resource with identifier "+audience)
	case system && (grant["allow_all_scopes"] != nil || hasOrganizations(grant)):
		return validationError("allow_all_scopes and organization settings are not allowed for the API %s", audience)
	case grant["default_for"] != nil && hasOrganizations(grant):
		return validationError("organization settings are not allowed together with default_for")
	case flag(grant, "allow_any_organization") && isStrict(client):
		return validationError("allow_any_organization is not allowed for third-party clients in strict security mode")
	case flag(grant, "allow_any_organization") && text(grant, "organization_usage") == "deny":
		return validationError("allow_any_organization cannot be true while organization_usage is deny")
	case subject != "client" && grant["organization_usage"] != nil:
		return validationError("organization_usage is only allowed for subject_type client")
	case subject != "user" && !isEmpty(grant["authorization_details_types"]):
		return validationError("authorization_details_types is only allowed for subject_type user")
	}
	unknown := slices.DeleteFunc(list(grant, "scope"), func(scope string) bool { return hasScope(api, scope) })
	if api != nil && len(unknown) > 0 && t.variants[unknownScopesRefused] {
		return validationError("The API %s does not define the scopes: %s", audience, strings.Join(unknown, ", "))
	}
	return nil
}

func hasOrganizations(grant object) bool {
	return grant["organization_usage"] != nil || grant["allow_any_organization"] != nil
}

func validationError(format string, args ...any) *apiError {
	return badRequest("validation_error", format, args...)
}

func hasScope(api object, scope string) bool {
	return slices.Contains(scopeValues(api), scope)
}

// scopeValues are the names of an API's scopes, in its order.
func scopeValues(api object) []string {
	scopes := objects(api["scopes"])
	out := make([]string, len(scopes))
	for i, scope := range scopes {
		out[i] = text(scope, "value")
	}
	return out
}

func sameMembers(a, b object, keys ...string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool { return a[key] != b[key] })
}
