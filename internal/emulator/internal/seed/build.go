package seed

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Build makes a tenant of a seed, filling in what is missing unless the seed is exact. Its variants are those of
// first, then those of the seed, then those of last.
func Build(given *Seed, first, last []string, now time.Time) (*tenant.Tenant, error) {
	built, err := build(given, first, last, now)
	return built, given.locate(err)
}

func build(given *Seed, first, last []string, now time.Time) (*tenant.Tenant, error) {
	given, err := given.withVariants(first, last)
	if err != nil {
		return nil, err
	}
	seed, err := object.Plain(given)
	if err != nil {
		return nil, err
	}
	if seed.Tenant == "" {
		seed.Tenant = "emulator"
	}
	if err := checkTenantName(seed.Tenant); err != nil {
		return nil, err
	}
	variants, err := ChooseVariants(seed.Variants)
	if err != nil {
		return nil, err
	}
	for i, fault := range seed.Faults {
		if err := fault.Check(); err != nil {
			return nil, errorAt([]any{"faults", i}, "%v", err)
		}
	}
	if _, err := seed.Conditions(Conditions{}); err != nil {
		return nil, err
	}
	b := &builder{tenant: tenant.New(seed.Tenant), seed: seed, now: now, granted: map[[4]string]bool{}}
	if err := b.checkSeeded(seed.TenantSettings, []any{"tenant_settings"}, schema.TenantSettings.Create); err != nil {
		return nil, err
	}
	b.tenant.Variants = variants
	b.tenant.ApplicationLimit = seed.ApplicationLimit
	b.tenant.Settings = seed.TenantSettings
	if !seed.Exact || seed.TenantSettings == nil {
		b.tenant.Settings = rules.DefaultSettings()
		object.Merge(b.tenant.Settings, seed.TenantSettings, func(key string) bool { return key == "flags" })
	}
	for _, step := range []func() error{
		b.resourceServers, b.clients, b.credentials, b.connections, b.clientGrants, b.organizations, b.links,
		b.associations,
		b.rateLimitPolicies,
		b.userGrants,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return b.tenant, nil
}

// builder fills a tenant from a seed.
type builder struct {
	tenant *tenant.Tenant
	seed   *Seed
	now    time.Time
	// granted holds the holder, audience and subject type of the grants so far.
	granted map[[4]string]bool
}

// resourceServers adds the APIs. The Management API is always one of them, and the oldest unless the seed places it.
func (b *builder) resourceServers() error {
	management := rules.ManagementAPI(b.tenant)
	sameIdentifier := func(api map[string]any) bool { return rules.SameMembers(api, management, "identifier") }
	if !slices.ContainsFunc(b.seed.ResourceServers, sameIdentifier) {
		rules.ApplyResourceServerDefaults(management)
		b.tenant.ResourceServers.Add(object.Text(management, "id"), management, b.now)
	}
	for i, api := range b.seed.ResourceServers {
		at := []any{"resource_servers", i}
		if err := b.checkSeeded(api, at, schema.ResourceServers.Create, "identifier"); err != nil {
			return err
		}
		if b.tenant.ResourceServerByIdentifier(object.Text(api, "identifier")) != nil {
			return errorAt(append(at, "identifier"), "another API has the identifier %q", object.Text(api, "identifier"))
		}
		if !b.seed.Exact {
			rules.ApplyResourceServerDefaults(api)
		}
		if err := b.add(b.tenant.ResourceServers, api, at, "id"); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) clients() error {
	if management := b.seed.ManagementApplication; management != nil || !b.seed.Exact {
		if management == nil {
			management = object.Object{}
		}
		object.SetDefault(management, "name", "Management API access")
		// also of an exact seed, whose secrets were taken out
		object.SetDefault(management, "client_secret", tenant.NewClientSecret())
		object.SetDefault(management, "app_type", "non_interactive")
		object.SetDefault(management, "token_endpoint_auth_method", "client_secret_post")
		object.SetDefault(management, "grant_types", object.Array("client_credentials"))
		if err := b.client(management, []any{"management_application"}); err != nil {
			return err
		}
		b.tenant.ManagementClientID = object.Text(management, "client_id")
	}
	for i, client := range b.seed.Clients {
		if err := b.client(client, []any{"clients", i}); err != nil {
			return err
		}
	}
	if b.tenant.Clients.Find(func(client object.Object) bool { return object.Flag(client, "global") }) != nil {
		return nil
	}
	return b.add(b.tenant.Clients, object.Object{
		"tenant": b.tenant.Name,
		"global": true,
		"owners": object.Array("auth0|owner"),
		"name":   "All Applications",
		"client_id": tenant.NewClientID(
			false,
		),
		"client_secret":                       tenant.NewClientSecret(),
		"is_first_party":                      true,
		"callbacks":                           object.Array(),
		"is_token_endpoint_ip_header_trusted": false,
		"cross_origin_authentication":         false,
		"cross_origin_auth":                   false,
		"custom_login_page_on":                true,
		"sso_disabled":                        false,
		"refresh_token":                       rules.DefaultRefreshToken(object.Object{"is_first_party": true}),
	}, nil, "client_id")
}

func (b *builder) client(client object.Object, at []any) error {
	if err := b.checkSeeded(client, at, schema.Clients.Create, "name"); err != nil {
		return err
	}
	if err := requireOneOf(client, at, "third_party_security_mode", "strict", "permissive"); err != nil {
		return err
	}
	if err := requireOneOf(client, at, "redirection_policy", "allow_always", "open_redirect_protection"); err != nil {
		return err
	}
	if !b.seed.Exact && !object.Flag(client, "global") {
		given := b.sent(client)
		rules.ApplyClientDefaults(client, b.tenant, b.now)
		if err := rules.CheckNewClient(b.tenant, client, given); err != nil {
			return errorAt(at, "%v", err)
		}
	}
	keys, err := rules.TakeCredentials(b.tenant, client, b.now)
	if err != nil {
		return errorAt(append(at, "client_authentication_methods"), "%v", err)
	}
	for _, key := range keys {
		b.tenant.Credentials.Add(object.Text(key, "id"), key, b.now)
	}
	return b.add(b.tenant.Clients, client, at, "client_id")
}

// sent returns the members of a seeded application that a create would have to name: those that a create knows and that
// are not the default, which a read shows of every application.
func (b *builder) sent(client object.Object) object.Object {
	plain := object.Object{}
	for _, key := range []string{"is_first_party", "third_party_security_mode"} {
		plain[key] = client[key]
	}
	rules.ApplyClientDefaults(plain, b.tenant, b.now)
	out := maps.Clone(client)
	maps.DeleteFunc(out, func(key string, value any) bool {
		return schema.Clients.Create.Schema.Properties[key] == nil || rules.IsEmpty(value) ||
			reflect.DeepEqual(value, plain[key])
	})
	return out
}

func (b *builder) credentials() error {
	for i, given := range b.seed.Credentials {
		at := []any{"credentials", i}
		if b.tenant.Clients.Get(object.Text(given, rules.CredentialClientID)) == nil {
			return errorAt(append(at, rules.CredentialClientID), "no client has the client_id "+
				"%q", object.Text(given, rules.CredentialClientID))
		}
		credential, err := rules.NewCredential(b.tenant, given, object.Text(given, rules.CredentialClientID), b.now)
		if err != nil {
			return errorAt(append(at, rules.CredentialPEM), "%v", err)
		}
		if err := b.add(b.tenant.Credentials, credential, at, "id"); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) connections() error {
	for i, connection := range b.seed.Connections {
		at := []any{"connections", i}
		if err := b.checkSeeded(connection, at, schema.Connections.Create, "name", "strategy"); err != nil {
			return err
		}
		if !b.seed.Exact {
			rules.ApplyConnectionDefaults(connection, b.tenant.Domain())
		}
		if b.tenant.Connections.Find(
			func(other object.Object) bool { return rules.SameMembers(connection, other, "name") },
		) != nil {
			return errorAt(append(at, "name"), "another connection has the name %q", object.Text(connection, "name"))
		}
		for _, id := range object.List(connection, "enabled_clients") {
			if b.tenant.Clients.Get(id) == nil {
				return errorAt(append(at, "enabled_clients"), "no client has the client_id %q", id)
			}
		}
		rules.DropThirdParty(b.tenant, connection)
		rules.EncryptConfiguration(connection)
		if err := b.add(b.tenant.Connections, connection, at, "id"); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) clientGrants() error {
	for i, grant := range b.seed.ClientGrants {
		at := []any{"client_grants", i}
		if err := b.clientGrant(grant, at); err != nil {
			return err
		}
		if err := b.add(b.tenant.ClientGrants, grant, at, "id"); err != nil {
			return err
		}
	}
	if b.seed.Exact {
		return nil
	}
	management := object.Object{
		"client_id": b.tenant.ManagementClientID,
		"audience":  b.tenant.ManagementAudience(),
		"scope":     object.Array(rules.ManagementScopes...),
	}
	if b.tenant.ClientGrants.Find(
		func(other object.Object) bool { return rules.SameMembers(management, other, "client_id", "audience") },
	) != nil {
		return nil
	}
	rules.ApplyClientGrantDefaults(management)
	return b.add(b.tenant.ClientGrants, management, nil, "id")
}

// clientGrant checks a grant of a seed as the API would, and places the blame. An exact seed may hold grants whose API
// or scopes are gone.
func (b *builder) clientGrant(grant object.Object, at []any) error {
	if err := b.checkSeeded(grant, at, schema.ClientGrants.Create, "audience"); err != nil {
		return err
	}
	if err := requireOneOf(grant, at, "default_for", "third_party_clients"); err != nil {
		return err
	}
	if err := requireOneOf(grant, at, "subject_type", "client", "user", "anonymous_user"); err != nil {
		return err
	}
	clientID := object.Text(grant, "client_id")
	switch {
	case (clientID == "") == (grant["default_for"] == nil):
		return errorAt(at, "exactly one of client_id and default_for is required")
	case clientID != "" && b.tenant.Clients.Get(clientID) == nil:
		return errorAt(append(at, "client_id"), "no client has the client_id %q", clientID)
	case !b.seed.Exact && b.tenant.ResourceServerByIdentifier(object.Text(grant, "audience")) == nil:
		return errorAt(append(at, "audience"), "no API has the identifier %q", object.Text(grant, "audience"))
	}
	if !b.seed.Exact {
		rules.ApplyClientGrantDefaults(grant)
		if err := rules.CheckClientGrant(b.tenant, grant); err != nil {
			return errorAt(at, "%v", err)
		}
	}
	key := [4]string{
		clientID,
		object.Text(grant, "default_for"),
		object.Text(grant, "audience"),
		object.Text(grant, "subject_type"),
	}
	if b.granted[key] {
		return errorAt(at, "another grant has the same holder, audience and subject_type")
	}
	b.granted[key] = true
	return nil
}

func (b *builder) organizations() error {
	for i, organization := range b.seed.Organizations {
		at := []any{"organizations", i}
		if err := b.checkSeeded(organization, at, schema.Organizations.Create, "name"); err != nil {
			return err
		}
		if !b.seed.Exact {
			rules.ApplyOrganizationDefaults(organization)
		}
		if rules.CheckOrganizationName(b.tenant, organization) != nil {
			return errorAt(append(at, "name"), "another organization has the name %q", object.Text(organization, "name"))
		}
		if err := b.add(b.tenant.Organizations, organization, at, "id"); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) links() error {
	for i, link := range b.seed.OrganizationClientGrants {
		at := []any{"organization_client_grants", i}
		if b.tenant.Organizations.Get(link.OrganizationID) == nil {
			return errorAt(append(at, "organization_id"), "no organization has the id %q", link.OrganizationID)
		}
		if b.tenant.ClientGrants.Get(link.GrantID) == nil {
			return errorAt(append(at, "grant_id"), "no client grant has the id %q", link.GrantID)
		}
		b.tenant.OrganizationGrants = append(b.tenant.OrganizationGrants, link)
	}
	return nil
}

func (b *builder) associations() error {
	for i, given := range b.seed.OrganizationClients {
		at := []any{"organization_clients", i}
		organizationID, clientID := object.Text(given, "organization_id"), object.Text(given, "client_id")
		if b.tenant.Organizations.Get(organizationID) == nil {
			return errorAt(append(at, "organization_id"), "no organization has the id %q", organizationID)
		}
		if err := rules.CheckAssociations(b.tenant, organizationID, []object.Object{given}); err != nil {
			return errorAt(append(at, "client_id"), "%v", err)
		}
		rules.ApplyAssociationDefaults(given)
		b.tenant.OrganizationClients.Add(tenant.AssociationID(organizationID, clientID), given, b.now)
	}
	return nil
}

func (b *builder) rateLimitPolicies() error {
	for i, policy := range b.seed.RateLimitPolicies {
		at := []any{"rate_limit_policies", i}
		if err := b.checkSeeded(policy, at, schema.RateLimitPolicies.Create, "consumer_selector"); err != nil {
			return err
		}
		if !b.seed.Exact {
			rules.ApplyRateLimitPolicyDefaults(policy, b.now)
		}
		if err := rules.CheckNewRateLimitPolicy(b.tenant, policy); err != nil {
			return errorAt(append(at, "consumer_selector"), "%v", err)
		}
		if err := b.add(b.tenant.RateLimitPolicies, policy, at, "id"); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) userGrants() error {
	for i, grant := range b.seed.Grants {
		at := []any{"grants", i}
		for _, key := range []string{"clientID", "user_id", "audience"} {
			if err := requireText(grant, at, key); err != nil {
				return err
			}
		}
		if id := object.Text(grant, "clientID"); b.tenant.Clients.Get(id) == nil {
			return errorAt(append(at, "clientID"), "no client has the client_id %q", id)
		}
		object.SetDefault(grant, "id", tenant.NewUserGrantID())
		object.SetDefault(grant, "scope", object.Array())
		if err := b.add(b.tenant.UserGrants, grant, at, "id"); err != nil {
			return err
		}
	}
	return nil
}

// add puts an object of the seed into its collection under the id in its member key.
func (b *builder) add(c *tenant.Collection, data object.Object, at []any, key string) error {
	if err := requireText(data, at, key); err != nil {
		return err
	}
	id := object.Text(data, key)
	if c.Get(id) != nil {
		return errorAt(append(at, key), "%q is used twice", id)
	}
	c.Add(id, data, b.now)
	return nil
}
