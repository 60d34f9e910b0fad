package auth0

import (
	"errors"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
)

// Error is a refusal by the Management API or the token endpoint, an answer that could not be understood, or the
// failure to get any. It never holds a secret.
type Error = call.Error

// ErrUnknownOutcome is in the chain of the error of a write that may or may not have been carried out: the connection
// broke, the answer never came or could not be read, or the server failed in the middle. Such a write is repeated only
// if that does no harm.
var ErrUnknownOutcome = call.ErrUnknownOutcome

// IsNotFound reports whether the API said that the object does not exist.
func IsNotFound(err error) bool { return call.IsNotFound(err) }

// IsConflict reports whether the API said that such an object exists already.
func IsConflict(err error) bool { return call.IsConflict(err) }

// IsScope reports whether the access token lacks a Management API scope; [Error.MissingScopes] names it.
func IsScope(err error) bool { return call.IsScope(err) }

// IsMissingFeature reports whether Auth0 refused a call with a 403 that is not about scopes, as it does if the tenant
// lacks what the call is about.
func IsMissingFeature(err error) bool {
	refusal, ok := errors.AsType[*Error](err)
	return ok && refusal.StatusCode == http.StatusForbidden && !IsScope(err)
}

// Printable returns text on one line, without control characters and those that change the direction of what follows.
// Any text of a tenant may have been written by somebody else, such as the owner of a registered application; shown in
// a terminal as it is, it could rewrite what stands around it.
func Printable(text string) string { return mask.Printable(text) }
