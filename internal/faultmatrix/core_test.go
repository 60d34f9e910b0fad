package faultmatrix

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/serve"
)

// configured is a resource in a configuration.
type configured struct {
	address   string // such as auth0access_client_grant.orders
	arguments map[string]any
	importID  string // the id in an import block for it, if there is one
	isForced  bool   // as with -replace
	isFirst   bool   // as with create_before_destroy
}

func (c configured) typeName() string { return typeOf(c.address) }

func typeOf(address string) string {
	name, _, _ := strings.Cut(address, ".")
	return name
}

// references returns the addresses that the arguments refer to.
func (c configured) references() []string {
	var found []string
	var look func(any)
	look = func(value any) {
		switch value := value.(type) {
		case ref:
			found = append(found, value.address)
		case []any:
			for _, item := range value {
				look(item)
			}
		case map[string]any:
			for _, member := range value {
				look(member)
			}
		}
	}
	look(c.arguments)
	return found
}

// instance is a resource in the state.
type instance struct {
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	tainted  bool
	needs    []string // addresses of what it was made after
}

// workspace plays Terraform: it has a state, and the commands that change it. A nil configuration destroys everything.
type workspace struct {
	t      testing.TB
	tenant *tenant
	state  map[string]*instance

	// The orders in which steps are taken one at a time; nil takes several at once.
	planOrder, applyOrder []string
}

// schemas are those of the provider and its resources, read once.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	return newServer(nil).GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

func newServer(client *http.Client) tfprotov6.ProviderServer {
	return serve.NewServer(provider.New("test", provider.WithHTTPClient(client))())
}

func schemaOf(t testing.TB, typeName string) *tfprotov6.Schema {
	t.Helper()
	all, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	return all.ResourceSchemas[typeName]
}

// run is one walk with a provider process of its own, as Terraform starts one for every walk.
type run struct {
	t      testing.TB
	server tfprotov6.ProviderServer
	mu     sync.Mutex
	errors []string

	warnings []string
}

// start configures a provider for the tenant. If that fails, the errors of the run say why.
func (w *workspace) start() *run {
	w.t.Helper()
	all, err := schemas()
	if err != nil {
		w.t.Fatal(err)
	}
	r := &run{t: w.t, server: newServer(w.tenant.network.client())}
	arguments := map[string]any{
		"domain":          "http://" + address,
		"max_retries":     maxRetries,
		"request_timeout": requestTimeout.String(),
	}
	maps.Copy(arguments, w.tenant.credentials)
	block := build(all.Provider.ValueType(), arguments, nil)
	resp, err := r.server.ConfigureProvider(w.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: dynamic(w.t, block)})
	if err != nil {
		w.t.Fatal(err)
	}
	r.succeeded("provider", resp.Diagnostics)
	return r
}

// succeeded notes the diagnostics and reports whether there are no errors among them.
func (r *run) succeeded(what string, diagnostics []*tfprotov6.Diagnostic) bool {
	ok := true
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			r.fail(what, "%s: %s", d.Summary, d.Detail)
			ok = false
		} else {
			r.warn(d.Summary + ": " + d.Detail)
		}
	}
	return ok
}

func (r *run) fail(what, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, what+": "+fmt.Sprintf(format, args...))
}

func (r *run) warn(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.warnings = append(r.warnings, text)
}

func (r *run) decode(value *tfprotov6.DynamicValue, typ tftypes.Type) tftypes.Value {
	r.t.Helper()
	decoded, err := value.Unmarshal(typ)
	if err != nil {
		r.t.Fatal(err)
	}
	return decoded
}

// apply is terraform apply: it plans with a refresh, and does what was planned. It returns the errors, and what
// was planned to be done.
func (w *workspace) apply(config []configured) (actions, failures []string) {
	w.t.Helper()
	p := w.plan(config)
	if len(p.errors) > 0 {
		return p.actions(), p.errors
	}
	return p.actions(), w.carryOut(p)
}

// applyAsAdvised applies, and applies once more if the errors say so: the creation of an exclusive resource leaves
// alone what no plan has shown, even if another resource closes it in the same apply.
func (w *workspace) applyAsAdvised(config []configured) []string {
	w.t.Helper()
	_, failures := w.apply(config)
	return w.heed(failures, config)
}

// heed applies once more if all errors of an apply say so. It returns the errors that are left.
func (w *workspace) heed(failures []string, config []configured) []string {
	w.t.Helper()
	for _, failure := range failures {
		if !strings.Contains(failure, "Undeclared objects were left alone") || !strings.Contains(failure, "Run terraform apply again") {
			return failures
		}
	}
	if len(failures) > 0 {
		_, failures = w.apply(config)
	}
	return failures
}

// copied returns a copy of a state, for another workspace.
func copied(state map[string]*instance) map[string]*instance {
	duplicate := map[string]*instance{}
	for address, one := range state {
		instance := *one
		duplicate[address] = &instance
	}
	return duplicate
}

// clientID returns the client_id of the application in the state.
func (w *workspace) clientID() string {
	w.t.Helper()
	return w.attribute(application, "client_id")
}

func (w *workspace) attribute(address, name string) string {
	w.t.Helper()
	var value string
	if err := members(w.state[address].value)[name].As(&value); err != nil {
		w.t.Fatal(err)
	}
	return value
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
