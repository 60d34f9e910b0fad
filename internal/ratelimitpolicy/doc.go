// Package ratelimitpolicy is about the most requests that applications may make of the Authentication API, which is
// where users log in and tokens are issued.
//
// The resource auth0access_rate_limit_policy is one policy: POST, GET, PATCH and DELETE /api/v2/rate-limit-policies.
// Auth0 keeps at most one for each selector, which is the policy's natural key: one application (by client id, or by
// the URL of the document that describes it), all strict third-party applications, all applications of documents, or
// the default. Only what becomes of the requests can be changed.
//
// Surprising is that the most specific policy alone counts, so that one for a single application takes it out of the
// limit of its group; that a group shares one counter, while with the default each application has its own; and that
// the default is about first-party applications too, the one that Terraform signs in with among them. A policy that
// blocks with limit 0 shuts an application off at once, and deleting it lets the application in again.
package ratelimitpolicy
