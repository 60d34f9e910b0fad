// Package contract checks traffic with the Management API against the API's OpenAPI document. It is for tests: of the
// client (what it sends), of the emulator (what it answers) and of the provider (both).
//
// The document is not part of the repository. It is looked for at the path in the environment variable AUTH0_OPENAPI,
// then at ../shared/auth0/management-api.json relative to the repository.
package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// ErrNoDocument is what [Find] ends in where the document is in neither place.
var ErrNoDocument = errors.New("no OpenAPI document: set AUTH0_OPENAPI to its path, or put it at ../shared/auth0/management-api.json beside the repository")

// Document is the OpenAPI document of the Management API. It is safe for concurrent use.
type Document struct{ router routers.Router }

// Find returns the document, which is read once per process.
func Find() (*Document, error) { return find() }

// Load returns the document. It skips the test where there is none, and fails it where there is a broken one.
func Load(tb testing.TB) *Document {
	tb.Helper()
	document, err := Find()
	if errors.Is(err, ErrNoDocument) {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return document
}

var find = sync.OnceValues(func() (*Document, error) {
	path, err := locate()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("AUTH0_OPENAPI") == "" {
		return nil, ErrNoDocument
	}
	if err != nil {
		return nil, fmt.Errorf("read OpenAPI document: %w", err)
	}
	document, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return document, nil
})

// locate returns where the document should be.
func locate() (string, error) {
	if path := os.Getenv("AUTH0_OPENAPI"); path != "" {
		return path, nil
	}
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return filepath.Join(folder, "..", "shared", "auth0", "management-api.json"), nil
		}
		if folder == filepath.Dir(folder) {
			return "", ErrNoDocument
		}
		folder = filepath.Dir(folder)
	}
}

func parse(data []byte) (*Document, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(data)
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(loader.Context); err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, err
	}
	return &Document{router}, nil
}

// CheckRequest reports, as errors of the test, everything in a request to the Management API that the document does
// not allow. The body is given apart, because that of the request may have been read.
func (d *Document) CheckRequest(tb testing.TB, req *http.Request, body []byte) {
	tb.Helper()
	if _, err := d.request(req, body); err != nil {
		tb.Errorf("%s %s breaks the API's contract: %v\nrequest body: %s", req.Method, req.URL.RequestURI(), err, body)
	}
}

// CheckExchange is [Document.CheckRequest] and the same for the answer. A request that was answered with 400 is not
// looked at, because the tenant found its fault. Of other refusals the document tells the status at most, so there it
// is the service's error envelope that is checked.
func (d *Document) CheckExchange(tb testing.TB, req *http.Request, body []byte, status int, header http.Header, answer []byte) {
	tb.Helper()
	input, err := d.request(req, body)
	if err != nil && status != http.StatusBadRequest {
		tb.Errorf("%s %s breaks the API's contract: %v\nrequest body: %s", req.Method, req.URL.RequestURI(), err, body)
	}
	if input == nil {
		return // not an endpoint of the API; reported above
	}
	if err := checkAnswer(req, input, status, header, answer); err != nil {
		tb.Errorf("answer to %s %s (%d) breaks the API's contract: %v", req.Method, req.URL.RequestURI(), status, err)
	}
}

func checkAnswer(req *http.Request, input *openapi3filter.RequestValidationInput, status int, header http.Header, answer []byte) error {
	if status >= 400 {
		return checkEnvelope(status, answer)
	}
	output := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 status,
		Header:                 header,
		Options:                options(),
	}
	return openapi3filter.ValidateResponse(req.Context(), output.SetBodyBytes(answer))
}

// request checks a request and returns what the check of its answer starts from, nil where the document has no such
// endpoint.
func (d *Document) request(req *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	req = req.Clone(req.Context())
	req.Body = io.NopCloser(bytes.NewReader(body))
	route, parameters, err := d.router.FindRoute(req)
	if err != nil {
		return nil, fmt.Errorf("no such endpoint: %w", err)
	}
	input := &openapi3filter.RequestValidationInput{Request: req, PathParams: parameters, Route: route, Options: options()}
	return input, errors.Join(checkQuery(req, route), openapi3filter.ValidateRequest(req.Context(), input))
}

// checkQuery reports query parameters that the endpoint does not declare; the validator lets them pass.
func checkQuery(req *http.Request, route *routers.Route) error {
	var undeclared []error
	for name := range req.URL.Query() {
		if route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil &&
			route.PathItem.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			undeclared = append(undeclared, fmt.Errorf("query parameter %q is not declared", name))
		}
	}
	return errors.Join(undeclared...)
}

// checkEnvelope reports whether a refusal has the form that all of the API's refusals have.
func checkEnvelope(status int, answer []byte) error {
	var envelope struct {
		StatusCode int    `json:"statusCode"`
		Error      string `json:"error"`
		Message    string `json:"message"`
	}
	if err := json.Unmarshal(answer, &envelope); err != nil {
		return fmt.Errorf("error envelope: %w", err)
	}
	if envelope.StatusCode != status || envelope.Error == "" || envelope.Message == "" {
		return errors.New("error envelope: statusCode, error or message is missing or wrong")
	}
	return nil
}

// options returns how the validator is to work: authentication is not its business, defaults must not be written into
// requests (a PATCH would then seem to send them), and a status that the document does not know is an error. Reports
// name the place and the reason, without the schema, which can be very long, and the value, which can hold a secret.
func options() *openapi3filter.Options {
	options := &openapi3filter.Options{
		AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
		SkipSettingDefaults:   true,
		IncludeResponseStatus: true,
	}
	options.WithCustomSchemaErrorFunc(func(err *openapi3.SchemaError) string { return err.Reason })
	return options
}
