package emulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// faultHeader is sent with every answer that is not the tenant's own, or not sent as it should be. Tests and people tell by
// it what they look at; clients must not.
const faultHeader = "X-Emulator-Fault"

const (
	slowPieces   = 10
	slowDuration = time.Second
)

// faulty lets faults strike the requests that pass.
func (s *Server) faulty(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, struck := s.faults.strike(r)
		if !struck {
			next.ServeHTTP(w, r)
			return
		}
		entry := note(r)
		entry.Fault = fault.Kind
		answer := heldAnswer{header: http.Header{}, status: http.StatusOK}
		if fault.Kind != FaultResetBefore && (fault.Kind != FaultStatus || fault.Acts) {
			next.ServeHTTP(&answer, r)
			entry.Status = answer.status // what the caller may never see
		}
		fault.answer(w, r, &answer)
	})
}

// answer does to the tenant's answer what the fault is.
func (f Fault) answer(w http.ResponseWriter, r *http.Request, answer *heldAnswer) {
	body := answer.body.Bytes()
	switch f.Kind {
	case FaultResetBefore, FaultResetAfter:
		panic(http.ErrAbortHandler)
	case FaultStatus:
		body = answer.replace(f.Status, f.body(f.Status))
		for name, value := range f.Headers {
			answer.header.Set(name, value)
		}
	case FaultDelay:
		if !wait(r, f.Delay) {
			panic(http.ErrAbortHandler)
		}
	case FaultTruncated:
		if len(body) == 0 {
			panic(http.ErrAbortHandler)
		}
		answer.header.Set("Content-Length", strconv.Itoa(len(body)))
		body = body[:len(body)/2]
	case FaultMalformed:
		half := body[:(len(body)+1)/2]
		if len(body) == 0 {
			answer.status, half = http.StatusOK, []byte("{")
		}
		if f.Body != nil {
			half = f.body(answer.status)
		}
		body = half
	case FaultSlowBody:
		f.dribble(w, r, answer)
		return
	}
	answer.header.Set(faultHeader, string(f.Kind))
	answer.sendHeaders(w)
	_, _ = w.Write(body)
	if f.Kind == FaultTruncated {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// dribble sends an answer piece by piece until the caller has all of it or has had enough.
func (f Fault) dribble(w http.ResponseWriter, r *http.Request, answer *heldAnswer) {
	duration := f.Delay
	if duration == 0 {
		duration = slowDuration
	}
	answer.header.Set(faultHeader, string(f.Kind))
	answer.header.Set("Content-Length", strconv.Itoa(answer.body.Len()))
	if answer.status == http.StatusNoContent {
		answer.header.Del("Content-Length")
	}
	answer.sendHeaders(w)
	control := http.NewResponseController(w)
	piece := max(1, (answer.body.Len()+slowPieces-1)/slowPieces)
	for answer.body.Len() > 0 {
		_ = control.Flush()
		if !wait(r, duration/slowPieces) {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(answer.body.Next(piece))
	}
}

// body is the fault's own body, or Auth0's error envelope for the status.
func (f Fault) body(status int) []byte {
	switch body := f.Body.(type) {
	case string:
		return []byte(body)
	case nil:
		raw, _ := json.Marshal((&apiError{status: status, message: http.StatusText(status)}).body())
		return raw
	default:
		raw, err := json.Marshal(body)
		if err != nil {
			return []byte(err.Error())
		}
		return raw
	}
}

// wait reports whether the caller still listens after the time has passed.
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

// heldAnswer is an answer the tenant has given and nobody has seen.
type heldAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *heldAnswer) Header() http.Header         { return a.header }
func (a *heldAnswer) WriteHeader(status int)      { a.status = status }
func (a *heldAnswer) Write(p []byte) (int, error) { return a.body.Write(p) }

// replace forgets the answer for another one.
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
