package clientgrant_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// A grant whose creation is carried out but whose answer never arrives is found again: it is in state, and there is one.
func TestClientGrantAnswerLost(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	tenant.ResetRequests()

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(nil),
		Steps: []resource.TestStep{{
			Config: strings.Replace(tenant.Provider(), tenant.URL, losingFirstCreation(t, tenant.URL), 1) +
				grant(clientID, audience, "user", `scopes = ["write:orders", "read:orders"]; authorization_details_types = ["payment"]`),
			PostApplyFunc: func() {
				wantGrantCount(t, tenant, clientID, 1)()
				wantRequests(t, tenant, "POST", map[string]any{
					"client_id": clientID, "audience": audience, "subject_type": "user",
					"scope": []any{"read:orders", "write:orders"}, "authorization_details_types": []any{"payment"},
				})()
			},
		}},
	})
}

// losingFirstCreation is the URL of a proxy that passes everything on, and breaks the connection instead of passing back
// the answer to the first creation of a grant.
func losingFirstCreation(t *testing.T, target string) string {
	t.Helper()
	backend, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(backend) }}
	var first sync.Once
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == "/api/v2/client-grants" {
			first.Do(func() {
				proxy.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			})
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}
