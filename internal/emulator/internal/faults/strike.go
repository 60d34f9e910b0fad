package faults

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
)

// FaultHeader is sent with every answer that a fault made or changed. It informs tests and people; clients must not use
// it.
const FaultHeader = "X-Emulator-Fault"

const (
	slowPieces   = 10
	slowDuration = time.Second
)

// Serve answers a request that the fault strikes. If the tenant acts, Serve calls acted with the status of the tenant's
// answer, which the caller may never see.
func (f Fault) Serve(w http.ResponseWriter, r *http.Request, tenant http.Handler, acted func(status int)) {
	held := heldAnswer{header: http.Header{}, status: http.StatusOK}
	if f.Kind != ResetBefore && (f.Kind != Status || f.Acts) {
		tenant.ServeHTTP(&held, r)
		acted(held.status)
	}
	f.answer(w, r, &held)
}

// answer applies the fault to the tenant's answer.
func (f Fault) answer(w http.ResponseWriter, r *http.Request, held *heldAnswer) {
	body := held.body.Bytes()
	switch f.Kind {
	case ResetBefore, ResetAfter:
		panic(http.ErrAbortHandler)
	case Status:
		body = held.replace(f.Status, f.body(f.Status))
		for name, value := range f.Headers {
			held.header.Set(name, value)
		}
	case Delay:
		if !wait(r, f.Delay) {
			panic(http.ErrAbortHandler)
		}
	case Truncated:
		if len(body) == 0 {
			panic(http.ErrAbortHandler)
		}
		held.header.Set("Content-Length", strconv.Itoa(len(body)))
		body = body[:len(body)/2]
	case Malformed:
		half := body[:(len(body)+1)/2]
		if len(body) == 0 {
			held.status, half = http.StatusOK, []byte("{")
		}
		if f.Body != nil {
			half = f.body(held.status)
		}
		body = half
	case SlowBody:
		f.dribble(w, r, held)
		return
	}
	held.header.Set(FaultHeader, string(f.Kind))
	held.sendHeaders(w)
	_, _ = w.Write(body)
	if f.Kind == Truncated {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// dribble sends an answer piece by piece, until the caller has all of it or goes away.
func (f Fault) dribble(w http.ResponseWriter, r *http.Request, held *heldAnswer) {
	duration := f.Delay
	if duration == 0 {
		duration = slowDuration
	}
	held.header.Set(FaultHeader, string(f.Kind))
	held.header.Set("Content-Length", strconv.Itoa(held.body.Len()))
	if held.status == http.StatusNoContent {
		held.header.Del("Content-Length")
	}
	held.sendHeaders(w)
	control := http.NewResponseController(w)
	piece := max(1, (held.body.Len()+slowPieces-1)/slowPieces)
	for held.body.Len() > 0 {
		_ = control.Flush()
		if !wait(r, duration/slowPieces) {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(held.body.Next(piece))
	}
}

// body returns the fault's own body, or Auth0's JSON of an error with the status.
func (f Fault) body(status int) []byte {
	switch body := f.Body.(type) {
	case string:
		return []byte(body)
	case nil:
		raw, _ := json.Marshal((&answer.Error{Status: status, Message: http.StatusText(status)}).Body())
		return raw
	default:
		raw, err := json.Marshal(body)
		if err != nil {
			return []byte(err.Error())
		}
		return raw
	}
}

// wait waits, and reports whether the caller is still there.
func wait(r *http.Request, duration time.Duration) bool {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// heldAnswer is an answer of the tenant that has not been sent.
type heldAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *heldAnswer) Header() http.Header { return a.header }

func (a *heldAnswer) WriteHeader(status int) { a.status = status }

func (a *heldAnswer) Write(p []byte) (int, error) { return a.body.Write(p) }

// replace replaces the answer with another one.
func (a *heldAnswer) replace(status int, body []byte) []byte {
	a.status = status
	a.header = http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	if status == http.StatusNoContent || status == http.StatusNotModified {
		return nil
	}
	return body
}

func (a *heldAnswer) sendHeaders(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
}
