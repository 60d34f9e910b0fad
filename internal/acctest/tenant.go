package acctest

import (
	_ "embed"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/contract"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/serve"
)

//go:embed seed.json
var standardSeed string

// Tenant is what a test works on.
type Tenant struct {
	URL          string // base URL without a slash at the end
	ClientID     string // of the machine-to-machine application that may call the Management API
	ClientSecret string
	Audience     string // of the Management API

	// Emulator is the tenant itself, nil for a real one.
	Emulator *emulator.Server

	recorder *recorder
	token    func() (string, error)
	boundary map[string]any // access_boundary of the provider block
}

// Bounded returns the same tenant with a provider block that has the access_boundary, for [Plan] and its like.
func (tenant *Tenant) Bounded(accessBoundary map[string]any) *Tenant {
	bounded := *tenant
	bounded.boundary = accessBoundary
	return &bounded
}

// Option changes what NewTenant makes.
type Option func(*options)

type options struct {
	emulatorOnly bool
	seed         string
	lag          time.Duration
	change       func(path string, object map[string]any)
	variants     []string
	documents    map[string]string // loopback addresses, by https host
	transport    http.RoundTripper // to these
}

// EmulatorOnly skips the test on a real tenant.
func EmulatorOnly() Option { return func(o *options) { o.emulatorOnly = true } }

// WithSeed starts the emulator with the given seed (JSON) instead of the standard one, and implies EmulatorOnly.
func WithSeed(seed string) Option {
	return func(o *options) { o.seed, o.emulatorOnly = seed, true }
}

// WithLag makes the emulator answer for a while after each write as before it, and implies EmulatorOnly.
func WithLag(lag time.Duration) Option {
	return func(o *options) { o.lag, o.emulatorOnly = lag, true }
}

// WithVariants makes the emulator one of the tenants that Auth0 is known to have, see [emulator.Variants], and implies
// EmulatorOnly.
func WithVariants(names ...string) Option {
	return func(o *options) { o.variants, o.emulatorOnly = names, true }
}

// NewTenant boots an emulator, or connects to the real tenant of AUTH0_DOMAIN.
func NewTenant(t testing.TB, opts ...Option) *Tenant {
	t.Helper()
	quieten()
	o := options{seed: standardSeed}
	for _, opt := range opts {
		opt(&o)
	}
	if domain := os.Getenv("AUTH0_DOMAIN"); domain != "" {
		if o.emulatorOnly {
			t.Skip("needs the emulator; AUTH0_DOMAIN names a real tenant")
		}
		return realTenant(t, domain)
	}
	return emulatedTenant(t, o)
}

func emulatedTenant(t testing.TB, o options) *Tenant {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(file, []byte(o.seed), 0o600); err != nil {
		t.Fatal(err)
	}
	parsed, err := emulator.LoadSeed(file)
	if err != nil {
		t.Fatal(err)
	}
	server, err := emulator.New(emulator.Options{
		Seed: parsed, Lag: o.lag, Variants: o.variants, DocumentHosts: o.documents, DocumentTransport: o.transport,
	})
	if err != nil {
		t.Fatal(err)
	}
	tenant := serveTenant(t, server, o.change)
	tenant.Emulator = server
	tenant.ClientID, tenant.ClientSecret = server.ManagementCredentials()
	tenant.Audience = tenant.URL + "/api/v2/"
	tenant.token = sharedToken(tenant)
	return tenant
}

func realTenant(t testing.TB, domain string) *Tenant {
	t.Helper()
	target := &url.URL{Scheme: "https", Host: strings.TrimSuffix(strings.TrimPrefix(domain, "https://"), "/")}
	tenant := serveTenant(t, &httputil.ReverseProxy{
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true},
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
	}, nil)
	tenant.ClientID, tenant.ClientSecret = os.Getenv("AUTH0_CLIENT_ID"), os.Getenv("AUTH0_CLIENT_SECRET")
	if tenant.ClientID == "" || tenant.ClientSecret == "" {
		t.Fatal("AUTH0_DOMAIN is set; tests on a real tenant also need AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET")
	}
	tenant.Audience = target.String() + "/api/v2/"
	tenant.token = sharedToken(tenant)
	return tenant
}

func serveTenant(t testing.TB, handler http.Handler, change func(path string, object map[string]any)) *Tenant {
	t.Helper()
	recorder := &recorder{next: handler, contract: contract.Load(t), t: t}
	server := httptest.NewServer(changing(recorder, change))
	t.Cleanup(server.Close)
	return &Tenant{URL: server.URL, recorder: recorder}
}

// Provider returns a provider block for the tenant.
func (tenant *Tenant) Provider() string {
	return fmt.Sprintf(`
provider "auth0access" {
  domain        = %q
  audience      = %q
  client_id     = %q
  client_secret = %q
}
`, tenant.URL, tenant.Audience, tenant.ClientID, tenant.ClientSecret)
}

// Environment returns variables of the environment that do what Provider does, whatever else is set there.
func (tenant *Tenant) Environment() []string {
	return []string{
		"AUTH0_DOMAIN=" + tenant.URL, "AUTH0_AUDIENCE=" + tenant.Audience,
		"AUTH0_CLIENT_ID=" + tenant.ClientID, "AUTH0_CLIENT_SECRET=" + tenant.ClientSecret,
		"AUTH0_API_TOKEN=", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY=",
	}
}

// Test runs an acceptance test with a real Terraform, putting the provider block before every step's Config.
func (tenant *Tenant) Test(t *testing.T, test resource.TestCase) {
	t.Helper()
	spendMemory()
	test.ProtoV6ProviderFactories = Factories(test.ProtoV6ProviderFactories)
	for i := range test.Steps {
		if test.Steps[i].Config != "" && !test.Steps[i].Query { // a query has the block of the step before it
			test.Steps[i].Config = tenant.Provider() + test.Steps[i].Config
		}
	}
	resource.UnitTest(t, test)
}

// spendMemory lets garbage lie for longer in this process and in those of Terraform, unless the user has said what to
// do about it. Each of the latter lives for a second, a quarter of which it would spend on collecting.
var spendMemory = sync.OnceFunc(func() {
	if os.Getenv("GOGC") != "" {
		return
	}
	const percent = 400
	debug.SetGCPercent(percent)
	if err := os.Setenv("GOGC", strconv.Itoa(percent)); err != nil {
		panic(err)
	}
})

// quieten saves tests the logs that nobody sees, as [serve.Serve] does for users.
var quieten = sync.OnceFunc(func() {
	if err := serve.Quieten(); err != nil {
		panic(err)
	}
})

// Factories returns the given provider factories, which may be nil, and this provider's.
func Factories(
	more map[string]func() (tfprotov6.ProviderServer, error),
) map[string]func() (tfprotov6.ProviderServer, error) {
	factories := map[string]func() (tfprotov6.ProviderServer, error){
		"auth0access": func() (tfprotov6.ProviderServer, error) { return serve.NewServer(provider.New("test")()), nil },
	}
	for name, factory := range more {
		factories[name] = factory
	}
	return factories
}
