// Package consent is what users have agreed to: the data source auth0access_consents, which lists it, and the action
// auth0access_revoke_access, which takes back what users gave to one application.
//
// Auth0 calls a consent a grant: GET /grants and DELETE /grants/{id}. DELETE /grants?user_id= takes everything that a
// user has agreed to, for every application; it is never called. Refresh tokens are revoked by user and application
// (POST /refresh-tokens/revoke), because Auth0 revokes none by application alone. So the consents tell whose they are,
// and a user's consents are deleted only after the user's refresh tokens.
package consent
