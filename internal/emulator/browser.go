package emulator

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// sameSite refuses requests that a page of another site lets a browser on this machine send: changes (CSRF), and
// anything under a host name that the site's owner has pointed at a loopback address (DNS rebinding).
func sameSite(next http.Handler) http.Handler {
	guarded := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !tenant.IsLoopback(r.Host) {
			http.Error(w, "the emulator's page is available under a loopback address only; open it as "+
				"http://127.0.0.1:PORT", http.StatusForbidden)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}
