package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"
)

// maxBody bounds a request body, in bytes.
const maxBody = 1 << 20

// endpoint is one call of the Management API.
type endpoint struct {
	method string
	path   string // below /api/v2, with {parameters} as in http.ServeMux
	// scopes the caller must hold: one of each group.
	scopes []anyOf
	// query describes the query parameters; the zero value allows none.
	query *validator
	// body describes the request body; nil for calls without one.
	body   *validator
	handle func(*call) (reply, error)
}

type anyOf []string

// call is one request to an endpoint, already authorized and validated.
type call struct {
	// tenant is what a read sees, or what a write changes.
	tenant *tenant
	// replica is what a write sees of the objects it refers to, which may lag behind tenant.
	replica *tenant
	request *http.Request
	caller  caller
	query   object // parameters by name, converted to their declared types
	body    any
	now     time.Time
	keys    *keyring
}

func (c *call) id(name string) string { return c.request.PathValue(name) }

// object returns the request body of an endpoint whose schema is an object.
func (c *call) object() object {
	o, _ := c.body.(object)
	return o
}

// reply is a successful answer.
type reply struct {
	status int
	body   any // nil for none
}

func ok(body any) (reply, error)      { return reply{http.StatusOK, body}, nil }
func created(body any) (reply, error) { return reply{http.StatusCreated, body}, nil }
func noContent() (reply, error)       { return reply{http.StatusNoContent, nil}, nil }

// serve answers one endpoint. The answer is written down while the tenant's lock is held, because it shares objects with
// the tenant, and sent afterwards, so that a slow caller keeps nobody waiting.
func (s *Server) serve(e endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, readErr := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		send := s.respond(r, func(now time.Time) (reply, error) { return s.answer(e, r, body, readErr, now) })
		send(w)
	}
}

// respond calls answer with the tenant locked, and saves what it changed.
func (s *Server) respond(r *http.Request, answer func(now time.Time) (reply, error)) func(http.ResponseWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	given, err := answer(s.now())
	if err == nil && r.Method != http.MethodGet {
		err = s.save()
	}
	if err != nil {
		given = refuse(err)
	}
	return encode(given.status, given.body)
}

func (s *Server) answer(e endpoint, r *http.Request, body []byte, readErr error, now time.Time) (reply, error) {
	caller, err := s.authenticate(r, now)
	if err != nil {
		return reply{}, err
	}
	note(r).ClientID = caller.clientID
	if err := caller.require(e.scopes...); err != nil {
		return reply{}, err
	}
	c := &call{tenant: s.tenant, replica: s.seen(now), request: r, caller: caller, now: now, keys: s.keys}
	if e.method == http.MethodGet {
		c.tenant = c.replica
	}
	if c.query, err = e.query.parseQuery(r.URL.Query()); err != nil {
		return reply{}, err
	}
	if e.body != nil {
		if c.body, err = decodeBody(r, body, readErr); err != nil {
			return reply{}, err
		}
		if err := e.body.check(c.body); err != nil {
			return reply{}, err
		}
	}
	return e.handle(c)
}

// decodeBody reads a JSON body and records it.
//
// Assumption: the wording for malformed bodies and other content types; neither was recorded. The form encoding that the
// OpenAPI document also declares is not supported.
func decodeBody(r *http.Request, body []byte, readErr error) (any, error) {
	if readErr != nil {
		return nil, badRequest("", "Payload content length greater than maximum allowed: %d", maxBody)
	}
	if contentType := r.Header.Get("Content-Type"); contentType != "" {
		if mediaType, _, err := mime.ParseMediaType(contentType); err != nil || mediaType != "application/json" {
			return nil, &apiError{status: http.StatusUnsupportedMediaType, message: "Unsupported Media Type"}
		}
	}
	if len(body) == 0 {
		return nil, nil
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, badRequest("", "Invalid request payload JSON format")
	}
	note(r).Body = masked(value)
	return value, nil
}

func writeError(w http.ResponseWriter, err error) {
	answer := refuse(err)
	writeJSON(w, answer.status, answer.body)
}

// refuse turns an error into the answer Auth0 gives.
func refuse(err error) reply {
	var refusal *apiError
	if !errors.As(err, &refusal) {
		refusal = &apiError{status: http.StatusInternalServerError, message: err.Error()}
	}
	return reply{refusal.status, refusal.body()}
}

func writeJSON(w http.ResponseWriter, status int, body any) { encode(status, body)(w) }

// encode writes an answer down and returns what sends it. Auth0 names the content type even where there is no content.
func encode(status int, body any) func(http.ResponseWriter) {
	var out bytes.Buffer
	if body != nil {
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(body); err != nil {
			return func(w http.ResponseWriter) { http.Error(w, err.Error(), http.StatusInternalServerError) }
		}
	}
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(bytes.TrimSuffix(out.Bytes(), []byte("\n"))) // a caller that has gone away cannot be told
	}
}
