package acctest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// Meddled returns the tenant behind a proxy that meddles before each request.
func Meddled(t testing.TB, tenant *Tenant, meddle func(*http.Request)) *Tenant {
	t.Helper()
	target, err := url.Parse(tenant.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = loopback.Transport
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		meddle(r)
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	behind := *tenant
	behind.URL = server.URL
	return &behind
}
