package contract

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// document is an OpenAPI document of (a part of) the Management API.
type document struct {
	doc    *openapi3.T
	router routers.Router
	good   sync.Map // keys of what was checked and found good: a check compiles the schema each time, and reads repeat
}

// parse reads a document, and has it changed before it is looked at.
func parse(data []byte, change func(*openapi3.T)) (*document, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(data)
	if err != nil {
		return nil, err
	}
	change(doc)
	if err := doc.Validate(loader.Context); err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, err
	}
	return &document{doc: doc, router: router}, nil
}

func (d *document) checkRequest(tb testing.TB, req *http.Request, body []byte) {
	tb.Helper()
	key := keyOf(req, body, 0, nil, nil)
	if _, isGood := d.good.Load(key); isGood {
		return
	}
	if _, err := d.request(req, body); err != nil {
		tb.Errorf("%s %s breaks the API's contract: %v\nrequest body: %s", req.Method, req.URL.RequestURI(), err, body)
		return
	}
	d.good.Store(key, true)
}

func (d *document) checkExchange(
	tb testing.TB,
	req *http.Request,
	body []byte,
	status int,
	header http.Header,
	answer []byte,
) {
	tb.Helper()
	key := keyOf(req, body, status, header, answer)
	if _, isGood := d.good.Load(key); isGood {
		return
	}
	input, err := d.request(req, body)
	if err != nil && status != http.StatusBadRequest {
		tb.Errorf("%s %s breaks the API's contract: %v\nrequest body: %s", req.Method, req.URL.RequestURI(), err, body)
	}
	if input == nil {
		return // it is not an endpoint of the API; reported above
	}
	if isGood := d.checkAnswer(tb, req, input, status, header, answer); isGood && err == nil {
		d.good.Store(key, true)
	}
}

func (d *document) checkAnswer(
	tb testing.TB,
	req *http.Request,
	input *openapi3filter.RequestValidationInput,
	status int,
	header http.Header,
	answer []byte,
) (isGood bool) {
	tb.Helper()
	err := validateAnswer(req, input, status, header, answer)
	if err != nil {
		tb.Errorf("answer to %s %s (%d) breaks the API's contract: %v", req.Method, req.URL.RequestURI(), status, err)
	}
	return err == nil
}

// keyOf returns what tells two exchanges apart.
func keyOf(req *http.Request, body []byte, status int, header http.Header, answer []byte) [sha256.Size]byte {
	sum := sha256.New()
	for _, part := range [][]byte{
		[]byte(req.Method), []byte(req.URL.RequestURI()), []byte(req.Header.Get("Content-Type")), body,
		[]byte(strconv.Itoa(status)), []byte(header.Get("Content-Type")), answer,
	} {
		_, _ = fmt.Fprintf(sum, "%d:", len(part))
		sum.Write(part)
	}
	return [sha256.Size]byte(sum.Sum(nil))
}

func validateAnswer(
	req *http.Request,
	input *openapi3filter.RequestValidationInput,
	status int,
	header http.Header,
	answer []byte,
) error {
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

// request checks a request and returns what the check of its answer starts from, nil if the document has no such
// endpoint.
func (d *document) request(req *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
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
