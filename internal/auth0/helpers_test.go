package auth0_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// testDomain is the tenant of tests that run in memory. Most of them run in a synctest bubble, where waits take no real
// time and can be measured exactly.
const testDomain = "127.0.0.1:8080"

// memory is a network with one server: both sides speak real HTTP, but nothing leaves the synctest bubble.
type memory struct {
	conns  chan net.Conn
	closed chan struct{}
	close  sync.Once
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case conn := <-m.conns:
		return conn, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	m.close.Do(func() { close(m.closed) })
	return nil
}

func (m *memory) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080} }

func (m *memory) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case m.conns <- server:
		return client, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve starts a server in memory and returns a transport that reaches it.
func serve(t *testing.T, handler http.Handler) *http.Transport {
	t.Helper()
	network := &memory{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Hour}
	transport := &http.Transport{DialContext: network.dial}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		_ = server.Serve(network)
	}()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-stopped
	})
	return transport
}

// newClient returns a client of the tenant that handler plays, with a fixed token and the given changes.
func newClient(t *testing.T, handler http.Handler, changes ...func(*auth0.Config)) *auth0.Client {
	t.Helper()
	config := auth0.Config{
		Domain:     "http://" + testDomain,
		APIToken:   "the-token",
		HTTPClient: &http.Client{Transport: serve(t, handler)},
	}
	for _, change := range changes {
		change(&config)
	}
	client, err := auth0.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// answer writes a JSON answer.
func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// respondStatus answers with a status and a body of any kind.
func respondStatus(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// script answers each request with the next handler, and all further ones with the last. It counts requests.
type script struct {
	mu    sync.Mutex
	acts  []http.HandlerFunc
	calls int
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	act := s.acts[min(s.calls, len(s.acts)-1)]
	s.calls++
	s.mu.Unlock()
	act(w, r)
}

func (s *script) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// logBook collects log events.
type logBook struct {
	mu     sync.Mutex
	events []logEvent
}

type logEvent struct {
	level   auth0.LogLevel
	message string
	fields  map[string]any
}

func (b *logBook) write(_ context.Context, level auth0.LogLevel, message string, fields map[string]any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, logEvent{level, message, maps.Clone(fields)})
}

// at returns the events of one level.
func (b *logBook) at(level auth0.LogLevel) []logEvent {
	b.mu.Lock()
	defer b.mu.Unlock()
	var events []logEvent
	for _, event := range b.events {
		if event.level == level {
			events = append(events, event)
		}
	}
	return events
}

// String returns the whole book.
func (b *logBook) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var text strings.Builder
	for _, event := range b.events {
		fmt.Fprintln(&text, event.level, event.message, event.fields)
	}
	return text.String()
}

// asError returns err as the client's error type, and fails the test if it is none.
func asError(t *testing.T, err error) *auth0.Error {
	t.Helper()
	failure, ok := errors.AsType[*auth0.Error](err)
	if !ok {
		t.Fatalf("error is %v (%T), want an *auth0.Error", err, err)
	}
	return failure
}
