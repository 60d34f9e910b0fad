// Package accesscheck has the data source auth0access_access_check: whether one application gets one kind of token, and
// if not, why. Package judge decides; this package reads from the tenant what it asks for.
package accesscheck
