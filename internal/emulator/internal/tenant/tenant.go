// Package tenant stores a tenant: its collections of JSON objects ([Collection]), its settings, its variants
// ([Variant]), and the replica that reads see while replication lags. It refuses nothing, because package rules decides
// what may be stored.
package tenant

import (
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// OrganizationClientGrant ties a client grant to an organization.
type OrganizationClientGrant struct {
	OrganizationID string `json:"organization_id"`
	GrantID        string `json:"grant_id"`
}

// Tenant is everything an Auth0 tenant holds. It is not safe for concurrent use.
type Tenant struct {
	Name               string
	ManagementClientID string
	Variants           Chosen
	ApplicationLimit   int // 0 for none
	Settings           object.Object
	Clients            *Collection
	ClientGrants       *Collection
	Connections        *Collection
	ResourceServers    *Collection
	Organizations      *Collection
	Credentials        *Collection // of applications, each with its client_id
	RateLimitPolicies  *Collection
	// OrganizationClients are the clients that organizations are associated with; see [AssociationID].
	OrganizationClients *Collection
	UserGrants          *Collection // consents of users
	// Users can log in: each with user_id, connection, the ids of its organizations, and the hash of its password.
	Users *Collection
	// RefreshTokens are families of refresh tokens: a token and those that replaced it by rotation are one object.
	RefreshTokens      *Collection
	Rules              *Collection
	Hooks              *Collection
	NetworkACLs        *Collection
	Documents          *Collection // that publishers serve, by URL
	OrganizationGrants []OrganizationClientGrant
	tell               func(apply func(*Tenant)) // reports changes to a replica; nil without one
	touched            bool                      // whether anything outside the collections changed
}

// AssociationID is the id under which the association of an organization and a client is kept.
func AssociationID(organizationID, clientID string) string { return organizationID + "/" + clientID }

// place is the field of a tenant that holds a collection, and the name under which the collection is kept.
type place struct {
	name string
	at   **Collection
}

// places are the fields that hold the collections, in a fixed order.
func (t *Tenant) places() []place {
	return []place{
		{"clients", &t.Clients},
		{"client_grants", &t.ClientGrants},
		{"connections", &t.Connections},
		{"resource_servers", &t.ResourceServers},
		{"organizations", &t.Organizations},
		{"credentials", &t.Credentials},
		{"rate_limit_policies", &t.RateLimitPolicies},
		{"organization_clients", &t.OrganizationClients},
		{"grants", &t.UserGrants},
		{"users", &t.Users},
		{"refresh_tokens", &t.RefreshTokens},
		{"rules", &t.Rules},
		{"hooks", &t.Hooks},
		{"network_acls", &t.NetworkACLs},
		{"documents", &t.Documents},
	}
}

// Collections yields the tenant's collections by name.
func (t *Tenant) Collections() iter.Seq2[string, *Collection] {
	return func(yield func(string, *Collection) bool) {
		for _, place := range t.places() {
			if !yield(place.name, *place.at) {
				return
			}
		}
	}
}

// New returns an empty tenant.
func New(name string) *Tenant {
	t := &Tenant{Name: name}
	for _, place := range t.places() {
		*place.at = newCollection()
	}
	return t
}

// Domain is the tenant's own name at Auth0, whatever address the emulator listens on.
func (t *Tenant) Domain() string { return t.Name + ".auth0.com" }

// ManagementAudience is the identifier under which the Management API is listed.
func (t *Tenant) ManagementAudience() string { return "https://" + t.Domain() + "/api/v2/" }

// SystemPath returns the path of a system API (/api/v2/, /me/, …) if the identifier names one of this tenant. The
// identifier may begin with the tenant's domain, or with the host of the request, because clients derive it from their
// domain.
func (t *Tenant) SystemPath(identifier, host string) (string, bool) {
	u, err := url.Parse(identifier)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || !slices.Contains(systemPaths, u.Path) {
		return "", false
	}
	if u.Host == t.Domain() || strings.EqualFold(u.Host, host) || (IsLoopback(u.Host) && IsLoopback(host)) {
		return u.Path, true
	}
	return "", false
}

// CanonicalAudience returns the identifier of a system API as the tenant lists it, and every other identifier
// unchanged.
func (t *Tenant) CanonicalAudience(identifier, host string) string {
	if path, ok := t.SystemPath(identifier, host); ok {
		return "https://" + t.Domain() + path
	}
	return identifier
}

// ResourceServer finds an API by id or identifier, or returns nil.
func (t *Tenant) ResourceServer(idOrIdentifier string) object.Object {
	if api := t.ResourceServers.Get(idOrIdentifier); api != nil {
		return api
	}
	return t.ResourceServerByIdentifier(idOrIdentifier)
}

// ResourceServerByIdentifier finds an API by identifier, or returns nil.
func (t *Tenant) ResourceServerByIdentifier(identifier string) object.Object {
	return t.ResourceServers.Find(func(api object.Object) bool { return object.Text(api, "identifier") == identifier })
}

// RemoveGrant deletes a client grant and its ties to organizations.
func (t *Tenant) RemoveGrant(id string) {
	t.UnlinkGrant(id)
	t.ClientGrants.Remove(id)
}

// UnlinkGrant removes the ties of a client grant to organizations.
func (t *Tenant) UnlinkGrant(id string) {
	t.Unlink(func(l OrganizationClientGrant) bool { return l.GrantID == id })
}

// Unlink removes the ties between client grants and organizations that match.
func (t *Tenant) Unlink(match func(OrganizationClientGrant) bool) {
	if slices.ContainsFunc(t.OrganizationGrants, match) {
		t.SetOrganizationGrants(slices.DeleteFunc(slices.Clone(t.OrganizationGrants), match))
	}
}
