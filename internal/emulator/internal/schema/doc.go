// Package schema checks request bodies and query parameters, and words errors as Auth0's validator does. The
// JSON files say what a request may hold, one file for the bodies of each collection and queries.json for the
// parameters of all calls; formats.go has Auth0's string formats. Package rules has the checks that depend on the
// tenant or on several members.
package schema
