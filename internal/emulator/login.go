package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/authserver"
)

// LoginAttempt is a login to simulate: what an application requests, and what a user does.
type LoginAttempt = authserver.Attempt

// LoginOutcome is the result of a login: the end of the browser, the content of the tokens, and the conditions.
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
		err = errors.New("want one JSON object")
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
