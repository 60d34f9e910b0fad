package authserver

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
)

// userInfo shows the profile of the user whose access token is sent. Tokens of strict applications are refused.
//
// Assumption: the wording and the statuses of refusals.
func (s *Server) userInfo(w http.ResponseWriter, r *http.Request) {
	claims, status, description := s.readUserToken(r)
	if status != http.StatusOK {
		code := "invalid_token"
		if status == http.StatusForbidden {
			code = "insufficient_scope"
		}
		w.Header().Set("WWW-Authenticate", `Bearer error="`+code+`"`)
		answer.JSON(w, status, (&answer.TokenError{Status: status, Code: code, Description: description}).Body())
		return
	}
	answer.JSON(w, http.StatusOK, claims)
}

func (s *Server) readUserToken(r *http.Request) (profileClaims object.Object, status int, description string) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	registered, access, err := s.verify(token)
	userInfo := Issuer(r) + "userinfo"
	switch {
	case err != nil || registered.Expiry == nil || !s.Now().Before(registered.Expiry.Time()):
		return nil, http.StatusUnauthorized, "The access token is missing, expired or not of this tenant"
	case !strings.EqualFold(scheme, "Bearer") && !strings.EqualFold(scheme, "DPoP"):
		return nil, http.StatusUnauthorized, "The access token is sent as " + scheme
	}
	s.Store.Lock()
	defer s.Store.Unlock()
	now := s.Now()
	if !s.memory.within(s.Store.Current, now).isHeldBy(r, scheme, token, access) {
		return nil, http.StatusUnauthorized, "The access token is bound to a key that the request does not prove"
	}
	seen := s.Store.Seen(now)
	client := rules.ClientNamed(seen, access.AuthorizedParty+access.ClientID)
	user := s.Store.Current.Users.Get(registered.Subject)
	switch {
	case client == nil || rules.IsStrict(client):
		return nil, http.StatusForbidden, "Third-party clients in strict security mode cannot read the user's profile"
	case !slices.Contains(registered.Audience, userInfo) || user == nil:
		return nil, http.StatusForbidden, "The access token is not for the user's profile"
	}
	return profile(user, strings.Fields(access.Scope)), http.StatusOK, ""
}

// isHeldBy reports whether a request proves possession of the key that its token is bound to.
func (m *memory) isHeldBy(r *http.Request, scheme, token string, access AccessClaims) bool {
	if access.Confirmation == nil {
		return strings.EqualFold(scheme, "Bearer")
	}
	p, err := readProof(r, "userinfo")
	return err == nil && strings.EqualFold(scheme, "DPoP") && p.thumbprint == access.Confirmation.Thumbprint &&
		p.tokenHash == hashOf(token) && m.use(p) == nil
}

// verify reads an access token of this tenant.
func (s *Server) verify(token string) (registered jwt.Claims, access AccessClaims, err error) {
	key, err := s.Keys.Private()
	if err != nil {
		return registered, access, err
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return registered, access, err
	}
	return registered, access, parsed.Claims(key.Public(), &registered, &access)
}
