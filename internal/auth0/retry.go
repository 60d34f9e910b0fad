package auth0

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"
)

const (
	// The wait before a repetition starts at about firstBackoff and doubles up to maxBackoff.
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 30 * time.Second

	// maxRateLimitWait bounds what a server may ask for; Auth0 refills its buckets every second or every minute.
	maxRateLimitWait = 2 * time.Minute

	// longWait is how long a wait must be to be worth a warning.
	longWait = 5 * time.Second
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
	wait := jitter(attempt)
	if resp != nil {
		wait += min(askedWait(resp, time.Now()), maxRateLimitWait)
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

// jitter returns a random wait whose bounds double with each attempt, counted from 0. It keeps callers that failed
// together from coming back together.
func jitter(attempt int) time.Duration {
	limit := maxBackoff
	if attempt < 6 { // 500 ms doubled six times is past the limit
		limit = firstBackoff << attempt
	}
	return limit/2 + rand.N(limit/2) //nolint:gosec // spreading callers needs no secrecy
}

// askedWait returns how long a server that turned a call away wants it to stay away, 0 where it does not say. A 429
// says it by x-ratelimit-reset (Unix time in seconds), and a 429 or 503 by retry-after (seconds or a date); the longer
// one counts. Points in time are measured by the server's own clock (its Date header) because ours may be wrong.
func askedWait(resp *http.Response, now time.Time) time.Duration {
	limited := resp.StatusCode == http.StatusTooManyRequests
	if !limited && resp.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	var wait time.Duration
	if limited {
		wait = untilReset(resp, now)
	}
	after := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(after, 10, 32); err == nil {
		wait = max(wait, time.Duration(seconds)*time.Second)
	} else if date, err := http.ParseTime(after); err == nil {
		wait = max(wait, date.Sub(serverTime(resp, now)))
	}
	return wait
}

// untilReset returns how long it is to the time in x-ratelimit-reset, 0 where there is none or it has passed.
func untilReset(resp *http.Response, now time.Time) time.Duration {
	reset, err := strconv.ParseInt(resp.Header.Get("X-Ratelimit-Reset"), 10, 64)
	if err != nil {
		return 0
	}
	return max(0, time.Unix(reset, 0).Sub(serverTime(resp, now)))
}

// serverTime returns what the server's clock said when it answered, or now where it does not tell.
func serverTime(resp *http.Response, now time.Time) time.Time {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		return date
	}
	return now
}
