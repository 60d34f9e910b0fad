// Package auth0 is a client for the part of the Auth0 Management API (v2) that decides what third-party applications
// may do in a tenant.
//
// There is one file per API collection (applications.go, client_grants.go, connections.go, tenant_settings.go, …); the
// request and response types stand beside the calls that use them and carry only the members that are used.
//
// Behind it are rooms, which do not know each other unless that is said here. Package call makes one call, with its
// token, attempts and errors; it stands on pace, which waits for the tenant's rate limits, on mask, which keeps secrets
// out of logs and errors, and on wire, which reads and compares JSON.
//
// Reads by key go through bulk.go, which answers them from memory, by single calls or by the pages of a listing as
// bulk_policy.go decides; bulk_writes.go keeps memory true while there are writes, and bulk_collections.go says what is
// read that way.
//
// The package knows nothing of Terraform: it logs through the hook in [Config] and returns plain Go values.
package auth0
