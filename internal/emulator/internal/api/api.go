// Package api answers the calls of a tenant: those of the Management API, one file for each collection, which holds its
// handlers, its key order and what its answers show; and Dynamic Client Registration.
//
// routes.go names the collections. An endpoint checks, in this order, the access token (caller.go), the scopes, the
// query and the body (endpoint.go, package schema), and calls one handler while it holds the tenant's only lock.
// Handlers are short, because Auth0's decisions are in package rules. Listings share paging.go, query.go and fields.go.
package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/publisher"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// API answers the calls of a tenant.
type API struct {
	Store *tenant.Store
	Keys  *keys.Ring
	Now   func() time.Time
	// Publishers serve the documents that describe applications.
	Publishers *publisher.Publishers
}

// Handle passes every call to handle.
func (a *API) Handle(handle func(method, path string, handler http.HandlerFunc)) {
	for _, e := range slices.Concat(Endpoints(), EmptyEndpoints()) {
		handle(e.Method, "/api/v2"+e.Path, a.serve(e))
	}
	handle(http.MethodPost, "/oidc/register", a.register)
}
