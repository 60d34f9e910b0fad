// Package organizationgrant is about client grants that organizations have: for which organizations an application may
// get tokens as itself (client credentials).
//
// The resource auth0access_organization_client_grant gives one organization one client grant. Behind it are GET, POST
// and DELETE /api/v2/organizations/{id}/client-grants. It is the only way in for strict applications, because Auth0
// refuses them grants for any organization (allow_any_organization).
//
// The pair of organization and grant is all there is: nothing of it can be changed. Surprising is that the pair takes
// no effect unless the grant's own organization_usage allows organizations, which Auth0 does not say when the pair is
// made; so the plan looks.
//
// Grants of first-party applications are never touched.
package organizationgrant
