// Package tokencheck is the data source and the ephemeral resource auth0access_token_check: they ask the tenant for a
// token as an application, with client_credentials, and say whether it was issued, with which scopes, or why not. The
// token itself is forgotten at once.
//
// The data source reads the application's secret (GET /clients/{id}, read:client_keys) and keeps it nowhere. The
// ephemeral resource is given the secret or a private key, which therefore reach no state either. Both ask POST
// /oauth/token. That a token is refused is an answer and no error.
package tokencheck
