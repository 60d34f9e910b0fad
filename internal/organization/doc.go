// Package organization is about organizations as third-party applications meet them.
//
// Users log in to an organization with a third-party application only where the organization allows it
// (third_party_client_access), which a new one does not. The resource auth0access_organization_third_party_access owns
// that one member and nothing else of the organization. Behind it are GET and PATCH /api/v2/organizations/{id}.
//
// Applications that act for themselves (client credentials) are not concerned: what they may reach on behalf of an
// organization is decided by the organization's client grants.
package organization
