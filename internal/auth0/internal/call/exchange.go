package call

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

// apiPath is the path of the Management API in every tenant.
const apiPath = "/api/v2"

// sender is what the calls of one tenant have in common.
type sender struct {
	http       *http.Client
	pacer      *pace.Pacer
	mask       *mask.Masker
	log        logger
	clock      clock
	maxRetries int
	timeout    time.Duration // of one attempt
}

// clock tells the time of the tenant, as far as its answers told it, so that nothing depends on how the clock of this
// machine is set. The zero value tells the machine's.
type clock struct{ ahead atomic.Int64 } // of the machine's, in nanoseconds

// learn adopts the time at which an answer was given: its Date, which has whole seconds.
func (c *clock) learn(resp *http.Response) {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		c.ahead.Store(int64(time.Until(date)))
	}
}

// exchange is one call: a first attempt and its repetitions.
type exchange struct {
	*sender
	method     string
	url        *url.URL
	header     http.Header
	body       func() ([]byte, error) // made for each attempt; nil for none
	write      bool                   // whether the call changes the tenant
	repeatable bool                   // whether making the call twice does no harm
	// ceilingCounts reports that the call asks whether an application's rate limit policy turns it away.
	ceilingCounts bool
	// take decodes a successful answer, or returns why it cannot be one; nil if none is needed.
	take func([]byte) error

	attempts int
	waited   time.Duration
	unsent   bool  // whether the last attempt certainly did not reach the server
	unknown  bool  // whether any attempt of a write may have been acted on without our knowing
	limited  bool  // whether the rate limit turned the last attempt away
	wrong    error // why the last answer cannot be the answer though it reports success
	last     attempt
}

// run makes attempts until one succeeds or another one would not help. A successful answer has been taken over. Every
// failure is an [*Error].
func (x *exchange) run(ctx context.Context) error {
	for {
		x.attempt(ctx)
		if x.last.isSuccess() && x.wrong == nil {
			return nil
		}
		again := x.isWorthRepeating()
		switch resp, err := x.last.resp, x.last.err; {
		case isLocal(err): // which says more than the end of the context, if that is the reason
			return x.failure(err)
		case ctx.Err() != nil:
			return x.failure(context.Cause(ctx))
		case again && x.attempts <= x.maxRetries:
			if err := x.wait(ctx); err != nil {
				return x.failure(err)
			}
		case err != nil:
			return x.failure(err)
		case x.wrong != nil:
			return x.garbled(resp)
		default:
			return x.refusal(resp)
		}
	}
}

// attempt makes one attempt: it waits for its turn, sends, reads the whole answer and logs.
func (x *exchange) attempt(ctx context.Context) {
	x.attempts++
	x.unsent, x.wrong = true, nil
	x.last = attempt{method: x.method, path: x.url.EscapedPath(), query: x.url.RawQuery, number: x.attempts}
	pass, err := x.pacer.Admit(
		ctx, x.route(), func(reason string, wait time.Duration) { x.log.heldBack(ctx, &x.last, reason, wait) },
	)
	if err != nil {
		x.last.err = localError{err}
		return
	}
	req, err := x.prepare(ctx)
	if err != nil {
		x.pacer.Learn(pass, nil)
		x.last.err = localError{err}
		return
	}
	began := time.Now()
	resp, answer, unsent, err := sendOnce(x.http, req, x.timeout) //nolint:bodyclose // it is read and closed
	x.pacer.Learn(pass, resp)
	x.unsent = unsent
	x.last.resp, x.last.answer, x.last.err, x.last.took = resp, answer, err, time.Since(began)
	x.log.attempt(ctx, &x.last)
	if err == nil {
		x.clock.learn(resp)
	}
	if x.last.isSuccess() && x.take != nil {
		x.wrong = x.take(answer)
	}
}

// route returns the kind of call. The limits that answers tell of apply only to the Management API.
func (x *exchange) route() string {
	if path, isAPI := strings.CutPrefix(x.url.EscapedPath(), apiPath); isAPI {
		return pace.RouteOf(x.method, path)
	}
	return ""
}

// prepare returns the request of one attempt with its body. net/http resends it by itself only if nothing had been
// written or the server said that it had not looked at the request.
func (x *exchange) prepare(ctx context.Context) (*http.Request, error) {
	if x.body != nil {
		var err error
		if x.last.sent, err = x.body(); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, x.method, x.url.String(), bytes.NewReader(x.last.sent))
	if err != nil {
		return nil, err
	}
	req.Header = x.header.Clone()
	return req, nil
}

// isWorthRepeating decides whether to make another attempt after one that failed, and notes what is known of the
// outcome.
//
// A call turned away by the rate limit was not acted on, nor was one that never had a connection: both may be
// repeated whatever they are. After any other failure a write may have been acted on, so only calls that do no harm
// the second time are repeated.
func (x *exchange) isWorthRepeating() bool {
	resp, err := x.last.resp, x.last.err
	x.limited = err == nil && resp.StatusCode == http.StatusTooManyRequests && !x.isBeyondCeiling()
	switch {
	case err != nil && x.unsent:
		return !isPermanent(err)
	case err != nil, isServerFault(resp.StatusCode), x.wrong != nil:
		x.unknown = x.unknown || x.write
		return x.repeatable && !isPermanent(err)
	default:
		return x.limited
	}
}

// isBeyondCeiling reports whether the call asks about the rate limit policy that turned it away. The answer tells of
// that in a header which the limits of the tenant do not have.
func (x *exchange) isBeyondCeiling() bool {
	return x.ceilingCounts && x.last.resp.Header.Get("Auth0-Ratelimit") != ""
}

// wait waits before the next attempt, at least as long as the server asked for.
func (x *exchange) wait(ctx context.Context) error {
	wait := pace.Backoff(x.attempts - 1)
	if x.last.err == nil {
		wait += pace.AskedWait(x.last.resp, time.Now())
	}
	x.log.retry(ctx, &x.last, wait)
	began := time.Now()
	defer func() { x.waited += time.Since(began) }()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// failure returns the error of a call that got no answer.
func (x *exchange) failure(err error) *Error {
	e := x.problem(0, err)
	e.Unreached = x.attempts > 0 && x.unsent && !isLocal(err) && !errors.Is(err, context.Canceled) &&
		!errors.Is(err, context.DeadlineExceeded)
	return e
}

// refusal returns the error of an answer whose status is not a success.
func (x *exchange) refusal(resp *http.Response) *Error {
	e := x.problem(resp.StatusCode, nil)
	if target, err := resp.Location(); err == nil {
		e.Message = "redirect to " + mask.Excerpt(x.mask.Text(target.Host))
		return e
	}
	e.ErrorCode, e.Message = x.foreign().refusal()
	return e
}

// garbled returns the error of an answer that reports success but is not what was asked for.
func (x *exchange) garbled(resp *http.Response) *Error {
	if json.Valid(x.last.answer) {
		return x.problem(resp.StatusCode, x.wrong)
	}
	return x.problem(resp.StatusCode, errors.New("expected JSON but got "+x.foreign().describe()))
}

// problem returns the error of what the last attempt came to, with what was tried.
func (x *exchange) problem(status int, err error) *Error {
	if err != nil {
		err = x.mask.Error(err)
	}
	return &Error{
		StatusCode:     status,
		Method:         x.method,
		Path:           x.url.EscapedPath(),
		Attempts:       x.attempts,
		Waited:         x.waited,
		RateLimited:    x.limited,
		OutcomeUnknown: x.unknown,
		Err:            err,
	}
}

func (x *exchange) foreign() foreign {
	return foreign{
		contentType: x.last.resp.Header.Get("Content-Type"),
		body:        x.last.answer,
		isQuotable:  x.isHarmless(),
		mask:        x.mask,
	}
}

// harmless are the collections whose objects have no secrets: applications, credentials, connections and APIs do, and
// the token endpoint is about nothing else.
var harmless = []string{"/client-grants", "/organizations", "/tenants/settings"}

// isHarmless reports whether neither the call nor its answer can hold a secret, besides those that the mask knows.
func (x *exchange) isHarmless() bool {
	path, isAPI := strings.CutPrefix(x.url.EscapedPath(), apiPath)
	return isAPI &&
		slices.ContainsFunc(harmless, func(collection string) bool { return strings.HasPrefix(path, collection) })
}

// maxAnswer is the size in bytes above which an answer is refused. A full page of applications has some hundred KiB.
const maxAnswer = 32 << 20

// errAttemptTimeout is why an attempt ended that took longer than it may.
var errAttemptTimeout = errors.New("no complete answer")

// sendOnce sends a request and reads the whole answer, within a limit. isUnsent reports whether there certainly was no
// connection to send it on, if there is an error.
func sendOnce(
	client *http.Client, req *http.Request, limit time.Duration,
) (resp *http.Response, body []byte, isUnsent bool, err error) {
	ctx, cancel := context.WithTimeoutCause(req.Context(), limit, errAttemptTimeout)
	defer cancel()
	var watch connectionWatch
	resp, err = client.Do(req.WithContext(httptrace.WithClientTrace(ctx, watch.trace())))
	if err == nil {
		body, err = readAll(resp.Body)
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok { // the method and the address are known
		err = wrapped.Err
	}
	if err != nil && errors.Is(context.Cause(ctx), errAttemptTimeout) {
		err = fmt.Errorf("%w within %s", errAttemptTimeout, limit)
	}
	return resp, body, watch.isUnconnected(), err
}

// byteOrderMark stands before the JSON that some proxies write.
var byteOrderMark = []byte("\ufeff")

func readAll(body io.ReadCloser) ([]byte, error) {
	defer func() { _ = body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off after %d bytes: %w", len(answer), err)
	}
	if len(answer) > maxAnswer {
		return nil, fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	}
	return bytes.TrimPrefix(answer, byteOrderMark), nil
}

// connectionWatch observes whether an attempt got as far as having a connection. Without one nothing was sent. That
// holds for a refused or unresolved address, a failed TLS handshake, and a proxy that would not connect.
type connectionWatch struct{ sought, found atomic.Bool }

func (w *connectionWatch) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { w.sought.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { w.found.Store(true) },
	}
}

// isUnconnected reports whether there certainly was no connection. A transport that does not report is given no credit.
func (w *connectionWatch) isUnconnected() bool { return w.sought.Load() && !w.found.Load() }

// localError is the failure of an attempt before anything was sent, for a reason on this side.
type localError struct{ error }

func (e localError) Unwrap() error { return e.error }

func isLocal(err error) bool {
	_, ok := errors.AsType[localError](err)
	return ok
}

// isPermanent reports whether an attempt failed in a way that repeating does not change.
func isPermanent(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok || isLocal(err) {
		return true
	}
	unresolved, ok := errors.AsType[*net.DNSError](err)
	return ok && unresolved.IsNotFound
}
