package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// publisherHost is the host of the agent's metadata document.
const publisherHost = "agent.basket.example"

// publisher serves the metadata document of an agent on loopback, as its vendor does on the web.
type publisher struct {
	address   string
	callbacks atomic.Pointer[[]string]
	server    *http.Server
}

func startPublisher() (*publisher, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is there at once
	if err != nil {
		return nil, err
	}
	p := &publisher{address: listener.Addr().String()}
	p.publish("https://" + publisherHost + "/callback")
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: time.Minute}
	go func() { _ = p.server.Serve(listener) }()
	return p, nil
}

// publish gives the document these callbacks from now on.
func (p *publisher) publish(callbacks ...string) { p.callbacks.Store(&callbacks) }

// ServeHTTP answers with the document.
func (p *publisher) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprintf(w, `{
  "client_id": "https://%s/client.json",
  "client_name": "Basket reorder agent",
  "redirect_uris": ["%s"],
  "grant_types": ["authorization_code", "refresh_token"],
  "token_endpoint_auth_method": "none"
}`, publisherHost, strings.Join(*p.callbacks.Load(), `", "`))
}

func (p *publisher) stop() { _ = p.server.Close() }
