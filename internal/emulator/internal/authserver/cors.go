package authserver

import (
	"net/http"
	"net/url"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// shared lets pages of another origin read the answers of an endpoint, if the origin is one of an application.
func (s *Server) shared(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.allowOrigin(w, r)
		next(w, r)
	}
}

// preflight answers the request that a browser sends before it calls from another origin.
func (s *Server) preflight(w http.ResponseWriter, r *http.Request) {
	if s.allowOrigin(w, r) {
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
		w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, DPoP, MCP-Protocol-Version, "+
			"Auth0-Client")
		w.Header().Set("Access-Control-Max-Age", "600")
	}
	w.WriteHeader(http.StatusNoContent)
}

// allowOrigin allows the origin of the request if an application has it in allowed_origins or web_origins, or as the
// origin of a callback.
//
// Assumption: the origins of all applications are allowed at every endpoint, since a preflight names no application.
func (s *Server) allowOrigin(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" || origin == "null" {
		return false
	}
	s.Store.Lock()
	defer s.Store.Unlock()
	if s.Store.Seen(s.Now()).Clients.Find(func(client object.Object) bool { return isOn(client, origin) }) == nil {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", origin)
	w.Header().Set("Access-Control-Expose-Headers", "Auth0-RateLimit, Retry-After, WWW-Authenticate")
	return true
}

// isOn reports whether an application is on an origin.
func isOn(client object.Object, origin string) bool {
	for _, name := range []string{"allowed_origins", "web_origins", "callbacks"} {
		for _, address := range object.List(client, name) {
			if u, err := url.Parse(address); err == nil && u.Scheme+"://"+u.Host == origin {
				return true
			}
		}
	}
	return false
}
