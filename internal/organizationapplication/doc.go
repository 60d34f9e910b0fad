// Package organizationapplication is about what an organization says of a single application: whether its members may
// use it (use_for_member_access), whatever the organization says of all third-party applications.
//
// The resource auth0access_organization_application is the association of one organization with one application.
// Behind it are GET, POST and DELETE /api/v2/organizations/{id}/clients, and PATCH .../clients/{client_id}. Auth0 has
// this in early access, and refuses the calls of other tenants.
//
// Surprising is that associations count only in an organization with is_app_entitlement_active, which this resource
// does not touch; that a POST takes ten, of which one that is there already refuses all; that a DELETE has a body; and
// that without the association an application follows what the organization says of all, which may be more.
package organizationapplication
