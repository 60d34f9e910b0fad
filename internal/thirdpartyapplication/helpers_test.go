package thirdpartyapplication_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	typeName = "auth0access_third_party_application"
	address  = typeName + ".test"
)

// application is the configuration of an application; arguments are separated by semicolons.
func application(name, appType, arguments string) string {
	return fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  name     = %q
  app_type = %q
  %s
}`, name, appType, strings.ReplaceAll(arguments, "; ", "\n  "))
}

// remembered keeps the client_id of the application under test, which is known only after it was created.
type remembered struct {
	clientID string
}

// check is a check of the state that remembers the client_id.
func (r *remembered) check(s *terraform.State) error {
	r.clientID = s.RootModule().Resources[address].Primary.Attributes["client_id"]
	if r.clientID == "" {
		return fmt.Errorf("%s has no client_id", address)
	}
	return nil
}

// remember is check for a lifecycle.
func (r *remembered) remember(t *testing.T, life *acctest.Lifecycle) {
	t.Helper()
	if r.clientID, _ = life.State()["client_id"].(string); r.clientID == "" {
		t.Fatalf("the application has no client_id: %v", life.State())
	}
}

func (r *remembered) importID(*terraform.State) (string, error) { return r.clientID, nil }

func (r *remembered) path() string { return "/api/v2/clients/" + r.clientID }

// patch changes the application behind Terraform's back.
func (r *remembered) patch(t *testing.T, tenant *acctest.Tenant, body map[string]any) func() {
	t.Helper()
	return func() {
		t.Helper()
		tenant.Call(t, http.MethodPatch, r.path(), body)
	}
}

// gone checks that the application does not exist any more.
func (r *remembered) gone(t *testing.T, tenant *acctest.Tenant) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		if status, _ := tenant.CallStatus(t, http.MethodGet, r.path(), nil); status != http.StatusNotFound {
			return fmt.Errorf("GET %s: %d, want 404", r.path(), status)
		}
		return nil
	}
}

// write is a call that changes something, as the test expects it.
type write struct {
	method string
	path   string // what follows the application's own path
	body   map[string]any
}

func post(body map[string]any) write  { return write{http.MethodPost, "", body} }
func patch(body map[string]any) write { return write{http.MethodPatch, "", body} }

// wantWrites checks that since the last check the provider has made exactly these calls that change something.
func (r *remembered) wantWrites(t *testing.T, tenant *acctest.Tenant, want ...write) func() {
	t.Helper()
	return func() {
		t.Helper()
		var got []write
		for _, request := range tenant.Writes() {
			path := strings.TrimPrefix(strings.TrimPrefix(request.Path, "/api/v2/clients"), "/"+r.clientID)
			got = append(got, write{request.Method, path, request.Body})
		}
		tenant.ResetRequests()
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(write{})); diff != "" {
			t.Errorf("calls that change something (-want +got):\n%s", diff)
		}
	}
}

// onlyCall checks that an apply makes one call of the Management API, and reads nothing. It is a check of the plan
// before and of the state after. A creation also lists the applications there are, once for all creations of an apply:
// should its answer be lost, that tells its application from others.
type onlyCall struct {
	tenant *acctest.Tenant
	want   func() string
}

// CheckPlan forgets the calls that planning took.
func (o onlyCall) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	o.tenant.ResetRequests()
}

// CheckState compares the calls since then.
func (o onlyCall) CheckState(_ context.Context, _ statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	got := o.tenant.Requests()
	if creates := o.want() == "POST /api/v2/clients"; creates && len(got) > 0 && strings.HasPrefix(got[0].Path, "/api/v2/clients?") {
		got = got[1:]
	}
	if len(got) != 1 || got[0].Method+" "+got[0].Path != o.want() {
		resp.Error = fmt.Errorf("calls of the apply: %v, want %s alone", got, o.want())
	}
}

// value checks an attribute of the application; path elements are strings for members and keys.
func value(want knownvalue.Check, path ...string) statecheck.StateCheck {
	at := tfjsonpath.New(path[0])
	for _, key := range path[1:] {
		at = at.AtMapKey(key)
	}
	return statecheck.ExpectKnownValue(address, at, want)
}

func text(s string) knownvalue.Check { return knownvalue.StringExact(s) }

// newKey returns the two halves of a new RSA key as PEM.
func newKey(t *testing.T) (public, private string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return publicPEM(t, &key.PublicKey), pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
}

func newPublicKey(t *testing.T) string {
	t.Helper()
	public, _ := newKey(t)
	return public
}

func newEllipticKey(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return publicPEM(t, &key.PublicKey)
}

func publicPEM(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pemOf("PUBLIC KEY", der)
}

func pemOf(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// agent is the configuration of a machine-to-machine application that authenticates with the credentials.
func agent(name string, credentials map[string]any) map[string]any {
	return map[string]any{
		"name": name, "app_type": "non_interactive",
		"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": credentials}},
	}
}

// credential is a credential with its PEM, and with further members in pairs of a name and a value.
func credential(pem string, members ...string) map[string]any {
	all := map[string]any{"pem": pem}
	for i := 0; i < len(members); i += 2 {
		all[members[i]] = members[i+1]
	}
	return all
}

// credentialPlanned returns a credential of a plan.
func credentialPlanned(plan acctest.PlanResult, name string) map[string]any {
	return credentialOf(plan.Planned, name)
}

// credentialOf returns a credential of a state.
func credentialOf(at map[string]any, name string) map[string]any {
	for _, member := range []string{"client_authentication_methods", "private_key_jwt", "credentials", name} {
		at, _ = at[member].(map[string]any)
	}
	return at
}
