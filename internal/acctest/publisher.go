package acctest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// Publisher serves the client ID metadata documents of one https host, from a web server on loopback.
type Publisher struct {
	Host string

	server    *httptest.Server
	transport *http.Transport
	mu        sync.Mutex
	pages     map[string]http.HandlerFunc
	stalled   map[string]bool
}

// NewPublisher starts the server of the host, which has no pages yet.
func NewPublisher(t testing.TB, host string) *Publisher {
	t.Helper()
	p := &Publisher{
		Host: host, pages: map[string]http.HandlerFunc{}, stalled: map[string]bool{},
		transport: &http.Transport{DisableKeepAlives: true},
	}
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	return p
}

// ServeHTTP answers with the page of the path.
func (p *Publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	page := p.pages[r.URL.Path]
	p.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	page(w, r)
}

// Serve answers requests for the path from now on; nil is as good as no page.
func (p *Publisher) Serve(path string, page http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pages[path], p.stalled[path] = page, false
}

// Stall lets the path take longer than anybody waits.
func (p *Publisher) Stall(path string) {
	p.Serve(path, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stalled[path] = true
}

// RoundTrip sends what the emulator asks. It runs out of patience for a stalled path at once, and for no other path
// however busy the machine is.
func (p *Publisher) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	isStalled := p.stalled[r.URL.Path]
	p.mu.Unlock()
	if !isStalled {
		return p.transport.RoundTrip(r)
	}
	ctx, cancel := context.WithTimeout(r.Context(), 50*time.Millisecond)
	defer cancel()
	return p.transport.RoundTrip(r.WithContext(ctx))
}

// Publish serves a JSON document at the path from now on, and returns its URL.
func (p *Publisher) Publish(path string, document any) string {
	encoded, err := json.Marshal(document)
	if err != nil {
		panic(err)
	}
	p.Serve(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(encoded)
	})
	return "https://" + p.Host + path
}

// WithDocuments lets the emulator fetch the documents of a publisher, and implies EmulatorOnly.
func WithDocuments(p *Publisher) Option {
	return func(o *options) {
		if o.documents == nil {
			o.documents = map[string]string{}
		}
		o.documents[p.Host], o.emulatorOnly = p.server.Listener.Addr().String(), true
		o.transport = p
	}
}
