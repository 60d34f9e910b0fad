// Package redirectprotection is about the protection of one application against being used for open redirects.
//
// A strict third-party application has a redirection policy. With open_redirect_protection, the default, Auth0 shows an
// error page of its own when a login fails and keeps the callback's domain out of emails; with allow_always it
// redirects to the application's callback URL. The resource auth0access_redirect_protection owns that one member
// (redirection_policy) of the application and nothing else. Behind it are GET and PATCH /api/v2/clients/{id}.
//
// First-party and permissive applications have no such policy: Auth0 stores what is sent and does not act on it, so
// they are refused here.
package redirectprotection
