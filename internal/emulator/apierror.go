package emulator

import (
	"fmt"
	"net/http"
	"strings"
)

// apiError is an answer of the Management API that refuses a request.
type apiError struct {
	status     int
	message    string
	code       string // errorCode; Auth0 leaves it out of some answers
	attributes object // nil for none
}

func (e *apiError) Error() string { return e.message }

// body is Auth0's error envelope.
func (e *apiError) body() document {
	out := document{}.with("statusCode", e.status).with("error", http.StatusText(e.status)).with("message", e.message)
	if e.code != "" {
		out = out.with("errorCode", e.code)
	}
	if e.attributes != nil {
		out = out.with("attributes", e.attributes)
	}
	return out
}

func badRequest(code, format string, args ...any) *apiError {
	return &apiError{status: http.StatusBadRequest, message: fmt.Sprintf(format, args...), code: code}
}

func invalidBody(format string, args ...any) *apiError {
	return badRequest("invalid_body", format, args...)
}

func forbidden(code, format string, args ...any) *apiError {
	return &apiError{status: http.StatusForbidden, message: fmt.Sprintf(format, args...), code: code}
}

func conflict(format string, args ...any) *apiError {
	return &apiError{status: http.StatusConflict, message: fmt.Sprintf(format, args...)}
}

// connectionConflict is conflict for connections, the only ones whose refusals were seen with a code.
func connectionConflict(format string, args ...any) *apiError {
	out := conflict(format, args...)
	out.code = "connection_conflict"
	return out
}

func notFound(code, message string) *apiError {
	return &apiError{status: http.StatusNotFound, message: message, code: code}
}

func insufficientScope(anyOf ...string) *apiError {
	// Assumption: several scopes are joined by commas; only the text with one scope was recorded.
	return forbidden("insufficient_scope", "Insufficient scope, expected any of: %s", strings.Join(anyOf, ","))
}

// unauthorized refuses a missing or unusable token.
//
// Assumption: the wording of all but "Invalid token".
func unauthorized(message string) *apiError {
	return &apiError{status: http.StatusUnauthorized, message: message, attributes: object{"error": message}}
}

var (
	errClientMissing         = notFound("inexistent_client", "The client does not exist")
	errClientGrantMissing    = notFound("inexistent_client_grant", "The grant does not exist.")
	errConnectionMissing     = notFound("inexistent_connection", "The connection does not exist")
	errResourceServerMissing = notFound("inexistent_resource_server", "The resource server does not exist")
	errOrganizationMissing   = notFound("", "No organization found by that id or name")
	errPathMissing           = notFound("", "Not Found")
)
