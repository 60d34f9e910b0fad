// Package contract compares traffic with the Management API with its description: calls.yaml, and Auth0's OpenAPI
// document if it is there. It is for tests: of the client (what it sends), of the emulator (what it answers) and of the
// provider (both).
//
// There are two documents, both OpenAPI. calls.yaml is this project's own: the calls that the client makes and what the
// emulator answers to them, nothing more and nothing less; it is always there. The other is the one that Auth0
// publishes, https://auth0.com/docs/api/management/openapi.json, which is not part of the repository: it is looked for
// in AUTH0_OPENAPI and beside the repository.
package contract

import (
	_ "embed"
	"errors"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// Contract is what a call and its answer are held to. It is safe for concurrent use.
type Contract struct {
	calls     *document
	published *document // nil if it is not at hand
}

//go:embed calls.yaml
var callsFile []byte

var calls = sync.OnceValues(func() (*document, error) { return parse(callsFile, func(*openapi3.T) {}) })

// Load returns the contract. It fails the test if a document is broken, and on GitHub also if the published one is
// missing.
func Load(tb testing.TB) *Contract {
	tb.Helper()
	ours, err := calls()
	if err != nil {
		tb.Fatal("calls.yaml:", err)
	}
	theirs, err := published()
	if errors.Is(err, ErrNoDocument) && os.Getenv("GITHUB_ACTIONS") == "" {
		return &Contract{calls: ours}
	}
	if err != nil {
		tb.Fatal(err)
	}
	return &Contract{ours, theirs}
}

// CheckRequest reports, as errors of the test, everything in a request of the client that a document does not allow.
// The body is given apart, because that of the request may have been read.
func (c *Contract) CheckRequest(tb testing.TB, req *http.Request, body []byte) {
	tb.Helper()
	c.calls.checkRequest(tb, req, body)
	if c.isPublished(req) {
		c.published.checkRequest(tb, req, body)
	}
}

// CheckExchange is [Contract.CheckRequest], and the same for the answer with Auth0's own document: calls.yaml describes
// what the emulator answers by itself, and tests put odd objects into tenants. A request that was answered with 400 is
// not looked at, because the tenant found its fault. Of other refusals a document tells the status at most, so there it
// is the service's error envelope that is checked.
func (c *Contract) CheckExchange(
	tb testing.TB,
	req *http.Request,
	body []byte,
	status int,
	header http.Header,
	answer []byte,
) {
	tb.Helper()
	if status != http.StatusBadRequest {
		c.calls.checkRequest(tb, req, body)
	}
	c.CheckPublished(tb, req, body, status, header, answer)
}

// CheckPublished is [Contract.CheckExchange] with Auth0's own document alone, for requests that the client does not
// make. Without that document it does nothing.
func (c *Contract) CheckPublished(
	tb testing.TB,
	req *http.Request,
	body []byte,
	status int,
	header http.Header,
	answer []byte,
) {
	tb.Helper()
	if c.isPublished(req) {
		c.published.checkExchange(tb, req, body, status, header, answer)
	}
}
