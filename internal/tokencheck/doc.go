// Package tokencheck is the data source and the ephemeral resource auth0access_token_check: they ask the tenant for a
// token as an application, with client_credentials, and say whether it was issued, with which scopes, or why not. The
// token itself is discarded at once.
//
// The data source reads the application's secret (GET /clients/{id}, read:client_keys) and keeps it nowhere. The
// ephemeral resource gets the secret or a private key from the configuration, and keeps neither. Both ask POST
// /oauth/token. A refusal is an answer, not an error.
package tokencheck
