package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/contract"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// site is a tenant served over HTTP, with a caller of its Management API. All requests and answers are checked against
// Auth0's OpenAPI document, if it is available.
type site struct {
	tb     testing.TB
	server *Server
	http   *httptest.Server
	token  string

	shown *contract.Coverage // for tests that check the answers; nil for others
}

// outcome is an answer of the Management API.
type outcome struct {
	status int
	header http.Header
	raw    string
	object object.Object // nil for anything but an object
	array  []any
}

// serveTenant starts a tenant with a caller that holds every scope.
func serveTenant(tb testing.TB, seed *Seed) *site {
	tb.Helper()
	server, err := New(Options{Seed: seed})
	if err != nil {
		tb.Fatal(err)
	}
	return serveServer(tb, server)
}

func serveServer(tb testing.TB, server *Server) *site {
	tb.Helper()
	s := &site{tb: tb, server: server, http: httptest.NewServer(server)}
	tb.Cleanup(s.http.Close)
	s.token = s.login(server.ManagementCredentials())
	return s
}

// login returns an access token for the Management API.
func (s *site) login(clientID, secret string) string {
	s.tb.Helper()
	status, out := s.requestToken(url.Values{
		"grant_type": {"client_credentials"}, "audience": {s.http.URL + "/api/v2/"},
		"client_id": {clientID}, "client_secret": {secret},
	}, nil)
	if status != http.StatusOK {
		s.tb.Fatalf("token endpoint: %d %v", status, out)
	}
	return object.Text(out, "access_token")
}

// requestToken posts a form to the token endpoint.
func (s *site) requestToken(form url.Values, prepare func(*http.Request)) (int, object.Object) {
	s.tb.Helper()
	req, err := http.NewRequest(http.MethodPost, s.http.URL+"/oauth/token", strings.NewReader(form.Encode()))
	if err != nil {
		s.tb.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if prepare != nil {
		prepare(req)
	}
	got := s.send(req)
	return got.status, got.object
}

// withScopes returns a caller that holds only these scopes.
func (s *site) withScopes(scopes ...string) *site {
	s.tb.Helper()
	client := s.mustCall(http.StatusCreated, "POST", "/clients", object.Object{"name": "Caller", "app_type": "non_interactive"}).object
	s.mustCall(http.StatusCreated, "POST", "/client-grants", object.Object{
		"client_id": client["client_id"], "audience": s.server.store.Current.ManagementAudience(), "scope": object.Array(scopes...),
	})
	other := *s
	other.token = s.login(object.Text(client, "client_id"), object.Text(client, "client_secret"))
	return &other
}

// call sends a request to the Management API. body is JSON as text, a value to encode, or nil.
func (s *site) call(method, path string, body any) outcome {
	s.tb.Helper()
	return s.exchange(method, path, body, true)
}

// callBeyond is call without the check against the document.
func (s *site) callBeyond(method, path string, body any) outcome {
	s.tb.Helper()
	return s.exchange(method, path, body, false)
}

// mustCall is call, and fails if the status is another one.
func (s *site) mustCall(status int, method, path string, body any) outcome {
	s.tb.Helper()
	got := s.call(method, path, body)
	if got.status != status {
		s.tb.Fatalf("%s %s: status %d, want %d: %s", method, path, got.status, status, got.raw)
	}
	return got
}

func (s *site) exchange(method, path string, body any, checked bool) outcome {
	s.tb.Helper()
	var sent []byte
	switch b := body.(type) {
	case nil:
	case string:
		sent = []byte(b)
	default:
		var err error
		if sent, err = json.Marshal(b); err != nil {
			s.tb.Fatal(err)
		}
	}
	req, err := http.NewRequest(method, s.http.URL+"/api/v2"+path, bytes.NewReader(sent))
	if err != nil {
		s.tb.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	if sent != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	got := s.send(req)
	if checked {
		contract.Load(s.tb).CheckPublished(s.tb, req, sent, got.status, got.header, []byte(got.raw))
	}
	if s.shown != nil && got.status < http.StatusMultipleChoices {
		s.shown.AddAnswer(s.tb, req, got.status, got.header, []byte(got.raw))
	}
	return got
}

func (s *site) send(req *http.Request) outcome {
	s.tb.Helper()
	response, err := loopback.Transport.RoundTrip(req)
	if err != nil {
		s.tb.Fatal(err)
	}
	raw, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		s.tb.Fatal(err)
	}
	got := outcome{status: response.StatusCode, header: response.Header, raw: string(raw)}
	var value any
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &value); err != nil {
			s.tb.Fatalf("%s %s: not JSON: %v: %s", req.Method, req.URL, err, raw)
		}
	}
	got.object, _ = value.(object.Object)
	got.array, _ = value.([]any)
	return got
}

// keyNames returns the member names of a JSON object in their order.
func keyNames(tb testing.TB, raw string) []string {
	tb.Helper()
	decoder := json.NewDecoder(strings.NewReader(raw))
	if _, err := decoder.Token(); err != nil {
		tb.Fatal(err)
	}
	var out []string
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, fmt.Sprint(key))
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			tb.Fatal(err)
		}
	}
	return out
}

// wantJSON compares a value with the one written as JSON.
func wantJSON(tb testing.TB, what string, got any, want string) {
	tb.Helper()
	var expected any
	if err := json.Unmarshal([]byte(want), &expected); err != nil {
		tb.Fatalf("%s: %v", what, err)
	}
	normal, err := object.Plain(got)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(expected, normal); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// wantRefusal checks an answer that refuses: status and message, and the errorCode ("" for none).
func wantRefusal(tb testing.TB, got outcome, status int, code, message string) {
	tb.Helper()
	want := object.Object{"statusCode": float64(status), "error": http.StatusText(status), "message": message}
	if code != "" {
		want["errorCode"] = code
	}
	if status == http.StatusUnauthorized {
		want["attributes"] = object.Object{"error": message}
	}
	if got.status != status {
		tb.Errorf("status %d, want %d", got.status, status)
	}
	if diff := cmp.Diff(want, got.object); diff != "" {
		tb.Errorf("refusal (-want +got):\n%s", diff)
	}
}

// without returns an object without some members.
func without(o object.Object, names ...string) object.Object {
	out := object.Clone(o)
	for _, name := range names {
		delete(out, name)
	}
	return out
}

const ordersAPI = "https://api.example.com/"

// orders is a tenant with one API.
func orders() *Seed {
	return &Seed{
		Tenant: "example",
		ResourceServers: []map[string]any{{
			"name": "Orders", "identifier": ordersAPI,
			"scopes": []any{object.Object{"value": "read:orders"}, object.Object{"value": "write:orders"}, object.Object{"value": "delete:orders"}},
		}},
	}
}
