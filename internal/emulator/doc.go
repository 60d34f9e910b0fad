// Package emulator is an Auth0 tenant in one process: an [http.Handler] that answers the part of the Management API
// that decides what third-party applications may reach, logs users in, issues tokens, and lets applications register
// themselves.
//
// It is a library for tests, which call [New] and serve the result with net/http/httptest, and the heart of the
// auth0-emulator command. It refuses what Auth0 refuses, with Auth0's status, errorCode and wording, and it shares no
// code with the API client or the provider, so that each examines the other.
//
// # How it is built
//
// This package is the server: [New], [Options], the layers that a request passes (recording, latency, faults, rate
// limits, in this order; layers.go), the controls below /__emulator/, and the page. Everything else is a package below
// internal, and none of them imports this one:
//
//	api      the calls of the Management API: handlers of each collection, paging; and registration
//	authserver  logins and tokens: /authorize and its pages, /oauth/token, the metadata
//	rules    Auth0's decisions: defaults, refusals, who can reach what
//	tenant   the stored objects: collections, variants, the replica that lags
//	seed     tenants as JSON files
//	faults, limits, traffic   injected faults, rate limits, the record of requests
//	answer, keys, object, route   replies and refusals, the signing key, JSON objects, paths
//
// To find a refusal, look in schema if it concerns one member of the request alone, and otherwise in rules, in the file
// with the name of the collection. A new collection is a file in api, a line in its routes.go, one in rules, one in
// schema, and its place in tenant and seed.
//
// The page at / is outside those layers. Package page renders it from a view, which the page_*.go files fill in.
//
// # Objects
//
// Every entity is a JSON object kept as map[string]any, in the shape the Management API answers with. Members that the
// emulator does not know are kept and shown. The members of an answer are in the order in which Auth0 was seen to send
// them, one order for each collection; members without a place in that order, and the members of nested objects, follow
// by name.
//
// # Where Auth0's behaviour is not known
//
// Comments that begin with "Assumption:" mark each choice that neither recorded traffic nor documentation of Auth0
// supports.
package emulator
