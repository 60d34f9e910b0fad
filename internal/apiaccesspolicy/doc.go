// Package apiaccesspolicy is about who may ask for tokens of an API at all: its application access policy.
//
// An API has one policy for tokens on behalf of users and one for tokens of applications for themselves
// (subject_type_authorization). The resource auth0access_api_access_policy owns that one member and nothing else of the
// API. Behind it are GET and PATCH /api/v2/resource-servers/{id}.
//
// Surprising is that an update replaces the member as a whole: a half that is not sent is gone, and counts as that of a
// new API, which lets every application act for users. So both halves are always sent, that which the configuration
// leaves out as it was read right before.
//
// The policy binds all applications, first-party ones included. Strict third-party applications need a grant under
// every policy; what allow_all opens, it opens to first-party and permissive applications.
package apiaccesspolicy
