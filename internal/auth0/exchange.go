package auth0

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

// maxAnswer is the size in bytes above which an answer is refused. A full page of applications has some hundred KiB.
const maxAnswer = 32 << 20

// exchange is one call: a first attempt and its repetitions. go-retryablehttp repeats it, asking the exchange's own
// policy (retry.go); underneath, the exchange is the transport that makes one attempt.
type exchange struct {
	client     *Client
	method     string
	url        *url.URL
	header     http.Header
	body       func() ([]byte, error) // made for each attempt; nil for none
	write      bool                   // whether the call changes the tenant
	repeatable bool                   // whether making the call twice does no harm
	take       func([]byte) error     // takes over a successful answer, or says why it cannot be one; nil where none is needed

	attempts int
	waited   time.Duration
	waiting  time.Time // since when it waits for the next attempt, zero while it does not
	reached  bool      // whether the last attempt may have reached the server
	unknown  bool      // whether any attempt of a write may have been acted on without our knowing
	limited  bool      // whether the rate limit turned the last attempt away
	sentBody []byte    // body of the last attempt
	answer   []byte    // body of its answer
	wrong    error     // why that cannot be the answer though it reports success
}

// run makes the call and has a successful answer taken over. Every failure is an [*Error].
func (x *exchange) run(ctx context.Context) error {
	req, err := retryablehttp.NewRequestWithContext(ctx, x.method, x.url.String(), nil)
	if err != nil {
		return x.failure(err)
	}
	req.Header = x.header
	if agent := x.client.config.UserAgent; agent != "" {
		req.Header.Set("User-Agent", agent)
	}
	carrier := *x.client.http
	carrier.Transport = x
	carrier.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	repeater := &retryablehttp.Client{
		HTTPClient: &carrier,
		RetryMax:   x.client.config.MaxRetries,
		CheckRetry: x.checkRetry,
		Backoff: func(_, _ time.Duration, attempt int, resp *http.Response) time.Duration {
			return x.backoff(ctx, attempt, resp)
		},
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	resp, err := repeater.Do(req)
	if err != nil {
		return x.failure(err)
	}
	defer func() { _ = resp.Body.Close() }() // a buffer: see RoundTrip
	switch {
	case !isSuccess(resp.StatusCode):
		return x.refusal(resp)
	case x.wrong != nil:
		return x.garbled(resp)
	default:
		return nil
	}
}

// RoundTrip makes one attempt: it waits for its turn, sends, reads the whole answer and logs. A connection that
// breaks while the answer is read is thus the attempt's error, and no body is ever left open.
func (x *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	x.endWait()
	x.attempts++
	x.reached, x.answer, x.wrong = false, nil, nil
	pacer := x.client.pacer
	permit, err := pacer.Admit(req.Context(), x.route(), func(reason string, wait time.Duration) {
		x.logPause(req.Context(), reason, wait)
	})
	if err != nil {
		return nil, localError{err}
	}
	var resp *http.Response
	defer func() { pacer.Learn(permit, resp) }()
	limit := x.client.config.RequestTimeout
	ctx, cancel := context.WithTimeoutCause(req.Context(), limit, errAttemptTimeout)
	defer cancel()
	var watch connectionWatch
	req, err = x.prepare(httptrace.WithClientTrace(ctx, watch.trace()), req)
	if err != nil {
		return nil, localError{err}
	}
	started := time.Now()
	resp, err = x.transport().RoundTrip(req)
	if err == nil {
		x.answer, err = readAll(resp.Body)
	}
	x.reached = !watch.unconnected()
	if err != nil && errors.Is(context.Cause(ctx), errAttemptTimeout) {
		err = fmt.Errorf("%w within %s", errAttemptTimeout, limit)
	}
	x.logAttempt(ctx, resp, err, time.Since(started))
	if err != nil {
		return nil, err
	}
	if isSuccess(resp.StatusCode) && x.take != nil {
		x.wrong = x.take(x.answer)
	}
	resp.Body = io.NopCloser(bytes.NewReader(x.answer))
	return resp, nil
}

// route returns the kind of call. Outside the Management API there are none of the limits that its answers tell of.
func (x *exchange) route() string {
	if path, isAPI := strings.CutPrefix(x.url.EscapedPath(), apiPath); isAPI {
		return pace.RouteOf(x.method, path)
	}
	return ""
}

// errAttemptTimeout is why an attempt ended that took longer than [Config.RequestTimeout].
var errAttemptTimeout = errors.New("no complete answer")

// transport returns what carries the requests of the configured HTTP client.
func (x *exchange) transport() http.RoundTripper {
	if x.client.http.Transport == nil {
		return http.DefaultTransport
	}
	return x.client.http.Transport
}

// prepare returns the request of one attempt with its body.
func (x *exchange) prepare(ctx context.Context, req *http.Request) (*http.Request, error) {
	req = req.Clone(ctx)
	if x.body == nil {
		return req, nil
	}
	body, err := x.body()
	if err != nil {
		return nil, err
	}
	x.sentBody = body
	req.ContentLength = int64(len(body))
	// GetBody lets net/http resend by itself, which it does only where nothing had been written or the server said
	// that it had not looked at the request.
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, err = req.GetBody()
	return req, err
}

func isSuccess(status int) bool { return status >= 200 && status <= 299 }

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

// byteOrderMark stands before the JSON that some proxies write.
var byteOrderMark = []byte("\ufeff")

// connectionWatch observes whether an attempt got as far as having a connection. Without one nothing was sent. That
// holds for a refused or unresolved address, a failed TLS handshake, and a proxy that would not connect.
type connectionWatch struct{ sought, found atomic.Bool }

func (w *connectionWatch) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { w.sought.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { w.found.Store(true) },
	}
}

// unconnected reports whether there certainly was no connection. A transport that does not report is given no credit.
func (w *connectionWatch) unconnected() bool { return w.sought.Load() && !w.found.Load() }
