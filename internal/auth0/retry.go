package auth0

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

// checkRetry decides whether to make another attempt. It is a retryablehttp.CheckRetry.
//
// A call turned away by the rate limit was not acted on, nor was one that never had a connection: both may be
// repeated whatever they are. After any other failure a write may have been acted on, so only calls that do no harm
// the second time are repeated.
func (x *exchange) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	x.limited = resp != nil && resp.StatusCode == http.StatusTooManyRequests
	var again bool
	switch {
	case err != nil && !x.reached:
		again = !isPermanent(err)
	case err != nil, isServerFault(resp.StatusCode), x.wrong != nil:
		x.unknown = x.unknown || x.write
		again = x.repeatable && !isPermanent(err)
	default:
		again = x.limited
	}
	if _, unsent := errors.AsType[localError](err); unsent {
		return false, nil // the error says more than the end of the context, where that is the reason
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	return again, nil
}

// localError is the failure of an attempt before anything was sent, for a reason on this side.
type localError struct{ error }

func (e localError) Unwrap() error { return e.error }

// isPermanent reports whether an attempt failed in a way that repeating does not change.
func isPermanent(err error) bool {
	if _, ok := errors.AsType[localError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	unresolved, ok := errors.AsType[*net.DNSError](err)
	return ok && unresolved.IsNotFound
}

// isServerFault reports whether a status tells nothing about whether the request was acted on.
func isServerFault(status int) bool {
	return status >= http.StatusInternalServerError && status != http.StatusNotImplemented
}

// backoff returns how long to wait before the next attempt, which is at least what the server asked for.
func (x *exchange) backoff(ctx context.Context, attempt int, resp *http.Response) time.Duration {
	wait := pace.Backoff(attempt)
	if resp != nil {
		wait += pace.AskedWait(resp, time.Now())
	}
	x.waiting = time.Now()
	x.logWait(ctx, resp, wait)
	return wait
}

// endWait adds the wait that ends now, if there is one, to what the call has waited.
func (x *exchange) endWait() {
	if !x.waiting.IsZero() {
		x.waited += time.Since(x.waiting)
		x.waiting = time.Time{}
	}
}
