// Package auth0 is a client for the part of the Auth0 Management API (v2) that decides what third-party
// applications may do in a tenant.
//
// There is one file per API collection (applications.go, credentials.go, client_grants.go, connections.go,
// resource_servers.go); the request and response types stand beside the calls that use them and carry only the
// members that are used. One place builds and sends requests (transport.go), one obtains tokens (token.go), one
// turns refusals into errors (errors.go).
//
// The package knows nothing of Terraform: it logs through the hook in [Config] and returns plain Go values.
package auth0
