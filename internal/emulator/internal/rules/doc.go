// Package rules has Auth0's decisions: defaults, merging, refusals, and who can reach what. They are functions over
// JSON objects, without HTTP. There is one file for each collection, with the name of its file in package api; those of
// applications are clients.go (refusals for all applications), clients_strict.go (refusals for third-party applications
// in strict mode) and clients_defaults.go. Package schema checks what does not depend on the tenant.
//
// Functions that begin with Check refuse, those that begin with Apply add what Auth0 adds to a new object.
package rules
