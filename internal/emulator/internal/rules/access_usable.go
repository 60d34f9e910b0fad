package rules

import (
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Usable limits the granted access to the access that the application can request.
func Usable(t *tenant.Tenant, client object.Object, granted access, subjectType string) access {
	if !granted.Reason.Allows() {
		return granted
	}
	reason := obstacleForUsers(t, client)
	if subjectType == "client" {
		reason = obstacleForItself(t, client, granted.Grant)
	}
	switch {
	case reason != "":
		return access{Reason: reason, Grant: granted.Grant}
	case granted.Reason == ByPolicy:
		granted.Grant = nil
	}
	return granted
}

// obstacleForItself returns why an application cannot use client_credentials, empty if it can.
func obstacleForItself(t *tenant.Tenant, client, grant object.Object) AccessReason {
	switch {
	case neverGetsTokensForItself(client):
		return neverForItself
	case !slices.Contains(object.List(client, "grant_types"), "client_credentials"):
		return withoutGrantType
	case !namesOrganization(client, grant):
		return ""
	}
	for id := range t.Organizations.All() {
		if admitsGrant(t, client, grant, id) {
			return ""
		}
	}
	return withoutOrganization
}

// neverGetsTokensForItself reports whether client_credentials are refused whatever the application's grant types are.
// This is so for public applications and, in strict mode, for those that registered themselves or that a document
// describes.
func neverGetsTokensForItself(client object.Object) bool {
	if object.Text(client, "token_endpoint_auth_method") == "none" && client["client_authentication_methods"] == nil {
		return true
	}
	return IsStrict(client) && slices.Contains([]string{"dcr", "cimd"}, object.Text(client, "external_metadata_type"))
}

// loginGrantTypes are the grant types with which a permissive application may log users in, besides the code flow.
// Refresh tokens and multi-factor authentication are not among them, because they follow a login.
var loginGrantTypes = []string{
	"implicit", "urn:ietf:params:oauth:grant-type:device_code", "urn:openid:params:grant-type:ciba",
	"urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:grant-type:jwt-bearer",
	"http://auth0.com/oauth/grant-type/passwordless/otp", "urn:okta:params:oauth:grant-type:webauthn",
}

// obstacleForUsers returns why users cannot log in to an application, empty if they can. It does not check connections.
func obstacleForUsers(t *tenant.Tenant, client object.Object) AccessReason {
	canLogIn := slices.ContainsFunc(object.List(client, "grant_types"), func(grantType string) bool {
		return grantType == "authorization_code" || (!IsStrict(client) && slices.Contains(loginGrantTypes, grantType))
	})
	switch {
	case !canLogIn:
		return withoutGrantType
	case object.Text(client, "organization_usage") != "require":
		return ""
	case !IsStrict(client):
		return withoutOrganization
	}
	for _, organization := range t.Organizations.All() {
		if AdmitsUsers(t, organization, client) {
			return ""
		}
	}
	return withoutOrganization
}
