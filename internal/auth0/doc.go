// Package auth0 is a client for the part of the Auth0 Management API (v2) that decides what third-party applications
// may do in a tenant.
//
// There is one file per API collection (applications.go, client_grants.go, connections.go, tenant_settings.go, …); the
// request and response types stand beside the calls that use them and carry only the members that are used. A call
// passes through transport.go (its address, body and token), exchange.go (its attempts) and retry.go (when there is
// another attempt); token.go and assertion.go authenticate, answer.go and errors.go say what went wrong, log.go and
// mask.go say what happened without giving secrets away.
//
// Reads by key go through bulk.go, which answers them from memory, by single calls or by the pages of a listing
// (bulk_pages.go) as bulk_policy.go decides; bulk_writes.go keeps memory true while there are writes, and
// bulk_collections.go says what is read that way.
//
// The package knows nothing of Terraform: it logs through the hook in [Config] and returns plain Go values.
package auth0
