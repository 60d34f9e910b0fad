package auth0_test

import (
	"context"
	"errors"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// requestCase is a call of the client and the request that it must make. Bodies are compared byte by byte: a member
// too many in a PATCH is a change that nobody asked for.
type requestCase struct {
	call   func(context.Context, *auth0.Client) error
	method string
	target string // path and query
	body   string
	answer string // 204 where it is empty
}

func requestCases() map[string]requestCase {
	const application = `{"client_id":"tpc_1","is_first_party":false,"name":"Partner"}`
	const grant = `{"id":"cgr_1","audience":"https://api.example.com","scope":[],"subject_type":"client"}`
	const connection = `{"id":"con_1","name":"google","display_name":"Google","strategy":"google-oauth2","is_domain_connection":true}`
	const api = `{"id":"0123456789abcdef01234567","identifier":"https://api.example.com/","is_system":false}`
	const settings = `{"flags":{"enable_dynamic_client_registration":true},"dynamic_client_registration_security_mode":"strict"}`
	const organization = `{"id":"org_1","name":"acme","third_party_client_access":"allow"}`
	const credential = `{"id":"cred_1","credential_type":"public_key","created_at":"2026-01-01T00:00:00Z"}`
	const secretsLeftOut = "?fields=client_secret%2Cencryption_key&include_fields=false"
	return map[string]requestCase{
		"ReadApplication": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadApplication(ctx, "tpc_1", auth0.Remembered)
				return err
			},
			"GET", "/api/v2/clients/tpc_1" + secretsLeftOut, "", application,
		},
		"ReadApplication, odd id": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadApplication(ctx, "a/b?c d", auth0.Remembered)
				return err
			},
			"GET", "/api/v2/clients/a%2Fb%3Fc%20d" + secretsLeftOut, "", `{"client_id":"a/b?c d","is_first_party":false}`,
		},
		"CreateApplication, public": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateApplication(ctx, auth0.ApplicationFields{
					Name: auth0.Set("Partner"), IsFirstParty: auth0.Set(false), TokenEndpointAuthMethod: auth0.Set("none"),
				})
				return err
			},
			"POST", "/api/v2/clients", `{"name":"Partner","is_first_party":false,"token_endpoint_auth_method":"none"}`, application,
		},
		"CreateApplication, least": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateApplication(ctx, auth0.ApplicationFields{
					Name: auth0.Set("Partner"), IsFirstParty: auth0.Set(false), ThirdPartySecurityMode: auth0.Set(auth0.SecurityModeStrict),
				})
				return err
			},
			"POST", "/api/v2/clients", `{"name":"Partner","is_first_party":false,"third_party_security_mode":"strict"}`, application,
		},
		"CreateApplication, everything": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateApplication(ctx, everyField())
				return err
			},
			"POST", "/api/v2/clients",
			`{"name":"Partner","description":"Ours","app_type":"regular_web","is_first_party":false,"third_party_security_mode":"strict",` +
				`"redirection_policy":"open_redirect_protection","logo_uri":"https://example.com/logo.png","callbacks":["https://example.com/cb"],` +
				`"allowed_origins":["https://example.com"],"web_origins":["https://example.com"],"grant_types":["authorization_code"],` +
				`"client_authentication_methods":{"private_key_jwt":{"credentials":[{"credential_type":"public_key","name":"first","pem":"-----BEGIN PUBLIC KEY-----","alg":"RS256"}]}},` +
				`"jwt_configuration":{"alg":"RS256","lifetime_in_seconds":3600},` +
				`"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","leeway":0,"token_lifetime":86400,"infinite_token_lifetime":false,"idle_token_lifetime":3600,"infinite_idle_token_lifetime":false},` +
				`"require_proof_of_possession":true,"client_metadata":{"tier":"gold"}}`, application,
		},
		"UpdateApplication, one member": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateApplication(ctx, "tpc_1", auth0.ApplicationFields{Description: auth0.Set("")})
				return err
			},
			"PATCH", "/api/v2/clients/tpc_1", `{"description":""}`, application,
		},
		"UpdateApplication, cleared members": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateApplication(ctx, "tpc_1", auth0.ApplicationFields{
					Callbacks:                   auth0.Set([]string{}),
					TokenEndpointAuthMethod:     auth0.Null[string](),
					ClientAuthenticationMethods: auth0.Set(auth0.ClientAuthenticationMethodsInput{PrivateKeyJWT: auth0.PrivateKeyJWTInput{Credentials: []any{auth0.CredentialRef{ID: "cred_1"}}}}),
					RefreshToken:                auth0.Null[auth0.RefreshTokenFields](),
					ClientMetadata:              auth0.Set(map[string]*string{"tier": nil}),
				})
				return err
			},
			"PATCH", "/api/v2/clients/tpc_1",
			`{"callbacks":[],"token_endpoint_auth_method":null,"client_authentication_methods":{"private_key_jwt":{"credentials":[{"id":"cred_1"}]}},"refresh_token":null,"client_metadata":{"tier":null}}`, application,
		},
		"UpdateApplication, every field": {
			func(ctx context.Context, c *auth0.Client) error {
				fields := everyField()
				fields.IsFirstParty, fields.ThirdPartySecurityMode = auth0.Field[bool]{}, auth0.Field[string]{}
				fields.ClientAuthenticationMethods = auth0.Null[auth0.ClientAuthenticationMethodsInput]()
				_, err := c.UpdateApplication(ctx, "tpc_1", fields)
				return err
			},
			"PATCH", "/api/v2/clients/tpc_1",
			`{"name":"Partner","description":"Ours","app_type":"regular_web","redirection_policy":"open_redirect_protection",` +
				`"logo_uri":"https://example.com/logo.png","callbacks":["https://example.com/cb"],"allowed_origins":["https://example.com"],` +
				`"web_origins":["https://example.com"],"grant_types":["authorization_code"],"client_authentication_methods":null,` +
				`"jwt_configuration":{"alg":"RS256","lifetime_in_seconds":3600},"refresh_token":{"rotation_type":"rotating",` +
				`"expiration_type":"expiring","leeway":0,"token_lifetime":86400,"infinite_token_lifetime":false,"idle_token_lifetime":3600,` +
				`"infinite_idle_token_lifetime":false},"require_proof_of_possession":true,"client_metadata":{"tier":"gold"}}`, application,
		},
		"DeleteApplication": {
			func(ctx context.Context, c *auth0.Client) error { return c.DeleteApplication(ctx, "tpc_1") },
			"DELETE", "/api/v2/clients/tpc_1", "", "",
		},
		"RotateClientSecret": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.RotateClientSecret(ctx, "tpc_1")
				return err
			},
			"POST", "/api/v2/clients/tpc_1/rotate-secret", "", application,
		},
		"ReadClientSecret": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadClientSecret(ctx, "tpc_1")
				return err
			},
			"GET", "/api/v2/clients/tpc_1?fields=client_id%2Cclient_secret&include_fields=true", "", application,
		},
		"ListCredentials": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListCredentials(ctx, "tpc_1")
				return err
			},
			"GET", "/api/v2/clients/tpc_1/credentials", "", "[" + credential + "]",
		},
		"CreateCredential": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateCredential(ctx, "tpc_1", auth0.NewCredential{
					CredentialType: auth0.CredentialTypePublicKey, Name: "second", PEM: "-----BEGIN CERTIFICATE-----", Alg: "RS256",
					KID: "0123456789", ParseExpiryFromCert: true,
				})
				return err
			},
			"POST", "/api/v2/clients/tpc_1/credentials",
			`{"credential_type":"public_key","name":"second","pem":"-----BEGIN CERTIFICATE-----","alg":"RS256","kid":"0123456789","parse_expiry_from_cert":true}`,
			`{"id":"cred_1","name":"second","kid":"0123456789"}`,
		},
		"CreateCredential that expires": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateCredential(ctx, "tpc_1", auth0.NewCredential{
					CredentialType: auth0.CredentialTypePublicKey, Name: "second", PEM: "-----BEGIN PUBLIC KEY-----",
					ExpiresAt: "2030-01-01T00:00:00Z",
				})
				return err
			},
			"POST", "/api/v2/clients/tpc_1/credentials",
			`{"credential_type":"public_key","name":"second","pem":"-----BEGIN PUBLIC KEY-----","expires_at":"2030-01-01T00:00:00Z"}`,
			`{"id":"cred_1","name":"second"}`,
		},
		"UpdateCredential": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateCredential(ctx, "tpc_1", "cred_1", auth0.CredentialFields{ExpiresAt: auth0.Set("2030-01-01T00:00:00Z")})
				return err
			},
			"PATCH", "/api/v2/clients/tpc_1/credentials/cred_1", `{"expires_at":"2030-01-01T00:00:00Z"}`, credential,
		},
		"UpdateCredential, never expires": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateCredential(ctx, "tpc_1", "cred_1", auth0.CredentialFields{ExpiresAt: auth0.Null[string]()})
				return err
			},
			"PATCH", "/api/v2/clients/tpc_1/credentials/cred_1", `{"expires_at":null}`, credential,
		},
		"DeleteCredential": {
			func(ctx context.Context, c *auth0.Client) error { return c.DeleteCredential(ctx, "tpc_1", "cred_1") },
			"DELETE", "/api/v2/clients/tpc_1/credentials/cred_1", "", "",
		},
		"ListClientGrants": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListClientGrants(ctx, auth0.ClientGrantFilter{})
				return err
			},
			"GET", "/api/v2/client-grants?take=100", "", `{"client_grants":[` + grant + `]}`,
		},
		"ListClientGrants of an application": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListClientGrants(ctx, auth0.ClientGrantFilter{ClientID: "tpc_1", Audience: "https://api.example.com", SubjectType: auth0.SubjectTypeUser})
				return err
			},
			"GET", "/api/v2/client-grants?audience=https%3A%2F%2Fapi.example.com&client_id=tpc_1&subject_type=user&take=100", "", `{"client_grants":[]}`,
		},
		"ListClientGrants of a subject type, which the API does not take alone": {
			func(ctx context.Context, c *auth0.Client) error {
				grants, err := c.ListClientGrants(ctx, auth0.ClientGrantFilter{SubjectType: auth0.SubjectTypeUser})
				if len(grants) > 0 {
					return errors.New("a grant for client access is listed for user access")
				}
				return err
			},
			"GET", "/api/v2/client-grants?take=100", "", `{"client_grants":[` + grant + `]}`,
		},
		"ListClientGrants by default": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListClientGrants(ctx, auth0.ClientGrantFilter{DefaultFor: auth0.DefaultForThirdPartyClients})
				return err
			},
			"GET", "/api/v2/client-grants?default_for=third_party_clients&take=100", "", `{"client_grants":[]}`,
		},
		"ReadClientGrant": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadClientGrant(ctx, "cgr_1", auth0.Remembered)
				return err
			},
			"GET", "/api/v2/client-grants/cgr_1", "", grant,
		},
		"CreateClientGrant of an application": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateClientGrant(ctx, auth0.ClientGrantFields{
					ClientID: auth0.Set("tpc_1"), Audience: auth0.Set("https://api.example.com"), SubjectType: auth0.Set(auth0.SubjectTypeClient),
					Scope: auth0.Set([]string{"read:orders"}), OrganizationUsage: auth0.Set("deny"), AllowAnyOrganization: auth0.Set(false),
				})
				return err
			},
			"POST", "/api/v2/client-grants",
			`{"client_id":"tpc_1","audience":"https://api.example.com","subject_type":"client","scope":["read:orders"],"organization_usage":"deny","allow_any_organization":false}`,
			`{"id":"cgr_1","client_id":"tpc_1","audience":"https://api.example.com","subject_type":"client"}`,
		},
		"CreateClientGrant by default": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateClientGrant(ctx, auth0.ClientGrantFields{
					DefaultFor: auth0.Set(auth0.DefaultForThirdPartyClients), Audience: auth0.Set("https://api.example.com"),
					SubjectType: auth0.Set(auth0.SubjectTypeUser), AllowAllScopes: auth0.Set(true), AuthorizationDetailsTypes: auth0.Set([]string{"payment"}),
				})
				return err
			},
			"POST", "/api/v2/client-grants",
			`{"default_for":"third_party_clients","audience":"https://api.example.com","subject_type":"user","allow_all_scopes":true,"authorization_details_types":["payment"]}`,
			`{"id":"cgr_1","default_for":"third_party_clients","audience":"https://api.example.com","subject_type":"user"}`,
		},
		"UpdateClientGrant": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateClientGrant(ctx, "cgr_1", auth0.ClientGrantFields{
					Scope: auth0.Set([]string{}), AllowAllScopes: auth0.Set(false), OrganizationUsage: auth0.Null[string](),
				})
				return err
			},
			"PATCH", "/api/v2/client-grants/cgr_1", `{"scope":[],"allow_all_scopes":false,"organization_usage":null}`, grant,
		},
		"UpdateClientGrant, the rest": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateClientGrant(ctx, "cgr_1", auth0.ClientGrantFields{
					AllowAnyOrganization: auth0.Set(true), AuthorizationDetailsTypes: auth0.Set([]string{"payment"}),
				})
				return err
			},
			"PATCH", "/api/v2/client-grants/cgr_1", `{"allow_any_organization":true,"authorization_details_types":["payment"]}`, grant,
		},
		"DeleteClientGrant": {
			func(ctx context.Context, c *auth0.Client) error { return c.DeleteClientGrant(ctx, "cgr_1") },
			"DELETE", "/api/v2/client-grants/cgr_1", "", "",
		},
		"ReadConnection": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadConnection(ctx, "con_1", auth0.Remembered)
				return err
			},
			"GET", "/api/v2/connections/con_1?fields=options&include_fields=false", "", connection,
		},
		"FindConnections": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.FindConnections(ctx, "google")
				return err
			},
			"GET", "/api/v2/connections?fields=options&include_fields=false&name=google&take=100", "", `{"connections":[` + connection + `]}`,
		},
		"UpdateConnection": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateConnection(ctx, "con_1", auth0.ConnectionFields{
					IsDomainConnection: auth0.Set(true), DisplayName: auth0.Set("Google"), Realms: auth0.Set([]string{"google"}),
				})
				return err
			},
			"PATCH", "/api/v2/connections/con_1", `{"is_domain_connection":true,"display_name":"Google","realms":["google"]}`, connection,
		},
		"ListThirdPartyApplications": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListThirdPartyApplications(ctx)
				return err
			},
			"GET", "/api/v2/clients" + secretsLeftOut + "&is_first_party=false&take=100", "", `{"clients":[` + application + `]}`,
		},
		"ListAllClientGrants": {
			func(ctx context.Context, c *auth0.Client) error { _, err := c.ListAllClientGrants(ctx); return err },
			"GET", "/api/v2/client-grants?take=100", "", `{"client_grants":[` + grant + `]}`,
		},
		"ListConnections": {
			func(ctx context.Context, c *auth0.Client) error { _, err := c.ListConnections(ctx); return err },
			"GET", "/api/v2/connections?fields=options&include_fields=false&take=100", "", `{"connections":[` + connection + `]}`,
		},
		"ListOrganizations": {
			func(ctx context.Context, c *auth0.Client) error { _, err := c.ListOrganizations(ctx); return err },
			"GET", "/api/v2/organizations?take=100", "", `{"organizations":[{"id":"org_1","name":"acme"}]}`,
		},
		"ListGrantOrganizations": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListGrantOrganizations(ctx, "cgr_1")
				return err
			},
			"GET", "/api/v2/client-grants/cgr_1/organizations?take=100", "", `{"organizations":[{"id":"org_1","name":"acme"}]}`,
		},
		"ListAPIs": {
			func(ctx context.Context, c *auth0.Client) error { _, err := c.ListAPIs(ctx); return err },
			"GET", "/api/v2/resource-servers?include_totals=true&page=0&per_page=100", "", `{"resource_servers":[` + api + `],"start":0,"limit":100,"total":1}`,
		},
		"ReadAPI": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadAPI(ctx, "https://api.example.com/")
				return err
			},
			"GET", "/api/v2/resource-servers/https:%2F%2Fapi.example.com%2F", "", api,
		},
		"ReadTenantSettings": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadTenantSettings(ctx, auth0.Remembered)
				return err
			},
			"GET", "/api/v2/tenants/settings", "", settings,
		},
		"UpdateTenantSettings": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateTenantSettings(ctx, auth0.TenantSettingsFields{
					Flags:                                 auth0.Set(auth0.TenantFlagsFields{EnableDynamicClientRegistration: auth0.Set(true)}),
					DynamicClientRegistrationSecurityMode: auth0.Set(auth0.SecurityModeStrict),
				})
				return err
			},
			"PATCH", "/api/v2/tenants/settings",
			`{"flags":{"enable_dynamic_client_registration":true},"dynamic_client_registration_security_mode":"strict"}`, settings,
		},
		"UpdateTenantSettings, no flag": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateTenantSettings(ctx, auth0.TenantSettingsFields{DynamicClientRegistrationSecurityMode: auth0.Set(auth0.SecurityModePermissive)})
				return err
			},
			"PATCH", "/api/v2/tenants/settings", `{"dynamic_client_registration_security_mode":"permissive"}`, settings,
		},
		"ReadOrganization": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadOrganization(ctx, "org_1", auth0.Remembered)
				return err
			},
			"GET", "/api/v2/organizations/org_1", "", organization,
		},
		"FindOrganization": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.FindOrganization(ctx, "acme")
				return err
			},
			"GET", "/api/v2/organizations?take=100", "", `{"organizations":[` + organization + `]}`,
		},
		"UpdateOrganization": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateOrganization(ctx, "org_1", auth0.OrganizationFields{ThirdPartyClientAccess: auth0.Set(auth0.ThirdPartyAccessAllow)})
				return err
			},
			"PATCH", "/api/v2/organizations/org_1", `{"third_party_client_access":"allow"}`, organization,
		},
	}
}

// everyField is a create that sends all that a create can send (but for the authentication method that the key
// excludes).
func everyField() auth0.ApplicationFields {
	key := auth0.NewCredential{CredentialType: auth0.CredentialTypePublicKey, Name: "first", PEM: "-----BEGIN PUBLIC KEY-----", Alg: "RS256"}
	tier := "gold"
	return auth0.ApplicationFields{
		Name:                        auth0.Set("Partner"),
		Description:                 auth0.Set("Ours"),
		AppType:                     auth0.Set("regular_web"),
		IsFirstParty:                auth0.Set(false),
		ThirdPartySecurityMode:      auth0.Set(auth0.SecurityModeStrict),
		RedirectionPolicy:           auth0.Set(auth0.RedirectionProtected),
		LogoURI:                     auth0.Set("https://example.com/logo.png"),
		Callbacks:                   auth0.Set([]string{"https://example.com/cb"}),
		AllowedOrigins:              auth0.Set([]string{"https://example.com"}),
		WebOrigins:                  auth0.Set([]string{"https://example.com"}),
		GrantTypes:                  auth0.Set([]string{"authorization_code"}),
		ClientAuthenticationMethods: auth0.Set(auth0.ClientAuthenticationMethodsInput{PrivateKeyJWT: auth0.PrivateKeyJWTInput{Credentials: []any{key}}}),
		JWTConfiguration:            auth0.Set(auth0.JWTConfigurationFields{Alg: auth0.Set("RS256"), LifetimeInSeconds: auth0.Set[int64](3600)}),
		RefreshToken: auth0.Set(auth0.RefreshTokenFields{
			RotationType:              auth0.Set("rotating"),
			ExpirationType:            auth0.Set("expiring"),
			Leeway:                    auth0.Set[int64](0),
			TokenLifetime:             auth0.Set[int64](86400),
			InfiniteTokenLifetime:     auth0.Set(false),
			IdleTokenLifetime:         auth0.Set[int64](3600),
			InfiniteIdleTokenLifetime: auth0.Set(false),
		}),
		RequireProofOfPossession: auth0.Set(true),
		ClientMetadata:           auth0.Set(map[string]*string{"tier": &tier}),
	}
}
