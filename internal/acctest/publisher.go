package acctest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Publisher serves the client ID metadata documents of one https host, from a web server on loopback.
type Publisher struct {
	Host string

	server *httptest.Server
	mu     sync.Mutex
	pages  map[string]http.HandlerFunc
}

// NewPublisher starts the server of the host, which has no pages yet.
func NewPublisher(t testing.TB, host string) *Publisher {
	t.Helper()
	p := &Publisher{Host: host, pages: map[string]http.HandlerFunc{}}
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
	p.pages[path] = page
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
	}
}
