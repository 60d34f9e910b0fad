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

// Build makes a tenant from a seed, and fills in missing members unless the seed is exact. Variants in first override
// those of the seed, and these override those in last.
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
	if _, err := seed.Conditions(Conditions{}, now); err != nil {
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
		b.users,
		b.refreshTokens,
		b.rules,
		b.hooks,
		b.networkACLs,
		b.documents,
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
	// granted has the holder, audience and subject type of each grant so far.
	granted map[[4]string]bool
}

// resourceServers adds the APIs. The Management API is always one of them. Unless the seed contains it, it is the
// oldest.
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
		// even in an exact seed, because its secrets may have been removed
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

// sent returns the members of a seeded application that a create would send: members that a create accepts, without
// defaults, which a read shows for every application.
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

// add adds an object of the seed to its collection. The member key has its id.
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
