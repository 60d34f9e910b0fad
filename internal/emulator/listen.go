package emulator

import (
	"context"
	"fmt"
	"net"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Listen opens a TCP port for a tenant. Unless expose is set, it refuses every address except loopback, because the
// emulator gives its tenant with all secrets to whoever can reach it.
func Listen(addr string, expose bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("listen address %q: %w; write it as 127.0.0.1:PORT", addr, err)
	}
	if !expose && !tenant.IsLoopback(host) {
		return nil, fmt.Errorf("listen address %q is not loopback: anybody who reaches the port can use a tenant with "+
			"known credentials; use 127.0.0.1, [::1] or localhost, or add --expose to allow it", addr)
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, err)
	}
	return listener, nil
}
