package answer

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Error is an answer with which the Management API refuses a request.
type Error struct {
	Status     int
	Message    string
	Code       string        // errorCode; Auth0 leaves it out of some answers
	attributes object.Object // nil for none
}

func (e *Error) Error() string { return e.Message }

// Body returns the JSON of Auth0's errors.
func (e *Error) Body() object.Document {
	out := object.Document{}.With("statusCode", e.Status).
		With("error", http.StatusText(e.Status)).
		With("message", e.Message)
	if e.Code != "" {
		out = out.With("errorCode", e.Code)
	}
	if e.attributes != nil {
		out = out.With("attributes", e.attributes)
	}
	return out
}

// BadRequest answers 400.
func BadRequest(code, format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Message: fmt.Sprintf(format, args...), Code: code}
}

// InvalidBody answers 400 to a body that Auth0 does not accept.
func InvalidBody(format string, args ...any) *Error {
	return BadRequest("invalid_body", format, args...)
}

// Forbidden answers 403.
func Forbidden(code, format string, args ...any) *Error {
	return &Error{Status: http.StatusForbidden, Message: fmt.Sprintf(format, args...), Code: code}
}

// Conflict answers 409.
func Conflict(format string, args ...any) *Error {
	return &Error{Status: http.StatusConflict, Message: fmt.Sprintf(format, args...)}
}

// ConnectionConflict is Conflict for connections. Only their refusals were seen with an errorCode.
func ConnectionConflict(format string, args ...any) *Error {
	out := Conflict(format, args...)
	out.Code = "connection_conflict"
	return out
}

// NotFound answers 404.
func NotFound(code, message string) *Error {
	return &Error{Status: http.StatusNotFound, Message: message, Code: code}
}

// InsufficientScope answers 403 to a caller that holds none of the scopes.
func InsufficientScope(anyOf ...string) *Error {
	// Assumption: several scopes are joined by commas; only the text with one scope was recorded.
	return Forbidden("insufficient_scope", "Insufficient scope, expected any of: %s", strings.Join(anyOf, ","))
}

// Unauthorized refuses a missing or unusable token.
//
// Assumption: the wording of all but "Invalid token".
func Unauthorized(message string) *Error {
	return &Error{Status: http.StatusUnauthorized, Message: message, attributes: object.Object{"error": message}}
}

// NotEmulated refuses a call that Auth0 may have and the emulator does not. The answer is not one of Auth0's, so that
// callers mistake it neither for a missing object nor for success.
func NotEmulated(r *http.Request) *Error {
	out := &Error{
		Status:  http.StatusNotImplemented,
		Message: fmt.Sprintf("%s %s is not emulated: the emulator does not have this call", r.Method, r.URL.EscapedPath()),
		Code:    "not_emulated",
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		out.Status = http.StatusNotFound
	}
	return out
}

// The answers if an object or a path does not exist.
var (
	ErrClientMissing          = NotFound("inexistent_client", "The client does not exist")
	ErrClientGrantMissing     = NotFound("inexistent_client_grant", "The grant does not exist.")
	ErrConnectionMissing      = NotFound("inexistent_connection", "The connection does not exist")
	ErrResourceServerMissing  = NotFound("inexistent_resource_server", "The resource server does not exist")
	ErrRateLimitPolicyMissing = NotFound("inexistent_rate_limit_policy", "The rate limit policy does not exist.")
	ErrUserMissing            = NotFound("inexistent_user", "The user does not exist.")
	ErrOrganizationMissing    = NotFound("", "No organization found by that id or name")
)

// Refusals of a registration carry these codes.
//
// Assumption: they are the codes of RFC 7591 in the envelope of the Management API's refusals. Tenants with
// registration disabled were seen to answer in that envelope; no other refusal was recorded.
const (
	InvalidMetadata    = "invalid_client_metadata"
	InvalidRedirectURI = "invalid_redirect_uri"
)
