// Package auth0 is a client for the part of the Auth0 Management API (v2) that decides what third-party applications
// may do in a tenant.
//
// There is one file per API collection (applications.go, client_grants.go, connections.go, tenant_settings.go, …): its
// types, which carry only the members that are used, its calls, its listing, and the source from which it is read. A
// [Client] is all of them together (client.go). common.go says what is wrong if all calls of a client fail for one
// reason.
//
// Two files make sure that nothing is created twice if an answer is lost: application_create.go for applications, and
// create_by_key.go for objects with a natural key.
//
// They use internal packages:
//
//   - call makes one call: address, body, token, attempts, errors, pages. It uses pace, which waits for the tenant's
//     rate limits, and mask, which keeps secrets out of logs and errors.
//   - cache answers reads from memory, by single calls or from a listing, and keeps memory true while there are writes.
//   - wire reads the API's JSON, and compares it with what was sent.
//
// The package knows nothing of Terraform: it logs through the hook in [Config] and returns plain Go values.
package auth0
