package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/authserver"
)

// LoginAttempt is a login that somebody wants to see the end of: what an application asks for, and what a user does.
type LoginAttempt = authserver.Attempt

// LoginOutcome is the end of a login: the last place of the browser, what the tokens say, and what it depended on.
type LoginOutcome = authserver.Outcome

// LoginEnd is where a browser ends.
type LoginEnd = authserver.End

// The ends of a login.
const (
	LoginImpossible = authserver.LoginImpossible
	LoginErrorPage  = authserver.ErrorPage
	LoginRedirected = authserver.Redirected
)

// postLogin logs a user in without a browser.
func (s *Server) postLogin(w http.ResponseWriter, r *http.Request) {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxSeed))
	decoder.DisallowUnknownFields()
	var attempt LoginAttempt
	err := decoder.Decode(&attempt)
	if err == nil && attempt.ClientID == "" {
		err = errors.New("client_id is required")
	}
	if err == nil && decoder.Decode(&struct{}{}) != io.EOF {
		err = errors.New("one JSON object is expected")
	}
	if err != nil {
		answer.Refuse(w, answer.BadRequest("", "%v", err))
		return
	}
	outcome, err := s.authorization.Try(r, attempt)
	if err != nil {
		answer.Refuse(w, err)
		return
	}
	answer.JSON(w, http.StatusOK, outcome)
}
