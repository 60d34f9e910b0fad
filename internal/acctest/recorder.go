package acctest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
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
	Path   string // with the query
	Status int
	Body   map[string]any // what was sent, nil for none
}

// recorder stands between the provider and the tenant, notes every call of the Management API and checks it against
// the API's published contract, in both directions.
type recorder struct {
	next     http.Handler
	contract *contract.Document // nil where the document is not at hand
	t        testing.TB

	mu       sync.Mutex
	requests []Request
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if !strings.HasPrefix(req.URL.Path, "/api/v2/") {
		r.next.ServeHTTP(w, req)
		return
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	r.next.ServeHTTP(answer, req)
	if req.Header.Get("User-Agent") != testAgent {
		r.note(req, body, answer.Code)
		if r.contract != nil {
			r.contract.CheckExchange(r.t, req, body, answer.Code, answer.Header(), answer.Body.Bytes())
		}
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
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

// Mutations returns the provider's calls that may change something, such as "POST /api/v2/clients", in order.
func (tenant *Tenant) Mutations() []string {
	mutations := []string{}
	for _, request := range tenant.Requests() {
		if request.Method != http.MethodGet {
			mutations = append(mutations, request.Method+" "+request.Path)
		}
	}
	return mutations
}

// ResetRequests forgets the calls made so far.
func (tenant *Tenant) ResetRequests() {
	tenant.recorder.mu.Lock()
	defer tenant.recorder.mu.Unlock()
	tenant.recorder.requests = nil
}
