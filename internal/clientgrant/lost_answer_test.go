package clientgrant_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// A grant whose creation is carried out but whose answer never arrives is found again: it is in state, and there is
// one.
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

// losingFirstCreation is the URL of a proxy that passes everything on, and breaks the connection instead of passing
// back the answer to the first creation of a grant.
func losingFirstCreation(t *testing.T, target string) string {
	t.Helper()
	backend, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Transport: loopback.Transport, Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(backend) }}
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

// undecided lets a tenant fail so thoroughly that nobody can tell whether a grant was made.
func undecided(t *testing.T, tenant *acctest.Tenant, lost emulator.FaultKind) {
	t.Helper()
	for _, fault := range []emulator.Fault{
		{Method: http.MethodPost, Path: "/api/v2/client-grants", Kind: lost},
		{Method: http.MethodGet, Path: "/api/v2/client-grants", Kind: emulator.FaultStatus, Status: http.StatusForbidden},
	} {
		if err := tenant.Emulator.AddFault(fault); err != nil {
			t.Fatal(err)
		}
	}
}

// Terraform 1.12 and later hand an identity back, and refuse one that changes. A grant that may not have been made has
// none until it is found.
func TestClientGrantUndecidedGetsIdentityLater(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	config := map[string]any{
		"client_id": acctest.Application(t, tenant, nil), "audience": acctest.API(t, tenant),
		"subject_type": "user", "scopes": []string{"read:orders"},
	}
	undecided(t, tenant, emulator.FaultResetAfter)
	created := acctest.NewLifecycle(t, tenant, typeName)
	if errors := created.Apply(config); len(errors) == 0 {
		t.Fatal("the creation without an answer succeeds")
	}
	tenant.Emulator.ClearFaults()
	if errors := created.Apply(config); len(errors) > 0 {
		t.Errorf("the next apply fails: %q", errors)
	}
	if id, _ := created.State()["id"].(string); id == "" {
		t.Error("the grant is without an id")
	}
}

// If the tenant fails so thoroughly that nobody can tell whether the grant was made, the next apply finds it and leaves
// one grant behind.
func TestClientGrantUndecided(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]emulator.FaultKind{"made": emulator.FaultResetAfter, "not made": emulator.FaultResetBefore} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
			clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
			undecided(t, tenant, lost)
			config := grant(clientID, audience, "user", `scopes = ["read:orders"]`)
			tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config, ExpectError: regexp.MustCompile(`(?s)Could not create the client grant.*unknown`)},
				{PreConfig: tenant.Emulator.ClearFaults, Config: config, PostApplyFunc: wantGrantCount(t, tenant, clientID, 1)},
				{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
			}})
		})
	}
}
