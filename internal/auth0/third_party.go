package auth0

import (
	"strings"
)

// IsStrictClientID reports whether a client id belongs to a third-party application in strict mode: Auth0 gives
// those, and only those, ids that start with tpc_. An id without it says nothing: the application is then a
// permissive third-party or a first-party one.
func IsStrictClientID(clientID string) bool { return strings.HasPrefix(clientID, "tpc_") }

// IsThirdParty reports whether the application is a third party's. The tenant's global client is not, whatever it says.
func (a *Application) IsThirdParty() bool { return !a.IsFirstParty && !a.Global }

// SecurityMode returns the mode of a third-party application. Tenants from before the strict mode have applications
// that show none; they work as permissive ones do. A strict one is known by its id even to access tokens that see
// little more than that.
//
// Assumption: mode-of-older-applications: what shows no mode and has no id of a strict one is permissive.
func (a *Application) SecurityMode() string {
	switch {
	case a.ThirdPartySecurityMode != "":
		return a.ThirdPartySecurityMode
	case IsStrictClientID(a.ClientID):
		return SecurityModeStrict
	default:
		return SecurityModePermissive
	}
}

// IsDynamicallyRegistered reports whether the application's owner registered it, by Dynamic Client Registration or by
// publishing a client ID metadata document, rather than somebody who manages the tenant. Registrations from before
// Auth0 kept note of this are not recognised.
//
// Assumption: origin-of-applications: if Auth0 does not say who made it, one with metadata from outside registered
// itself.
func (a *Application) IsDynamicallyRegistered() bool {
	return a.ExternalMetadataType != "" && a.ExternalMetadataCreatedBy != RegisteredByAdmin
}

// Values of Application.ExternalMetadataCreatedBy.
const (
	RegisteredByAdmin  = "admin"  // through the Management API
	RegisteredByClient = "client" // by the application itself
)

// RegisteredBy returns who registered an application with metadata from outside, and "" if Auth0 does not tell: of one
// with a document, it may have been either.
func (a *Application) RegisteredBy() string {
	if a.ExternalMetadataCreatedBy == "" && a.ExternalMetadataType == "dcr" {
		return RegisteredByClient
	}
	return a.ExternalMetadataCreatedBy
}

// IsDescribedByDocument reports whether a client ID metadata document describes the application. What the document says
// cannot be set in the tenant.
func (a *Application) IsDescribedByDocument() bool { return a.ExternalMetadataType == "cimd" }

// IsSetUpFromOutside reports whether the application registered itself or a document describes it, whoever made it.
// Strict ones of these get no tokens for themselves.
func (a *Application) IsSetUpFromOutside() bool { return a.ExternalMetadataType != "" }

// IsPublic reports whether the application is known not to authenticate.
func (a *Application) IsPublic() bool {
	return a.TokenEndpointAuthMethod == "none" && a.ClientAuthenticationMethods == nil
}

// AttachedCredentials returns the ids of the credentials that the application authenticates with.
func (a *Application) AttachedCredentials() []string {
	var ids []string
	if methods := a.ClientAuthenticationMethods; methods != nil && methods.PrivateKeyJWT != nil {
		for _, credential := range methods.PrivateKeyJWT.Credentials {
			if credential.ID != "" {
				ids = append(ids, credential.ID)
			}
		}
	}
	return ids
}
