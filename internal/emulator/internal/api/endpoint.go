package api

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// MaxBody limits a request body, in bytes.
const MaxBody = 1 << 20

// endpoint is one call of the Management API.
type endpoint struct {
	Method string
	Path   string // below /api/v2, with {parameters} as in http.ServeMux
	// scopes the caller must hold: one of each group.
	Scopes []anyOf
	// query describes the query parameters; the zero value allows none.
	query *schema.Validator
	// body describes the request body; nil for calls without one.
	Body   *schema.Validator
	handle func(*call) (answer.Reply, error)
}

type anyOf []string

// call is one request to an endpoint, already authorized and validated.
type call struct {
	// tenant is the tenant that a read sees, or that a write changes.
	tenant *tenant.Tenant
	// replica is the tenant in which a write finds the objects that it refers to. It may lag behind tenant.
	replica *tenant.Tenant
	request *http.Request
	caller  caller
	query   object.Object // parameters by name, converted to their declared types
	body    any
	now     time.Time
	keys    *keys.Ring
}

func (c *call) id(name string) string { return c.request.PathValue(name) }

// object returns the request body of an endpoint whose schema is an object.
func (c *call) object() object.Object {
	o, _ := c.body.(object.Object)
	return o
}

// serve answers one endpoint. It encodes the answer while it holds the tenant's lock, because the answer shares objects
// with the tenant. It sends the answer afterwards, so that a slow caller delays nobody.
func (a *API) serve(e endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, readErr := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
		if e.Body == schema.MetadataDocument {
			r = a.withDocument(r, body)
		}
		send := a.respond(r, func(now time.Time) (answer.Reply, error) { return a.answer(e, r, body, readErr, now) })
		send(w)
	}
}

// respond calls decide with the tenant locked, and saves what it changed.
func (a *API) respond(r *http.Request, decide func(now time.Time) (answer.Reply, error)) func(http.ResponseWriter) {
	a.Store.Lock()
	defer a.Store.Unlock()
	given, err := decide(a.Now())
	if err == nil && r.Method != http.MethodGet {
		err = a.Store.Save()
	}
	if err != nil {
		given = answer.Refusal(err)
	}
	return answer.Encode(given.Status, given.Body)
}

func (a *API) answer(e endpoint, r *http.Request, body []byte, readErr error, now time.Time) (answer.Reply, error) {
	caller, err := a.authenticate(r, now)
	if err != nil {
		return answer.Reply{}, err
	}
	traffic.Note(r).ClientID = caller.clientID
	if err := caller.require(e.Scopes...); err != nil {
		return answer.Reply{}, err
	}
	c := &call{tenant: a.Store.Current, replica: a.Store.Seen(now), request: r, caller: caller, now: now, keys: a.Keys}
	if e.Method == http.MethodGet {
		c.tenant = c.replica
	}
	if c.query, err = e.query.ParseQuery(r.URL.Query()); err != nil {
		return answer.Reply{}, err
	}
	if e.Body != nil {
		if c.body, err = decodeBody(r, body, readErr); err != nil {
			return answer.Reply{}, err
		}
		if err := e.Body.Check(c.body); err != nil {
			return answer.Reply{}, err
		}
	}
	return e.handle(c)
}

// decodeBody reads a JSON body and records it.
//
// Assumption: the wording for malformed bodies and other content types; neither was recorded. The form encoding that
// the OpenAPI document also declares is not supported.
func decodeBody(r *http.Request, body []byte, readErr error) (any, error) {
	if readErr != nil {
		return nil, answer.BadRequest("", "Payload content length greater than maximum allowed: %d", MaxBody)
	}
	if contentType := r.Header.Get("Content-Type"); contentType != "" {
		if mediaType, _, err := mime.ParseMediaType(contentType); err != nil || mediaType != "application/json" {
			return nil, &answer.Error{Status: http.StatusUnsupportedMediaType, Message: "Unsupported Media Type"}
		}
	}
	if len(body) == 0 {
		return nil, nil
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, answer.BadRequest("", "Invalid request payload JSON format")
	}
	traffic.Note(r).Body = traffic.Masked(value)
	return value, nil
}
