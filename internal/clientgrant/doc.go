// Package clientgrant is about the grants of single third-party applications: which scopes of an API one application
// may ask for, for its users (subject type user) or for itself (subject type client).
//
// The resource auth0access_client_grant is one grant: POST, GET, PATCH and DELETE /api/v2/client-grants. Auth0 keeps
// at most one for each application, API and subject type, and that triple is the grant's natural key.
//
// Surprising is that a grant with allow_all_scopes is answered without scope; that organization_usage and
// allow_any_organization are answered only once somebody has set them, so that absent means deny and false; and that
// a grant takes the place of the API's default permissions for the application rather than adding to them, so that a
// grant of nothing is narrower than no grant.
//
// The resource auth0access_client_grants_exclusive is the complete set of grants that one application may have: a
// listing (GET /api/v2/client-grants?client_id=...) shows what is there besides, and DELETE removes it. It makes
// nothing, so its set is of what a configuration knows before a grant exists, the API and the subject type, and not of
// ids.
//
// Grants of first-party applications are never touched. The id of a strict application proves it to be third-party;
// for every other id the application is read once, when the grant is made or imported, and never again, because
// Auth0 does not let an application change sides.
package clientgrant
