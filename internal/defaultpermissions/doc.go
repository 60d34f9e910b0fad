// Package defaultpermissions is about what every third-party application of the tenant may do with an API unless it
// has a grant of its own: the API's default permissions. Applications that register themselves have nothing else.
//
// The resource auth0access_api_default_permissions is one API, with user access (for users who log in with the
// application) and client access (for the application itself). Each is a client grant with
// default_for = "third_party_clients" and no client_id; an access left out is a grant that does not exist.
//
// One listing (GET /api/v2/client-grants?default_for=...&audience=...) shows both, and so also the one that somebody
// added behind Terraform's back. What it does not show is asked for by id before state forgets it. Each half is written
// by exactly one POST, PATCH or DELETE, and recorded as soon as the API has accepted it: a refusal of the other half
// takes nothing back. Terraform marks a creation that failed halfway as tainted and its next apply makes both halves
// anew; an update that failed halfway is continued where it stopped.
//
// The resource auth0access_default_permissions_exclusive is the complete set of APIs that may have default permissions
// at all: one listing (GET /api/v2/client-grants?default_for=...) shows what others have, and DELETE removes it. Which
// halves an API that is in the set may have is for auth0access_api_default_permissions to say.
package defaultpermissions
