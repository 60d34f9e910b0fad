package auth0

import (
	"strings"
	"unique"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// Values of Application.ThirdPartySecurityMode. The mode is fixed when the application is created.
const (
	SecurityModeStrict     = "strict"
	SecurityModePermissive = "permissive"
)

// Values of Application.RedirectionPolicy, which only strict third-party applications have.
const (
	RedirectionAllowAlways = "allow_always"
	RedirectionProtected   = "open_redirect_protection"
)

// Application is an application (a "client" at the wire) as the API shows it. Members that the API left out are
// zero. A member is a pointer if "left out" and "empty" differ. It has no secret: see [Client.ReadClientSecret].
type Application struct {
	ClientID                    string                       `json:"client_id"`
	Name                        string                       `json:"name"`
	Description                 string                       `json:"description"`
	AppType                     string                       `json:"app_type"`
	IsFirstParty                bool                         `json:"is_first_party"`
	Global                      bool                         `json:"global"`
	ThirdPartySecurityMode      string                       `json:"third_party_security_mode"`
	RedirectionPolicy           string                       `json:"redirection_policy"`
	LogoURI                     string                       `json:"logo_uri"`
	Callbacks                   wire.List[string]            `json:"callbacks"`
	AllowedOrigins              wire.List[string]            `json:"allowed_origins"`
	WebOrigins                  wire.List[string]            `json:"web_origins"`
	GrantTypes                  wire.List[string]            `json:"grant_types"`
	TokenEndpointAuthMethod     string                       `json:"token_endpoint_auth_method"`
	ClientAuthenticationMethods *ClientAuthenticationMethods `json:"client_authentication_methods"`
	JWTConfiguration            *JWTConfiguration            `json:"jwt_configuration"`
	RefreshToken                *RefreshToken                `json:"refresh_token"`
	RequireProofOfPossession    *bool                        `json:"require_proof_of_possession"`
	OrganizationUsage           string                       `json:"organization_usage"`
	OrganizationRequireBehavior string                       `json:"organization_require_behavior"`
	OrganizationDiscovery       wire.List[string]            `json:"organization_discovery_methods"`
	DefaultOrganization         *DefaultOrganization         `json:"default_organization"`
	ClientMetadata              wire.Metadata                `json:"client_metadata"`
	SigningKeys                 wire.List[SigningKey]        `json:"signing_keys"`
	ExternalClientID            string                       `json:"external_client_id"`
	ExternalMetadataType        string                       `json:"external_metadata_type"`
	ExternalMetadataCreatedBy   string                       `json:"external_metadata_created_by"`
	CreatedAt                   string                       `json:"created_at"`
	UpdatedAt                   string                       `json:"updated_at"`
	JWKSURI                     string                       `json:"jwks_uri"`
	// SkipCallbackConfirmation is about callbacks of which nobody can tell whose they are, such as loopback addresses.
	SkipCallbackConfirmation *bool `json:"skip_non_verifiable_callback_uri_confirmation_prompt"`
}

// DefaultOrganization is the organization that an application gets tokens for if it names none, in some flows.
type DefaultOrganization struct {
	OrganizationID string            `json:"organization_id"`
	Flows          wire.List[string] `json:"flows"`
}

// ApplicationFields is the body of a create or an update. A create leaves out what the API shall decide; an update
// carries exactly what changes. IsFirstParty and ThirdPartySecurityMode belong to creates only.
type ApplicationFields struct {
	Name                        Field[string]                           `json:"name,omitzero"`
	Description                 Field[string]                           `json:"description,omitzero"`
	AppType                     Field[string]                           `json:"app_type,omitzero"`
	IsFirstParty                Field[bool]                             `json:"is_first_party,omitzero"`
	ThirdPartySecurityMode      Field[string]                           `json:"third_party_security_mode,omitzero"`
	RedirectionPolicy           Field[string]                           `json:"redirection_policy,omitzero"`
	LogoURI                     Field[string]                           `json:"logo_uri,omitzero"`
	Callbacks                   Field[[]string]                         `json:"callbacks,omitzero"`
	AllowedOrigins              Field[[]string]                         `json:"allowed_origins,omitzero"`
	WebOrigins                  Field[[]string]                         `json:"web_origins,omitzero"`
	GrantTypes                  Field[[]string]                         `json:"grant_types,omitzero"`
	TokenEndpointAuthMethod     Field[string]                           `json:"token_endpoint_auth_method,omitzero"`
	ClientAuthenticationMethods Field[ClientAuthenticationMethodsInput] `json:"client_authentication_methods,omitzero"`
	JWTConfiguration            Field[JWTConfigurationFields]           `json:"jwt_configuration,omitzero"`
	RefreshToken                Field[RefreshTokenFields]               `json:"refresh_token,omitzero"`
	RequireProofOfPossession    Field[bool]                             `json:"require_proof_of_possession,omitzero"`
	// ClientMetadata removes a key that is sent as null; keys left out of an update survive.
	ClientMetadata              Field[map[string]*string]  `json:"client_metadata,omitzero"`
	OrganizationUsage           Field[string]              `json:"organization_usage,omitzero"`
	OrganizationRequireBehavior Field[string]              `json:"organization_require_behavior,omitzero"`
	OrganizationDiscovery       Field[[]string]            `json:"organization_discovery_methods,omitzero"`
	DefaultOrganization         Field[DefaultOrganization] `json:"default_organization,omitzero"`

	SkipCallbackConfirmation Field[bool] `json:"skip_non_verifiable_callback_uri_confirmation_prompt,omitzero"`
}

// Key returns what the application is asked for by.
func (a Application) Key() string { return a.ClientID }

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

// IsStrict reports whether a third-party application is in strict mode.
func (a *Application) IsStrict() bool { return a.SecurityMode() == SecurityModeStrict }

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

// JWTConfiguration holds the settings of ID tokens. Lifetimes are in seconds.
type JWTConfiguration struct {
	Alg               string `json:"alg"`
	LifetimeInSeconds *int64 `json:"lifetime_in_seconds"`
}

// JWTConfigurationFields are the members of jwt_configuration to send; the API merges them with what is there.
type JWTConfigurationFields struct {
	Alg               Field[string] `json:"alg,omitzero"`
	LifetimeInSeconds Field[int64]  `json:"lifetime_in_seconds,omitzero"`
}

// RefreshToken is the refresh token policy of an application. Lifetimes and leeway are in seconds.
type RefreshToken struct {
	RotationType              string `json:"rotation_type"`
	ExpirationType            string `json:"expiration_type"`
	Leeway                    *int64 `json:"leeway"`
	TokenLifetime             *int64 `json:"token_lifetime"`
	InfiniteTokenLifetime     *bool  `json:"infinite_token_lifetime"`
	IdleTokenLifetime         *int64 `json:"idle_token_lifetime"`
	InfiniteIdleTokenLifetime *bool  `json:"infinite_idle_token_lifetime"`
}

// RefreshTokenFields are the members of refresh_token to send. The API demands RotationType and ExpirationType
// whenever the object is sent.
type RefreshTokenFields struct {
	RotationType              Field[string] `json:"rotation_type,omitzero"`
	ExpirationType            Field[string] `json:"expiration_type,omitzero"`
	Leeway                    Field[int64]  `json:"leeway,omitzero"`
	TokenLifetime             Field[int64]  `json:"token_lifetime,omitzero"`
	InfiniteTokenLifetime     Field[bool]   `json:"infinite_token_lifetime,omitzero"`
	IdleTokenLifetime         Field[int64]  `json:"idle_token_lifetime,omitzero"`
	InfiniteIdleTokenLifetime Field[bool]   `json:"infinite_idle_token_lifetime,omitzero"`
}

// SigningKey is a certificate an application's tokens are signed with. The private key that the answer to a create
// carries is deliberately not decoded.
type SigningKey struct {
	Cert  string `json:"cert"`
	PKCS7 string `json:"pkcs7"`
}

// Tidy keeps one copy of each text: all applications of a tenant are signed with the same few keys, some kilobytes
// each.
func (k *SigningKey) Tidy() bool {
	k.Cert, k.PKCS7 = unique.Make(k.Cert).Value(), unique.Make(k.PKCS7).Value()
	return true
}
