package acctest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/contract"
)

// testAgent marks the test's own calls, which are not the provider's and are not counted.
const testAgent = "acctest"

// Request is a call of the Management API that the provider made.
type Request struct {
	Method string
	Path   string         // with the query
	Status int            // 0 if the connection was closed without an answer
	Body   map[string]any // what was sent, nil for none
}

// faultHeader is sent by the emulator with answers that a fault made.
const faultHeader = "X-Emulator-Fault"

// recorder stands between the provider and the tenant, notes every call of the Management API and holds it, and its
// answer, to the contract. Answers pass as the tenant sends them: slowly, half, or not at all.
type recorder struct {
	next     http.Handler
	contract *contract.Contract
	t        testing.TB

	mu       sync.Mutex
	requests []Request
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if !strings.HasPrefix(req.URL.Path, "/api/v2/") || req.Header.Get("User-Agent") == testAgent {
		r.next.ServeHTTP(w, req)
		return
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	answer := &recordedAnswer{ResponseWriter: w, note: func(status int) { r.note(req, body, status) }}
	defer answer.done(0) // no answer: the tenant closes the connection
	r.next.ServeHTTP(answer, req)
	if answer.Header().Get(faultHeader) != "" {
		r.contract.CheckRequest(r.t, req, body)
		return
	}
	r.contract.CheckExchange(r.t, req, body, answer.status, answer.Header(), answer.body.Bytes())
}

// recordedAnswer passes an answer on and keeps a copy. It notes the call before the first byte is sent, so that
// whoever has seen the answer finds the note.
type recordedAnswer struct {
	http.ResponseWriter
	note   func(status int)
	status int
	body   bytes.Buffer
}

func (a *recordedAnswer) WriteHeader(status int) {
	a.done(status)
	a.ResponseWriter.WriteHeader(status)
}

func (a *recordedAnswer) Write(p []byte) (int, error) {
	a.done(http.StatusOK)
	a.body.Write(p)
	return a.ResponseWriter.Write(p)
}

// Unwrap lets the tenant reach the connection.
func (a *recordedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *recordedAnswer) done(status int) {
	if a.note != nil {
		a.status = status
		a.note(status)
		a.note = nil
	}
}

func (r *recorder) note(req *http.Request, body []byte, status int) {
	request := Request{Method: req.Method, Path: req.URL.RequestURI(), Status: status}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &request.Body); err != nil {
			r.t.Errorf("%s %s: body is not a JSON object: %v", req.Method, req.URL.Path, err)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, request)
}

// Requests returns the provider's calls of the Management API since the last ResetRequests, in order.
func (tenant *Tenant) Requests() []Request {
	tenant.recorder.mu.Lock()
	defer tenant.recorder.mu.Unlock()
	return append([]Request(nil), tenant.recorder.requests...)
}

// Writes returns those of the [Tenant.Requests] that may change something.
func (tenant *Tenant) Writes() []Request {
	return slices.DeleteFunc(tenant.Requests(), func(request Request) bool {
		isPreview := strings.HasSuffix(request.Path, "/clients/cimd/preview") // which changes nothing
		return request.Method == http.MethodGet || isPreview
	})
}

// Mutations returns the [Tenant.Writes] as text, such as "POST /api/v2/clients".
func (tenant *Tenant) Mutations() []string {
	mutations := []string{}
	for _, request := range tenant.Writes() {
		mutations = append(mutations, request.Method+" "+request.Path)
	}
	return mutations
}

// ReadsBeforeWrite returns the provider's calls before the first that may change something, such as
// "GET /api/v2/clients/tpc_1", in order and without their queries. The listing of APIs that a plan makes is left out.
func (tenant *Tenant) ReadsBeforeWrite() []string {
	reads := []string{}
	for _, request := range tenant.Requests() {
		path, _, _ := strings.Cut(request.Path, "?")
		if request.Method != http.MethodGet {
			break
		}
		if path != "/api/v2/resource-servers" {
			reads = append(reads, request.Method+" "+path)
		}
	}
	return reads
}

// ResetRequests forgets the calls made so far.
func (tenant *Tenant) ResetRequests() {
	tenant.recorder.mu.Lock()
	defer tenant.recorder.mu.Unlock()
	tenant.recorder.requests = nil
}
