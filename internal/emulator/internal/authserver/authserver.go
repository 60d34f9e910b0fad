// Package authserver is the tenant's authorization server, which browsers and applications call to log users in and to
// get tokens. It decides nothing about access: package rules refuses logins, connections, organizations, APIs and
// scopes.
//
// A login passes these files in this order: authorize.go reads the request; flow.go decides at each step which page or
// end comes next; pages.go shows the pages; actions.go processes the user's answers; session.go keeps browsers and
// users. It ends with a code, which token.go exchanges: client_authentication.go, then one file for each grant type
// (grant_*.go), then issue.go, which makes the tokens. dpop.go binds them to keys. simulation.go takes the same steps
// without a browser.
//
// JOSE is go-jose's; cookies, forms and templates are the standard library's.
package authserver

import (
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/limits"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// maxBody limits a request body, in bytes.
const maxBody = 1 << 20

// Server is the authorization server of a tenant.
type Server struct {
	Store *tenant.Store
	Keys  *keys.Ring
	Now   func() time.Time

	ceilings limits.Ceilings // of applications, as rate limit policies have them
	memory   memory          // of logins; guarded by the lock of the store
}

// Handle passes every call to handle.
func (s *Server) Handle(handle func(method, path string, handler http.HandlerFunc)) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		handle(method, "/authorize", s.authorize)
		handle(method, "/userinfo", s.shared(s.userInfo))
	}
	handle(http.MethodGet, loginPath, s.showPage)
	handle(http.MethodPost, loginPath, s.takeAnswer)
	handle(http.MethodGet, stylePath, serveStyle)
	handle(http.MethodPost, "/oauth/token", s.shared(s.token))
	handle(http.MethodPost, "/oauth/revoke", s.shared(s.revoke))
	handle(http.MethodGet, "/.well-known/jwks.json", s.shared(s.jwks))
	for _, path := range []string{"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"} {
		handle(http.MethodGet, path, s.shared(s.discovery))
		handle(http.MethodOptions, path, s.preflight)
	}
	for _, path := range []string{
		"/oauth/token", "/oauth/revoke", "/userinfo", "/.well-known/jwks.json",
	} {
		handle(http.MethodOptions, path, s.preflight)
	}
}

// Issuer returns the tenant's issuer, which contains the host that the request was sent to.
func Issuer(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + "/"
}
