package emulator

import (
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// tenant is everything an Auth0 tenant holds. Whoever touches it holds [Server].mu.
type tenant struct {
	name               string
	managementClientID string
	variants           chosen
	applicationLimit   int // 0 for none
	settings           object.Object
	clients            *collection
	clientGrants       *collection
	connections        *collection
	resourceServers    *collection
	organizations      *collection
	credentials        *collection // of applications, each with clientIDMember
	organizationGrants []OrganizationClientGrant
	tell               func(apply func(*tenant)) // reports changes to a replica; nil without one
}

// collections are the tenant's collections, in a fixed order.
func (t *tenant) collections() []**collection {
	return []**collection{&t.clients, &t.clientGrants, &t.connections, &t.resourceServers, &t.organizations, &t.credentials}
}

func newTenant(name string) *tenant {
	return &tenant{
		name:            name,
		clients:         newCollection(),
		clientGrants:    newCollection(),
		connections:     newCollection(),
		resourceServers: newCollection(),
		organizations:   newCollection(),
		credentials:     newCollection(),
	}
}

// defaultSecurityMode is the mode of third-party applications created without one.
func (t *tenant) defaultSecurityMode() string {
	if t.variants[permissiveByDefault] {
		return "permissive"
	}
	return "strict"
}

// domain is the tenant's own name at Auth0, whatever address the emulator listens on.
func (t *tenant) domain() string { return t.name + ".auth0.com" }

// managementAudience is the identifier under which the Management API is listed.
func (t *tenant) managementAudience() string { return "https://" + t.domain() + "/api/v2/" }

// systemPath returns the path of one of Auth0's own APIs (/api/v2/, /me/, …) when identifier names one of this tenant:
// under the tenant's domain, or under the host the caller used, since clients derive it from the domain they were given.
func (t *tenant) systemPath(identifier, host string) (string, bool) {
	u, err := url.Parse(identifier)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || !slices.Contains(systemPaths, u.Path) {
		return "", false
	}
	if u.Host == t.domain() || strings.EqualFold(u.Host, host) || (isLoopback(u.Host) && isLoopback(host)) {
		return u.Path, true
	}
	return "", false
}

// canonicalAudience writes the identifier of a system API as the tenant lists it, and leaves every other one alone.
func (t *tenant) canonicalAudience(identifier, host string) string {
	if path, ok := t.systemPath(identifier, host); ok {
		return "https://" + t.domain() + path
	}
	return identifier
}

func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// resourceServer finds an API by id or identifier, or returns nil.
func (t *tenant) resourceServer(idOrIdentifier string) object.Object {
	if api := t.resourceServers.get(idOrIdentifier); api != nil {
		return api
	}
	return t.resourceServerByIdentifier(idOrIdentifier)
}

func (t *tenant) resourceServerByIdentifier(identifier string) object.Object {
	return t.resourceServers.find(func(api object.Object) bool { return object.Text(api, "identifier") == identifier })
}

// removeClient deletes an application and what cannot be without it: its grants, its credentials, its places in
// connections. Auth0 was seen to do so.
func (t *tenant) removeClient(clientID string) {
	t.clients.remove(clientID)
	t.credentials.removeWhere(func(c object.Object) bool { return object.Text(c, clientIDMember) == clientID })
	for id, grant := range t.clientGrants.all() {
		if object.Text(grant, "client_id") == clientID {
			t.unlinkGrant(id)
		}
	}
	t.clientGrants.removeWhere(func(grant object.Object) bool { return object.Text(grant, "client_id") == clientID })
	for id, connection := range t.connections.all() {
		t.connections.set(id, withEnabled(connection, clientID, false))
	}
	for id, api := range t.resourceServers.all() {
		if object.Text(api, "client_id") == clientID {
			next := maps.Clone(api)
			delete(next, "client_id")
			t.resourceServers.set(id, next)
		}
	}
}

// removeGrant deletes a client grant and its ties to organizations.
func (t *tenant) removeGrant(id string) {
	t.unlinkGrant(id)
	t.clientGrants.remove(id)
}

func (t *tenant) unlinkGrant(id string) {
	t.unlink(func(l OrganizationClientGrant) bool { return l.GrantID == id })
}

// unlink removes the ties between client grants and organizations that match.
func (t *tenant) unlink(match func(OrganizationClientGrant) bool) {
	if slices.ContainsFunc(t.organizationGrants, match) {
		t.setOrganizationGrants(slices.DeleteFunc(slices.Clone(t.organizationGrants), match))
	}
}
