package call

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
)

// ErrUnknownOutcome is in the chain of the error of a write that may or may not have been carried out: the connection
// broke, the answer never came or could not be read, or the server failed in the middle. Such a write is repeated only
// if that does no harm.
var ErrUnknownOutcome = errors.New("the outcome of the write is unknown")

// Error is a refusal by the Management API or the token endpoint, an answer that could not be understood, or the
// failure to get any. It never holds a secret.
type Error struct {
	StatusCode int    // HTTP status, 0 if there was no answer
	ErrorCode  string // the API's errorCode, or the error member of the token endpoint; may be empty
	Message    string // the API's message
	Method     string // HTTP method of the failed request
	Path       string // path of the failed request, without the query

	Attempts       int           // how often the call was tried
	Waited         time.Duration // how long it waited between attempts
	RateLimited    bool          // whether the rate limit turned the last attempt away
	OutcomeUnknown bool          // see ErrUnknownOutcome
	Unreached      bool          // whether there was no connection at all
	Err            error         // why there was no answer or none that could be understood; nil for a refusal
}

// Error names the request, the status and what the API said, what it means if that is not plain, and what was tried.
func (e *Error) Error() string {
	text := e.Method + " " + e.Path
	if e.StatusCode != 0 {
		text += strings.TrimRight(fmt.Sprintf(": %d %s", e.StatusCode, http.StatusText(e.StatusCode)), " ")
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.ErrorCode != "" {
		text += " (" + e.ErrorCode + ")"
	}
	if e.Err != nil {
		text += ": " + mask.Excerpt(e.Err.Error())
	}
	return text + e.meaning() + e.effort() + e.outcome()
}

// Unwrap returns why there was no answer, such as context.Canceled, and [ErrUnknownOutcome] if that holds.
func (e *Error) Unwrap() []error {
	var chain []error
	if e.Err != nil {
		chain = append(chain, e.Err)
	}
	if e.OutcomeUnknown {
		chain = append(chain, ErrUnknownOutcome)
	}
	return chain
}

// MissingScopes returns the scopes, any of which the API expected, if that is why it refused.
func (e *Error) MissingScopes() []string {
	_, listed, found := strings.Cut(e.Message, "expected any of:")
	if !found || !IsScope(e) {
		return nil
	}
	return strings.FieldsFunc(listed, func(r rune) bool { return r == ',' || r == ' ' })
}

// meaning explains refusals whose text alone does not tell what to do.
func (e *Error) meaning() string {
	if e.StatusCode >= 300 && e.StatusCode < 400 {
		return "; redirects are not followed; check the domain"
	}
	return ""
}

// effort says what was tried before giving up, if that was more than one attempt.
func (e *Error) effort() string {
	if e.Waited == 0 {
		return ""
	}
	attempts, reason := "attempts", ""
	if e.Attempts == 1 {
		attempts = "attempt"
	}
	if e.RateLimited {
		reason = " for the rate limit"
	}
	return fmt.Sprintf(
		"; gave up after %d %s, having waited %s%s", e.Attempts, attempts, e.Waited.Round(100*time.Millisecond), reason,
	)
}

// IsServerFault reports whether the status tells nothing about whether the request was acted on.
func (e *Error) IsServerFault() bool { return isServerFault(e.StatusCode) }

func isServerFault(status int) bool {
	return status >= http.StatusInternalServerError && status != http.StatusNotImplemented
}

// outcome warns if a write may have been carried out, by the attempt that this error is about or by one before it.
func (e *Error) outcome() string {
	switch {
	case !e.OutcomeUnknown:
		return ""
	case e.StatusCode >= 400 && !e.IsServerFault():
		return "; an earlier attempt got no answer, and it is unknown whether Auth0 carried that out"
	case e.StatusCode/100 == 2:
		return "; whether Auth0 answered this, and carried it out, is unknown"
	}
	return "; it is unknown whether Auth0 carried this out"
}

// IsNotFound reports whether the API said that the object does not exist.
func IsNotFound(err error) bool { return hasStatus(err, http.StatusNotFound) }

// IsConflict reports whether the API said that such an object exists already.
func IsConflict(err error) bool { return hasStatus(err, http.StatusConflict) }

// IsScope reports whether the access token lacks a Management API scope; [Error.MissingScopes] names it.
func IsScope(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.StatusCode == http.StatusForbidden && e.ErrorCode == "insufficient_scope"
}

// isRefusal reports whether the API refused a call, for a reason that does not pass by itself, and did not act on it.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.StatusCode >= 400 && !e.IsServerFault() && !e.RateLimited
}

func hasStatus(err error, status int) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.StatusCode == status
}
