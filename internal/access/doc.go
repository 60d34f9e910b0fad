// Package access works out which third-party application can reach which API, with which scopes, and why. It makes no
// calls: [Tenant] is what the Management API shows, [Tenant.Effective] is what follows from it, and [Markdown] and
// [Mermaid] write that down for people.
//
// An application asks for tokens of an API for a user, or as itself (client credentials). The two are decided apart
// from each other, for each application and each API, by the first rule that holds:
//
//  1. No API has the audience any more: no access. Grants outlive their API, and come to life again with a new one of
//     the same identifier, so they are shown.
//  2. The API's access policy for the subject type is deny_all: no access, whatever has been granted. A strict
//     application is denied as any other is.
//  3. The application is permissive and the policy is allow_all: every scope of the API. Permissive applications follow
//     the API's policy. Strict ones do not: they need a grant under allow_all too.
//  4. The application has a grant of its own: what that grants, and nothing else. It takes precedence over default
//     permissions even if it grants less, down to no scope at all.
//  5. The API has default permissions for the subject type: what they grant, to strict and permissive applications
//     alike.
//  6. No access.
//
// If there is access by rule 3, 4 or 5, the application must also be able to ask for it:
//
//   - As itself it needs the grant type client_credentials. Public applications cannot use that, nor can strict ones
//     that registered themselves or that a document describes.
//   - For users it needs a grant type that begins with a login: authorization_code alone if it is strict.
//   - If the client grant requires an organization, an organization must have that grant. The grant may be for any
//     organization, unless the application is strict, and then there must be one.
//   - If the application requires an organization of its users, it must be strict, and an organization must let it log
//     its users in. The organization's setting for the application overrides its setting for all third parties.
//
// Asked for one organization, the same is asked of that one, whether or not an organization is required. Grants and
// applications that do not say so allow none, and neither do default permissions and policies.
//
// Organizations are asked for only if access depends on them. If they cannot be read, the access is unknown.
//
// Sources are Auth0's pages on access policies of APIs, client grants, security controls and the permissive mode of
// third-party applications, and the description of default_for in the API document. They leave open, and it is assumed:
//
//   - A permissive application's own grant does not narrow what allow_all opens. If that were wrong, too much would be
//     shown, not too little.
//   - The policies that an API does not show are those of a new API: allow_all for users, require_client_grant for
//     applications. An unknown policy counts as require_client_grant.
//   - A scope that a grant names but the API does not define has no effect. It is shown as undefined, for it gets one
//     as soon as somebody defines it.
//   - Auth0's own APIs (system APIs) are not opened by allow_all. They cannot be granted to third-party applications; a
//     grant from before that was so counts as any other.
//
// What comes out is the most that an application can get. It gets less if a user does not consent or roles (RBAC) give
// the user less. It gets nothing if it has no callback URL, no valid secret or key, or no connection to log users in
// with.
package access
