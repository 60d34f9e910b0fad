// Package accesscheck has the data source auth0access_access_check: whether one application gets one kind of token, and
// if not, why. Package judge decides; what it asks is read from the tenant when it asks.
package accesscheck
