package seed

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

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

// clientGrant checks a grant of a seed as the API would, and names the faulty member. An exact seed may contain grants
// whose API or scopes are gone.
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
		connections := object.Objects(organization["enabled_connections"])
		for j, enabled := range connections {
			if id := object.Text(enabled, "connection_id"); b.tenant.Connections.Get(id) == nil {
				return errorAt(append(at, "enabled_connections", j), "no connection has the id %q", id)
			}
		}
		if err := rules.CheckOrganizationConnections(b.tenant, nil, connections...); err != nil {
			return errorAt(append(at, "enabled_connections"), "%v", err)
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

func (b *builder) rules() error {
	for i, rule := range b.seed.Rules {
		object.SetDefault(rule, "id", tenant.NewRuleID())
		object.SetDefault(rule, "order", float64(i+1))
		object.SetDefault(rule, "stage", "login_success")
		if err := b.extension(b.tenant.Rules, rule, []any{"rules", i}); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) hooks() error {
	for i, hook := range b.seed.Hooks {
		at := []any{"hooks", i}
		if err := requireText(hook, at, "triggerId"); err != nil {
			return err
		}
		object.SetDefault(hook, "id", tenant.NewHookID())
		if err := b.extension(b.tenant.Hooks, hook, at); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) networkACLs() error {
	scopes := []string{"management", "authentication", "tenant", "dynamic_client_registration"}
	for i, acl := range b.seed.NetworkACLs {
		at := []any{"network_acls", i}
		if err := requireText(acl, at, "description"); err != nil {
			return err
		}
		if scope := object.Text(object.Child(acl, "rule"), "scope"); !slices.Contains(scopes, scope) {
			return errorAt(append(at, "rule", "scope"), "one of %s is required", strings.Join(scopes, ", "))
		}
		object.SetDefault(acl, "id", tenant.NewTenantACL())
		object.SetDefault(acl, "active", true)
		object.SetDefault(acl, "priority", float64(i+1))
		object.SetDefault(acl, "created_at", b.now.UTC().Format(object.TimeFormat))
		object.SetDefault(acl, "updated_at", acl["created_at"])
		if err := b.add(b.tenant.NetworkACLs, acl, at, "id"); err != nil {
			return err
		}
	}
	return nil
}

// documents adds the documents and keys that publishers serve.
func (b *builder) documents() error {
	for _, at := range slices.Sorted(maps.Keys(b.seed.Documents)) {
		if document, err := url.Parse(at); err != nil || document.Scheme != "https" || document.Host == "" {
			return errorAt([]any{"documents", at}, "not an https URL")
		}
		b.tenant.Documents.Add(at, b.seed.Documents[at], b.now)
	}
	return nil
}

// extension adds a Rule or a Hook. It is enabled unless the seed says otherwise.
func (b *builder) extension(c *tenant.Collection, extension object.Object, at []any) error {
	if err := requireText(extension, at, "name"); err != nil {
		return err
	}
	object.SetDefault(extension, "enabled", true)
	object.SetDefault(extension, "script", "")
	if _, isFlag := extension["enabled"].(bool); !isFlag {
		return errorAt(append(at, "enabled"), "want true or false")
	}
	return b.add(c, extension, at, "id")
}
