package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// grantTypes are all grant types Auth0 knows.
var grantTypes = []string{
	"implicit", "authorization_code", "refresh_token", "client_credentials", "password",
	"http://auth0.com/oauth/grant-type/password-realm", "http://auth0.com/oauth/grant-type/mfa-oob",
	"http://auth0.com/oauth/grant-type/mfa-otp", "http://auth0.com/oauth/grant-type/mfa-recovery-code",
	"http://auth0.com/oauth/grant-type/passwordless/otp", "urn:ietf:params:oauth:grant-type:device_code",
	"urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:grant-type:jwt-bearer",
	"urn:openid:params:grant-type:ciba", "urn:okta:params:oauth:grant-type:webauthn",
	"urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
}

var passwordGrantTypes = []string{"password", "http://auth0.com/oauth/grant-type/password-realm"}

// CheckNewClient refuses an application that may not be created. It checks both the request as sent and the application
// that would result.
func CheckNewClient(t *tenant.Tenant, client, sent object.Object) error {
	if err := CheckClient(t, client); err != nil || !IsStrict(client) {
		return err
	}
	return checkStrictMembers(sent, strictCreateMembers)
}

// CheckQuota refuses a further application if the tenant has as many as it may have.
func CheckQuota(t *tenant.Tenant) error {
	if t.ApplicationLimit == 0 || len(t.Clients.Records)-1 < t.ApplicationLimit { // the global client does not count
		return nil
	}
	return answer.Forbidden("too_many_entities", "You reached the limit of entities of this type for this tenant.")
}

// CheckClient refuses an application, in the form in which it would be stored, if Auth0 does not allow it.
//
// Assumption: the wording of every refusal here but the one for grant types. A setting that the documentation calls not
// available or not supported is refused with 400. No refusal of an application was recorded with its body.
func CheckClient(t *tenant.Tenant, client object.Object) error {
	if err := checkGrantTypes(client); err != nil {
		return err
	}
	if err := checkAuthentication(client); err != nil {
		return err
	}
	if metadata := object.Child(client, "client_metadata"); len(metadata) > 10 {
		return answer.InvalidBody("client_metadata cannot have more than 10 properties")
	}
	if !IsThirdParty(client) {
		for _, key := range []string{"third_party_security_mode", "redirection_policy"} {
			if client[key] != nil {
				return answer.InvalidBody("%s can only be set on a third-party client", key)
			}
		}
		return nil
	}
	if !IsStrict(client) || t.Variants[tenant.OrganizationsRefused] {
		for _, key := range organizationMembers {
			if client[key] != nil {
				return answer.Forbidden("operation_not_supported", "%s cannot be set on a third-party client", key)
			}
		}
	}
	if !IsStrict(client) {
		return nil
	}
	return checkStrict(client)
}

// organizationMembers are the settings of an application for logins with organizations.
var organizationMembers = []string{
	"organization_usage",
	"organization_require_behavior",
	"organization_discovery_methods",
}

func checkGrantTypes(client object.Object) error {
	allowed := func(grantType string) bool { return mayUse(client, grantType) }
	invalid := slices.DeleteFunc(object.List(client, "grant_types"), allowed)
	if len(invalid) > 0 {
		return answer.InvalidBody("Invalid grant types: %s", strings.Join(invalid, ", "))
	}
	return nil
}

func mayUse(client object.Object, grantType string) bool {
	switch {
	case IsStrict(client):
		return slices.Contains(strictGrantTypes, grantType) &&
			(grantType != "client_credentials" || mayUseClientCredentials(client))
	case IsThirdParty(client):
		return slices.Contains(grantTypes, grantType) && !slices.Contains(passwordGrantTypes, grantType)
	default:
		return slices.Contains(grantTypes, grantType)
	}
}

// mayUseClientCredentials reports whether a strict application is confidential and did not register itself.
//
// Assumption: without an authentication method, single-page and native applications are public and the others are not.
func mayUseClientCredentials(client object.Object) bool {
	if kind := object.Text(client, "external_metadata_type"); kind == "dcr" || kind == "cimd" {
		return false
	}
	if client["client_authentication_methods"] != nil {
		return true
	}
	switch object.Text(client, "token_endpoint_auth_method") {
	case "none":
		return false
	case "":
		appType := object.Text(client, "app_type")
		return appType != "spa" && appType != "native"
	default:
		return true
	}
}

func checkAuthentication(client object.Object) error {
	methods := object.Child(client, "client_authentication_methods")
	if methods == nil {
		return nil
	}
	if client["token_endpoint_auth_method"] != nil {
		return answer.InvalidBody("token_endpoint_auth_method and client_authentication_methods are mutually exclusive")
	}
	if methods["private_key_jwt"] != nil && object.Text(object.Child(client, "jwt_configuration"), "alg") != "RS256" {
		return answer.InvalidBody("client_authentication_methods requires jwt_configuration.alg to be RS256")
	}
	return nil
}

// CheckClientUpdate refuses changes of members that are fixed at creation, and members that the application cannot
// have. It accepts a fixed member with the same value.
func CheckClientUpdate(t *tenant.Tenant, current, update object.Object) error {
	for _, key := range []string{"is_first_party", "third_party_security_mode"} {
		if value, sent := update[key]; sent && value != current[key] {
			return answer.InvalidBody("%s cannot be changed", key)
		}
	}
	if err := checkRedirectionPolicy(t, current, update); err != nil || !IsStrict(current) {
		return err
	}
	if IsSelfDescribed(current) {
		return checkDescribedUpdate(current, update)
	}
	return checkStrictMembers(update, strictMembers)
}

// CheckClientReferences refuses an alias that another application has, and refresh token policies for APIs that do not
// exist.
//
// Assumption: the wording. The statuses are documented; unknown audiences in policies were once answered with 500.
func CheckClientReferences(t *tenant.Tenant, client object.Object) error {
	for _, alias := range object.List(client, "client_aliases") {
		for id, other := range t.Clients.All() {
			if id != object.Text(client, "client_id") && slices.Contains(object.List(other, "client_aliases"), alias) {
				return answer.Conflict("The alias %s is used by another client", alias)
			}
		}
	}
	for _, policy := range object.Objects(object.Child(client, "refresh_token")["policies"]) {
		if audience := object.Text(policy, "audience"); t.ResourceServerByIdentifier(audience) == nil {
			return answer.InvalidBody("No resource with identifier %s", audience)
		}
	}
	return nil
}

// IsEmpty reports whether a value sets nothing: null, false, or an empty array, object or string.
func IsEmpty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case object.Object:
		return len(v) == 0
	default:
		return false
	}
}

// RemoveClient deletes an application with its grants and credentials, and removes it from connections. Auth0 was seen
// to do so.
func RemoveClient(t *tenant.Tenant, clientID string) {
	t.Clients.Remove(clientID)
	t.Credentials.RemoveWhere(func(c object.Object) bool { return object.Text(c, CredentialClientID) == clientID })
	t.UserGrants.RemoveWhere(func(grant object.Object) bool { return object.Text(grant, "clientID") == clientID })
	t.RefreshTokens.RemoveWhere(func(token object.Object) bool { return object.Text(token, "client_id") == clientID })
	ofClient := func(grant object.Object) bool { return object.Text(grant, "client_id") == clientID }
	for _, grant := range t.ClientGrants.Matching(ofClient) {
		t.UnlinkGrant(grant.ID)
		t.ClientGrants.Remove(grant.ID)
	}
	t.OrganizationClients.RemoveWhere(func(a object.Object) bool { return object.Text(a, "client_id") == clientID })
	for id, connection := range t.Connections.All() {
		t.Connections.Set(id, WithEnabled(connection, clientID, false))
	}
	for id, api := range t.ResourceServers.All() {
		if object.Text(api, "client_id") == clientID {
			next := maps.Clone(api)
			delete(next, "client_id")
			t.ResourceServers.Set(id, next)
		}
	}
}
