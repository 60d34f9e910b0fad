// Package consent has the data source auth0access_consents, which lists what users have consented to, and the action
// auth0access_revoke_access, which revokes the access that users gave to one application.
//
// Auth0 calls a consent a grant: GET /grants and DELETE /grants/{id}. DELETE /grants?user_id= deletes all consents of a
// user, to every application; it is never called. Refresh tokens are revoked by user and application (POST
// /refresh-tokens/revoke), because Auth0 revokes none by application alone. Consents name the users, so a user's
// consents are deleted only after the user's refresh tokens are revoked.
package consent
