// Package effectiveaccess is the data source auth0access_effective_access: who can reach what, and why. It lists the
// tenant's third-party applications, APIs and client grants, each once, and package access computes the rest.
package effectiveaccess
