package auth0_test

import (
	"context"
	"errors"
	"maps"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// requestCase is a call of the client and the request that it must make. Bodies are compared byte by byte: an extra
// member in a PATCH would be a change that nobody asked for.
type requestCase struct {
	call   func(context.Context, *auth0.Client) error
	method string
	target string // path and query
	body   string
	answer string // 204 if it is empty
}

func requestCases() map[string]requestCase {
	cases := applicationRequestCases()
	maps.Copy(cases, otherRequestCases())
	maps.Copy(cases, policyRequestCases())
	return cases
}

func otherRequestCases() map[string]requestCase {
	const application = `{"client_id":"tpc_1","is_first_party":false,"name":"Partner"}`
	const grant = `{"id":"cgr_1","audience":"https://api.example.com","scope":[],"subject_type":"client"}`
	const connection = `{"id":"con_1","name":"google","display_name":"Google","strategy":"google-oauth2","is_domain_connection":true}`
	const api = `{"id":"0123456789abcdef01234567","identifier":"https://api.example.com/","is_system":false}`
	const settings = `{"flags":{"enable_dynamic_client_registration":true},"dynamic_client_registration_security_mode":"strict"}`
	const organization = `{"id":"org_1","name":"acme","third_party_client_access":"allow"}`
	const association = `{"client_id":"tpc_1","use_for_member_access":true,"client":{"name":"Partner"}}`
	const secretsLeftOut = "?fields=client_secret%2Cencryption_key&include_fields=false"
	return map[string]requestCase{
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
		"ListCustomerPortals": {
			func(ctx context.Context, c *auth0.Client) error { _, err := c.ListCustomerPortals(ctx); return err },
			"GET", "/api/v2/clients?fields=client_id%2Cname%2Cmy_organization_configuration&include_fields=true&is_first_party=true&take=100", "",
			`{"clients":[{"client_id":"a","name":"b","my_organization_configuration":{"allowed_strategies":[],"connection_deletion_behavior":"allow",` +
				`"third_party_client_access":{"default_value":"block","allowed_values":["allow"]}}}]}`,
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
				_, err := c.ReadAPI(ctx, "https://api.example.com/", auth0.Remembered)
				return err
			},
			"GET", "/api/v2/resource-servers/https:%2F%2Fapi.example.com%2F", "", api,
		},
		"UpdateAPI": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateAPI(ctx, &auth0.API{ID: "0123456789abcdef01234567", Identifier: "https://api.example.com/"}, auth0.APIFields{
					SubjectTypeAuthorization: auth0.Set(auth0.SubjectTypeAuthorization{
						User:   auth0.AccessPolicy{Policy: auth0.AccessPolicyRequireClientGrant},
						Client: auth0.AccessPolicy{Policy: auth0.AccessPolicyDenyAll},
					}),
				})
				return err
			},
			"PATCH", "/api/v2/resource-servers/0123456789abcdef01234567",
			`{"subject_type_authorization":{"user":{"policy":"require_client_grant"},"client":{"policy":"deny_all"}}}`, api,
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
		"UpdateTenantSettings of the authorization server": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateTenantSettings(ctx, auth0.TenantSettingsFields{
					Flags:                             auth0.Set(auth0.TenantFlagsFields{UseScopeDescriptionsForConsent: auth0.Set(true)}),
					ResourceParameterProfile:          auth0.Set(auth0.ResourceParameterCompatibility),
					ClientIDMetadataDocumentSupported: auth0.Set(true),
				})
				return err
			},
			"PATCH", "/api/v2/tenants/settings",
			`{"flags":{"use_scope_descriptions_for_consent":true},"resource_parameter_profile":"compatibility","client_id_metadata_document_supported":true}`, settings,
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
			"GET", "/api/v2/organizations/name/acme", "", organization,
		},
		"UpdateOrganization": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateOrganization(ctx, "org_1", auth0.OrganizationFields{ThirdPartyClientAccess: auth0.Set(auth0.ThirdPartyAccessAllow)})
				return err
			},
			"PATCH", "/api/v2/organizations/org_1", `{"third_party_client_access":"allow"}`, organization,
		},
		"ListOrganizationGrants": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListOrganizationGrants(ctx, "org_1")
				return err
			},
			"GET", "/api/v2/organizations/org_1/client-grants?include_totals=true&page=0&per_page=100", "",
			`{"client_grants":[` + grant + `],"start":0,"limit":100,"total":1}`,
		},
		"ReadOrganizationGrant": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadOrganizationGrant(ctx, "org_1", "cgr_1", auth0.Fresh)
				return err
			},
			"GET", "/api/v2/organizations/org_1/client-grants?grant_ids=cgr_1&include_totals=true&page=0&per_page=100", "",
			`{"client_grants":[` + grant + `],"start":0,"limit":100,"total":1}`,
		},
		"AddOrganizationGrant": {
			func(ctx context.Context, c *auth0.Client) error { return c.AddOrganizationGrant(ctx, "org_1", "cgr_1") },
			"POST", "/api/v2/organizations/org_1/client-grants", `{"grant_id":"cgr_1"}`, `{"grant_id":"cgr_1"}`,
		},
		"ListOrganizationApplications": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ListOrganizationApplications(ctx, "org_1")
				return err
			},
			"GET", "/api/v2/organizations/org_1/clients?take=100", "", `{"clients":[` + association + `]}`,
		},
		"ReadOrganizationApplication": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.ReadOrganizationApplication(ctx, "org_1", "tpc_1", auth0.Remembered)
				return err
			},
			"GET", "/api/v2/organizations/org_1/clients/tpc_1", "", association,
		},
		"CreateOrganizationApplication": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.CreateOrganizationApplication(ctx, auth0.OrganizationApplication{OrganizationID: "org_1", ClientID: "tpc_1", UseForMemberAccess: true})
				return err
			},
			"POST", "/api/v2/organizations/org_1/clients", `{"clients":[{"client_id":"tpc_1","use_for_member_access":true}]}`, `[` + association + `]`,
		},
		"UpdateOrganizationApplication": {
			func(ctx context.Context, c *auth0.Client) error {
				_, err := c.UpdateOrganizationApplication(ctx, auth0.OrganizationApplication{OrganizationID: "org_1", ClientID: "tpc_1"})
				return err
			},
			"PATCH", "/api/v2/organizations/org_1/clients/tpc_1", `{"use_for_member_access":false}`, association,
		},
		"DeleteOrganizationApplication": {
			func(ctx context.Context, c *auth0.Client) error {
				return c.DeleteOrganizationApplication(ctx, "org_1", "tpc_1")
			},
			"DELETE", "/api/v2/organizations/org_1/clients", `{"clients":["tpc_1"]}`, "",
		},
		"RemoveOrganizationGrant": {
			func(ctx context.Context, c *auth0.Client) error {
				return c.RemoveOrganizationGrant(ctx, "org_1", "cgr_1")
			},
			"DELETE", "/api/v2/organizations/org_1/client-grants/cgr_1", "", "",
		},
	}
}
