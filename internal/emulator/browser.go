package emulator

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// sameSite refuses what a page of another site makes the browser of somebody on this machine ask: a change it was not
// asked for, and anything under a host name that the site's owner has pointed at a loopback address to read the answer.
func sameSite(next http.Handler) http.Handler {
	guarded := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !tenant.IsLoopback(r.Host) {
			http.Error(w, "the emulator shows itself under a loopback address only; open it as "+
				"http://127.0.0.1:PORT", http.StatusForbidden)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}
