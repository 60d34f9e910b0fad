package call

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// maxAnswer is the size in bytes above which an answer is refused. A full page of applications has some hundred KiB.
const maxAnswer = 32 << 20

// errAttemptTimeout is why an attempt ended that took longer than it may.
var errAttemptTimeout = errors.New("no complete answer")

// sendOnce sends a request and reads the whole answer, within a limit. isUnsent reports whether there certainly was no
// connection to send it on, if there is an error.
func sendOnce(client *http.Client, req *http.Request, limit time.Duration) (resp *http.Response, body []byte, isUnsent bool, err error) {
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
