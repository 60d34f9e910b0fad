// Package authorizationserver is about settings of the tenant's authorization server that agents meet: whether it takes
// the parameter resource (RFC 8707), whether it says that it knows applications by their metadata documents, and
// whether consent shows what scopes mean.
//
// The resource auth0access_authorization_server owns those of them that the configuration sets, and nothing else of
// the tenant's settings. Behind it are GET and PATCH /api/v2/tenants/settings. An update leaves alone what it does not
// name.
//
// Surprising is that a setting is shown only once it was set; until then it has its default. No value is the safer one
// in every tenant, so destroying leaves them as they are.
package authorizationserver
