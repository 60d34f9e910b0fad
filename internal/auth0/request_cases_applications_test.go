package auth0_test

import (
	"context"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func applicationRequestCases() map[string]requestCase {
	const application = `{"client_id":"tpc_1","is_first_party":false,"name":"Partner"}`
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
		"UpdateApplication, organizations": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateApplication(ctx, "tpc_1", auth0.ApplicationFields{
					OrganizationUsage: auth0.Set("allow"), OrganizationRequireBehavior: auth0.Set("pre_login_prompt"),
					OrganizationDiscovery: auth0.Set([]string{"email"}), SkipCallbackConfirmation: auth0.Set(true),
					DefaultOrganization: auth0.Set(auth0.DefaultOrganization{OrganizationID: "org_1", Flows: []string{"client_credentials"}}),
				})
				return err
			},
			"PATCH", "/api/v2/clients/tpc_1",
			`{"organization_usage":"allow","organization_require_behavior":"pre_login_prompt","organization_discovery_methods":["email"],` +
				`"default_organization":{"organization_id":"org_1","flows":["client_credentials"]},"skip_non_verifiable_callback_uri_confirmation_prompt":true}`, application,
		},
		"CreateApplication, organizations": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateApplication(ctx, auth0.ApplicationFields{
					Name: auth0.Set("Partner"), IsFirstParty: auth0.Set(false), ThirdPartySecurityMode: auth0.Set("strict"), OrganizationUsage: auth0.Set("require"), OrganizationRequireBehavior: auth0.Set("no_prompt"),
					OrganizationDiscovery: auth0.Set([]string{"email"}),
					DefaultOrganization:   auth0.Set(auth0.DefaultOrganization{OrganizationID: "org_1", Flows: []string{"client_credentials"}}),
				})
				return err
			},
			"POST", "/api/v2/clients",
			`{"name":"Partner","is_first_party":false,"third_party_security_mode":"strict","organization_usage":"require","organization_require_behavior":"no_prompt","organization_discovery_methods":["email"],` +
				`"default_organization":{"organization_id":"org_1","flows":["client_credentials"]}}`, application,
		},
		"PreviewDocument": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.PreviewDocument(ctx, "https://agent.example.com/client.json")
				return err
			},
			"POST", "/api/v2/clients/cimd/preview", `{"external_client_id":"https://agent.example.com/client.json"}`,
			`{"errors":["it is gone"]}`,
		},
		"FindDescribedApplication": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.FindDescribedApplication(ctx, "https://agent.example.com/client.json")
				return err
			},
			"GET", "/api/v2/clients?external_client_id=https%3A%2F%2Fagent.example.com%2Fclient.json&fields=client_secret%2Cencryption_key&include_fields=false&take=100", "",
			`{"clients":[]}`,
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
				}, isNew)
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
				}, isNew)
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
	}
}

// everyField is a create with every field, except the authentication method, which the key excludes.
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
