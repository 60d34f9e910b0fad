package contract

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// smallAPI is a small API with the traits of the real one that matter here: closed bodies, declared query parameters.
const smallAPI = `{
  "openapi": "3.1.0",
  "info": {"title": "Small API", "version": "1"},
  "servers": [{"url": "/api/v2"}],
  "paths": {"/things/{id}": {
    "get": {
      "parameters": [
        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
        {"name": "fields", "in": "query", "schema": {"type": "string"}}
      ],
      "responses": {"200": {"description": "A thing", "content": {"application/json": {"schema": {
        "type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}
      }}}}}
    },
    "patch": {
      "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
      "requestBody": {"required": true, "content": {"application/json": {"schema": {
        "type": "object", "minProperties": 1, "additionalProperties": false,
        "properties": {"name": {"type": "string"}, "kind": {"type": "string", "default": "plain"}}
      }}}},
      "responses": {"200": {"description": "The thing"}}
    }
  }}
}`

// report collects what a check says to the test.
type report struct {
	testing.TB
	errors []string
}

func (r *report) Helper() {}

func (r *report) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func TestCheckExchange(t *testing.T) {
	t.Parallel()
	small, err := parse([]byte(smallAPI), amend)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		method, target, body string
		status               int
		answer               string
		want                 []string // parts of the reports, in order
	}{
		"all well":                {"GET", "/api/v2/things/1?fields=id", "", 200, `{"id":"1","more":true}`, nil},
		"escaped path element":    {"GET", "/api/v2/things/https%3A%2F%2Fx", "", 200, `{"id":"1"}`, nil},
		"unknown endpoint":        {"GET", "/api/v2/others", "", 200, `{}`, []string{"no such endpoint"}},
		"undeclared query":        {"GET", "/api/v2/things/1?page=0", "", 200, `{"id":"1"}`, []string{`"page" is not declared`}},
		"undeclared body member":  {"PATCH", "/api/v2/things/1", `{"nickname":"x"}`, 200, ``, []string{"nickname"}},
		"empty body":              {"PATCH", "/api/v2/things/1", `{}`, 200, ``, []string{"minProperties"}},
		"bad request, refused":    {"PATCH", "/api/v2/things/1", `{}`, 400, `{"statusCode":400,"error":"Bad Request","message":"No."}`, nil},
		"missing answer member":   {"GET", "/api/v2/things/1", "", 200, `{}`, []string{"missing property 'id'"}},
		"undocumented success":    {"GET", "/api/v2/things/1", "", 202, `{"id":"1"}`, []string{"status"}},
		"undocumented refusal":    {"GET", "/api/v2/things/1", "", 404, `{"statusCode":404,"error":"Not Found","message":"None."}`, nil},
		"refusal without message": {"GET", "/api/v2/things/1", "", 404, `{"statusCode":404,"error":"Not Found"}`, []string{"error envelope"}},
		"refusal that is no JSON": {"GET", "/api/v2/things/1", "", 502, `<html>`, []string{"error envelope"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req := httptest.NewRequest(test.method, test.target, http.NoBody)
			req.Header.Set("Content-Type", "application/json")
			got := &report{}
			header := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
			small.checkExchange(got, req, []byte(test.body), test.status, header, []byte(test.answer))
			if len(got.errors) != len(test.want) {
				t.Fatalf("reports: %q, want %d", got.errors, len(test.want))
			}
			for i, part := range test.want {
				if !strings.Contains(got.errors[i], part) {
					t.Errorf("report %q does not contain %q", got.errors[i], part)
				}
			}
		})
	}
}

func TestCheckRequest(t *testing.T) {
	t.Parallel()
	small, err := parse([]byte(smallAPI), amend)
	if err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPatch, "/api/v2/things/1", http.NoBody)
	req.Header.Set("Content-Type", "application/json")
	got := &report{}
	small.checkRequest(got, req, []byte(`{"name":"x"}`))
	small.checkRequest(got, req, []byte(`{"name":1}`))
	if len(got.errors) != 1 || !strings.Contains(got.errors[0], "name") {
		t.Errorf("reports: %q, want one about name", got.errors)
	}
}

func TestParseBroken(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{"", "{", `{"openapi":"3.1.0"}`} {
		if _, err := parse([]byte(broken), amend); err == nil {
			t.Errorf("parse(%q) succeeded", broken)
		}
	}
}

func TestLocate(t *testing.T) {
	t.Setenv("AUTH0_OPENAPI", "")
	path, err := locate()
	if err != nil || !strings.HasSuffix(path, "management-api.json") {
		t.Errorf("locate() = %q, %v", path, err)
	}
	t.Setenv("AUTH0_OPENAPI", "/somewhere/api.json")
	if path, err := locate(); err != nil || path != "/somewhere/api.json" {
		t.Errorf("locate() = %q, %v; want the environment's", path, err)
	}
	t.Setenv("AUTH0_OPENAPI", "")
	t.Chdir(os.TempDir())
	if path, err := locate(); err == nil {
		t.Errorf("locate() outside a repository = %q", path)
	}
}

// TestPublished is how a reader of test output learns that Auth0's own document was compared with nothing, and how to
// get it. "make test" prints its line.
func TestPublished(t *testing.T) {
	t.Parallel()
	if Load(t).published == nil {
		t.Skip(ErrNoDocument)
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	document := Load(t)
	req := httptest.NewRequest(http.MethodGet, "/api/v2/client-grants?take=100", http.NoBody)
	document.CheckExchange(t, req, nil, http.StatusOK,
		http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		[]byte(`{"client_grants":[{"id":"cgr_0000000000000001","audience":"https://api.example.com","scope":[],"subject_type":"client"}]}`))
}
