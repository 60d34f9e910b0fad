package authserver

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

// revoke is POST /oauth/revoke, with which an application revokes a refresh token that was issued to it.
//
// Assumption: the answer to success is an empty object.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	s.respond(w, r, func(c *call) (object.Document, error) {
		if err := c.authenticate(); err != nil {
			return nil, err
		}
		if err := c.checkCeiling(); err != nil {
			return nil, err
		}
		token := c.form.Get("token")
		if token == "" {
			return nil, invalidRequest("Missing required parameter: token")
		}
		return object.Document{}, rules.RevokeRefreshToken(c.current, c.client, token)
	})
}
