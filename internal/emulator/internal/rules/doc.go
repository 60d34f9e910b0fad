// Package rules is what Auth0 decides: defaults, merging, what is refused and who can reach what, as functions over
// JSON objects, away from HTTP. There is one file for each collection, with the name of its file in package api; those
// of applications are clients.go (what is refused of all of them), clients_strict.go (of third-party applications in
// strict mode) and clients_defaults.go. Package schema checks what a request may hold in any tenant.
//
// Functions that begin with Check refuse, those that begin with Apply add what Auth0 adds to a new object.
package rules
