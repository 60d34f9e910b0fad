package faultmatrix

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// network carries HTTP within the process, over connections that the clock of testing/synctest knows.
type network struct {
	server    *http.Server
	transport *http.Transport
	dialed    chan net.Conn
	closing   sync.Once
	closed    chan struct{}
}

// address is that of the tenant in every network.
const address = "127.0.0.1"

func newNetwork(handler http.Handler) *network {
	n := &network{server: &http.Server{Handler: handler}, dialed: make(chan net.Conn), closed: make(chan struct{})}
	n.transport = &http.Transport{DialContext: n.dial}
	go func() { _ = n.server.Serve(n) }()
	return n
}

// client returns an HTTP client that reaches the tenant whatever the address.
func (n *network) client() *http.Client { return &http.Client{Transport: n.transport} }

// shutDown closes every connection.
func (n *network) shutDown() {
	_ = n.server.Close()
	n.transport.CloseIdleConnections()
}

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case n.dialed <- theirs:
		return ours, nil
	case <-n.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept, Close and Addr make the network a listener.
func (n *network) Accept() (net.Conn, error) {
	select {
	case conn := <-n.dialed:
		return conn, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

// Close ends listening.
func (n *network) Close() error {
	n.closing.Do(func() { close(n.closed) })
	return nil
}

// Addr returns the address of the tenant.
func (n *network) Addr() net.Addr { return &net.TCPAddr{IP: net.ParseIP(address)} }
