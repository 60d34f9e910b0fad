// Package emulator is an Auth0 tenant in one process: an [http.Handler] that answers the part of the Management API
// that decides what third-party applications may reach, the token endpoint that leads to it, and Dynamic Client
// Registration.
//
// It is a library for tests, which call [New] and serve the result with net/http/httptest, and the heart of the
// auth0-emulator command. It refuses what Auth0 refuses, with Auth0's status, errorCode and wording, and it shares no
// code with the API client or the provider, so that each examines the other.
//
// # How it is built
//
// A request passes the layers of [Server.ServeHTTP] (recording, latency, faults, rate limits, in this order) and
// reaches one endpoint of the table in routes.go. The endpoint checks, in this order, the access token, the scopes, the
// path, the query, and the body, and calls one handler while it holds the tenant's only lock. Handlers are short: what
// Auth0 decides (defaults, merging, what is refused) is in the *_rules.go and *_defaults.go files as functions over
// plain JSON objects, away from HTTP.
//
// The page at / is outside those layers. Package page renders it from a view, which the page_*.go files fill in.
//
// # Objects
//
// Every entity is a JSON object kept as map[string]any, in the shape the Management API answers with. Members the
// emulator knows nothing of are kept and shown. The members of an answer stand in the order Auth0 was seen to use, one
// key order for each collection; members without a place in that order, and the members of nested objects, follow by
// name.
//
// # Where Auth0's behaviour is not known
//
// Comments that begin with "Assumption:" mark each place where neither recorded traffic nor documentation says what
// Auth0 does and the emulator had to choose.
package emulator
