// Package seed reads and writes whole tenants as JSON. load.go reads a file and finds the line of a fault; build.go and
// build_access.go make a tenant from a seed, one function for each collection; check.go refuses an invalid tenant;
// [Snapshot] writes a tenant as a seed.
package seed

import (
	"fmt"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/faults"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Seed is a whole tenant, in JSON as in Go. The objects are those of the Management API; ids, secrets and other members
// that Auth0 adds on creation may be left out, and are filled in. Members the emulator does not know are kept and
// shown.
type Seed struct {
	// Tenant is the tenant's name; its domain at Auth0 is <tenant>.auth0.com. The default is "emulator".
	Tenant string `json:"tenant,omitempty"`
	// Exact says that the objects are complete, as in a snapshot: missing members stay missing.
	Exact bool `json:"exact,omitempty"`
	// Variants are the names of the tenant's [tenant.Variant]s. For every other subject the tenant has the default.
	Variants []string `json:"variants,omitempty"`
	// DefaultSecurityMode is the third_party_security_mode of third-party applications created without one: another way
	// to name the variant strict-by-default or permissive-by-default.
	DefaultSecurityMode string `json:"default_third_party_security_mode,omitempty"`
	// ApplicationLimit is how many applications the tenant may hold; creating and registering more is refused. 0 is no
	// limit.
	ApplicationLimit int `json:"application_limit,omitempty"`
	// ManagementApplication is the machine-to-machine application whose credentials ManagementCredentials
	// returns. It gets a grant for every scope of the Management API unless ClientGrants holds one.
	ManagementApplication map[string]any `json:"management_application,omitempty"`

	Clients         []map[string]any `json:"clients,omitempty"`
	ResourceServers []map[string]any `json:"resource_servers,omitempty"`
	Connections     []map[string]any `json:"connections,omitempty"`
	ClientGrants    []map[string]any `json:"client_grants,omitempty"`
	Organizations   []map[string]any `json:"organizations,omitempty"`
	TenantSettings  map[string]any   `json:"tenant_settings,omitempty"`

	// Credentials are the public keys of applications, each with client_id and pem. Keys that a client names in the form
	// of a create need not be repeated here.
	Credentials []map[string]any `json:"credentials,omitempty"`
	// OrganizationClientGrants ties client grants to organizations.
	OrganizationClientGrants []tenant.OrganizationClientGrant `json:"organization_client_grants,omitempty"`
	// OrganizationClients are the clients that organizations are associated with: {"organization_id", "client_id",
	// "use_for_member_access"}.
	OrganizationClients []map[string]any `json:"organization_clients,omitempty"`
	// RateLimitPolicies limit the requests of applications; resource and consumer may be left out.
	RateLimitPolicies []map[string]any `json:"rate_limit_policies,omitempty"`
	// Grants are consents of users, each with clientID, user_id and audience.
	Grants []map[string]any `json:"grants,omitempty"`
	// Users can log in: {"name", "email", "password", "connection", "organizations"}. A snapshot has the hash of the
	// password instead.
	Users []map[string]any `json:"users,omitempty"`
	// RefreshTokens are issued refresh tokens: {"user_id", "client_id", "resource_servers"}, with "token" if a test uses
	// it. A snapshot has the hash of the token instead.
	RefreshTokens []map[string]any `json:"refresh_tokens,omitempty"`
	// Rules and Hooks have a name, and are enabled unless they say otherwise. While one is enabled, strict third-party
	// applications get no tokens. Only Hooks with the triggerId credentials-exchange count.
	Rules []map[string]any `json:"rules,omitempty"`
	Hooks []map[string]any `json:"hooks,omitempty"`
	// NetworkACLs are tenant ACLs, each with a description and a rule, and active unless they say otherwise.
	NetworkACLs []map[string]any `json:"network_acls,omitempty"`
	// Documents are what publishers serve at https URLs: the metadata documents of applications, and their public keys.
	Documents map[string]map[string]any `json:"documents,omitempty"`

	// RateLimit, Latency, Jitter and Lag are as in the options of a tenant, with times as text such as "800ms". They and
	// Faults are not part of a snapshot. If a seed for a running tenant leaves one out, it stays as it is.
	RateLimit string `json:"rate_limit,omitempty"`
	Latency   string `json:"latency,omitempty"`
	Jitter    string `json:"jitter,omitempty"`
	Lag       string `json:"lag,omitempty"`
	// Clock is the time that the tenant's clock shows at the start, in the form of RFC 3339, or [MachineClock]. It runs on
	// from there. Like RateLimit, it is not part of a snapshot.
	Clock string `json:"clock,omitempty"`
	// Faults are the faults from the start.
	Faults []faults.Fault `json:"faults,omitempty"`

	// File is the file that the seed was loaded from, for errors.
	File string `json:"-"`
}

// Default is an empty tenant: Auth0's own API and global client, and one application for the Management API.
func Default() *Seed { return &Seed{} }

// Error is an error in a seed, with its place as keys and indexes.
type Error struct {
	path    []any
	message string
}

func (e *Error) Error() string {
	var out strings.Builder
	for i, step := range e.path {
		switch s := step.(type) {
		case int:
			fmt.Fprintf(&out, "[%d]", s)
		default:
			if i > 0 {
				out.WriteByte('.')
			}
			fmt.Fprint(&out, s)
		}
	}
	return out.String() + ": " + e.message
}

func errorAt(path []any, format string, args ...any) error {
	return &Error{path, fmt.Sprintf(format, args...)}
}

// Snapshot writes the tenant as an exact seed.
func Snapshot(t *tenant.Tenant) *Seed {
	all := func(c *tenant.Collection) []map[string]any {
		var out []map[string]any
		for id, data := range c.All() {
			if c != t.Clients || id != t.ManagementClientID {
				out = append(out, object.Clone(data))
			}
		}
		return out
	}
	seed := &Seed{
		Tenant:                   t.Name,
		Exact:                    true,
		Variants:                 t.Variants.Names(),
		ApplicationLimit:         t.ApplicationLimit,
		Clients:                  all(t.Clients),
		ResourceServers:          all(t.ResourceServers),
		Connections:              all(t.Connections),
		ClientGrants:             all(t.ClientGrants),
		Organizations:            all(t.Organizations),
		TenantSettings:           object.Clone(t.Settings),
		Credentials:              all(t.Credentials),
		OrganizationClientGrants: append([]tenant.OrganizationClientGrant(nil), t.OrganizationGrants...),
		RateLimitPolicies:        all(t.RateLimitPolicies),
		OrganizationClients:      all(t.OrganizationClients),
		Grants:                   all(t.UserGrants),
		Users:                    all(t.Users),
		RefreshTokens:            all(t.RefreshTokens),
		Rules:                    all(t.Rules),
		Hooks:                    all(t.Hooks),
		NetworkACLs:              all(t.NetworkACLs),
	}
	for at, document := range t.Documents.All() {
		if seed.Documents == nil {
			seed.Documents = map[string]map[string]any{}
		}
		seed.Documents[at] = object.Clone(document)
	}
	if management := t.Clients.Get(t.ManagementClientID); management != nil {
		seed.ManagementApplication = object.Clone(management)
	}
	return seed
}
