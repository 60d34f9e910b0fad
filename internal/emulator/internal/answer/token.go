package answer

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// TokenError is a refusal of the token endpoint, or of a login, which a page shows or a redirect carries.
//
// Assumption: all but those for a missing grant, for scopes that were not granted, and for the grant type of a public
// client.
type TokenError struct {
	Status            int
	Code, Description string
}

func (e *TokenError) Error() string { return e.Code + ": " + e.Description }

// Body is the error of RFC 6749.
func (e *TokenError) Body() object.Document {
	return object.Document{}.With("error", e.Code).With("error_description", e.Description)
}

// Refusals of an application that cannot authenticate, and of an application that may not use the grant type.
var (
	ErrAccessDenied = &TokenError{http.StatusUnauthorized, "access_denied", "Unauthorized"}
	ErrGrantType    = &TokenError{http.StatusForbidden, "unauthorized_client", "Grant type 'client_credentials' not " +
		"allowed for the client."}
	// ErrCeiling refuses a request beyond the rate limit policy of its application.
	ErrCeiling = &TokenError{http.StatusTooManyRequests, "too_many_requests", "Rate limit of the client exceeded"}
)

// BrokenFlow refuses a strict third-party application because of an active Rule or Hook.
//
// Assumption: all of it; that such flows fail is documented.
func BrokenFlow(cause string) *TokenError {
	return &TokenError{http.StatusForbidden, "access_denied", cause + " is enabled, and third-party applications in " +
		"strict mode cannot be used with it"}
}
