package emulator

import (
	"context"
	"fmt"
	"net"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Listen opens a TCP port for a tenant. It refuses every address but loopback: the emulator hands its whole tenant,
// secrets included, to whoever can reach it.
func Listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("listen address %q: %w; write it as 127.0.0.1:PORT", addr, err)
	}
	if !tenant.IsLoopback(host) {
		return nil, fmt.Errorf("listen address %q: the emulator listens on loopback only; use 127.0.0.1, [::1] or "+
			"localhost", addr)
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, err)
	}
	return listener, nil
}
