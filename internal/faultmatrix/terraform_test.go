package faultmatrix

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// realWorkspace is a folder in which a real Terraform runs with the provider's binary.
type realWorkspace struct {
	t    testing.TB
	dir  string
	env  []string
	head object // the provider block
}

// newRealWorkspace serves the tenant over a loopback address.
func newRealWorkspace(t testing.TB, tenant *emulator.Server, handler http.Handler) *realWorkspace {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	w := &realWorkspace{t: t, dir: t.TempDir()}
	binaries, err := buildProvider()
	if err != nil {
		t.Fatal(err)
	}
	w.env = acctest.DevelopmentEnvironment(t, binaries)
	_, name, _ := strings.Cut(provider.Address, "/")
	id, secret := tenant.ManagementCredentials()
	w.head = object{
		"terraform": object{"required_providers": object{"auth0access": object{"source": name}}},
		"provider": object{"auth0access": object{
			"domain": server.URL, "client_id": id, "client_secret": secret,
			"max_retries": maxRetries, "request_timeout": requestTimeout.String(),
		}},
	}
	return w
}

func (w *realWorkspace) write(name, content string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// configure writes the configuration.
func (w *realWorkspace) configure(config []configured) {
	w.t.Helper()
	document := generic(w.t, w.head)
	resources, imports := map[string]object{}, []object{}
	for _, c := range config {
		typeName, name, _ := strings.Cut(c.address, ".")
		if resources[typeName] == nil {
			resources[typeName] = object{}
		}
		resources[typeName][name] = expressions(c.arguments)
		if c.importID != "" {
			imports = append(imports, object{"to": c.address, "id": c.importID})
		}
	}
	if len(config) > 0 {
		document["resource"] = resources
	}
	if len(imports) > 0 {
		document["import"] = imports
	}
	w.write("main.tf.json", encoded(w.t, document))
}

// expressions writes references as Terraform does.
func expressions(value any) any {
	switch value := value.(type) {
	case ref:
		return "${" + value.address + "." + value.attribute + "}"
	case map[string]any:
		written := object{}
		for name, member := range value {
			written[name] = expressions(member)
		}
		return written
	default:
		return value
	}
}

func (w *realWorkspace) command(arguments ...string) *exec.Cmd {
	terraform := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if terraform == "" {
		terraform = "terraform"
	}
	command := exec.CommandContext(w.t.Context(), terraform, arguments...)
	command.Dir, command.Env = w.dir, w.env
	return command
}

// complaint is an error that Terraform reports.
type complaint struct{ Summary, Detail, Address string }

// apply runs terraform apply and returns the errors.
func (w *realWorkspace) apply() []complaint {
	w.t.Helper()
	output, err := w.command("apply", "-auto-approve", "-json").Output()
	var found []complaint
	for line := range bytes.Lines(output) {
		var event struct {
			Level      string    `json:"@level"`
			Diagnostic complaint `json:"diagnostic"`
		}
		if json.Unmarshal(line, &event) == nil && event.Level == "error" {
			found = append(found, event.Diagnostic)
		}
	}
	if (err != nil) != (len(found) > 0) {
		w.t.Errorf("terraform apply: %v with the errors %q", err, found)
	}
	return found
}

// checkEmptyPlan runs terraform plan.
func (w *realWorkspace) checkEmptyPlan() {
	w.t.Helper()
	if output, err := w.command("plan", "-no-color", "-detailed-exitcode").CombinedOutput(); err != nil {
		w.t.Errorf("the next plan is not empty: %v\n%s", err, output)
	}
}

// TestCoreIsLikeTerraform takes a few cases through a real Terraform and through the core, and compares the results.
func TestCoreIsLikeTerraform(t *testing.T) {
	t.Parallel()
	grantCreation := route{http.MethodPost, "/api/v2/client-grants"}
	for _, test := range []struct {
		operation string
		route     route
		kind      string
		times     int
	}{
		{"application/change_key", route{http.MethodPost, "/api/v2/clients/{id}/credentials"}, "status_500_after_acting", untilLifted},
		{"default_permissions/create", grantCreation, "status_503", untilLifted},
		{"everything/create", creation, "reset_after", 1},
		{"everything/destroy", route{http.MethodDelete, "/api/v2/client-grants/{id}"}, "malformed", untilLifted},
	} {
		t.Run(test.operation, func(t *testing.T) {
			t.Parallel()
			var o operation
			for _, o = range operations() {
				if o.name == test.operation {
					break
				}
			}
			var fault emulator.Fault
			for _, k := range kinds() {
				if k.name == test.kind {
					fault = k.fault()
				}
			}
			fault.Method, fault.Path, fault.First = test.route.method, test.route.path, test.times

			server, err := emulator.New(emulator.Options{Seed: seed(t)})
			if err != nil {
				t.Fatal(err)
			}
			before, target := server.Snapshot(), o.target(nil)
			var coreFails bool
			var wanted object
			synctest.Test(t, func(t *testing.T) {
				tenant := newTenant(t, emulator.Options{Seed: before})
				core := &workspace{t: t, tenant: tenant}
				mustApply(t, core, o.given)
				if err := tenant.AddFault(fault); err != nil {
					t.Fatal(err)
				}
				_, failures := core.apply(target)
				coreFails = len(failures) > 0
				tenant.ClearFaults()
				mustApply(t, core, target)
				wanted = normalised(t, before, tenant.Snapshot())
			})

			terraform := newRealWorkspace(t, server, server)
			if len(o.given) > 0 {
				terraform.configure(o.given)
				if failures := terraform.apply(); len(failures) > 0 {
					t.Fatalf("apply without faults: %q", failures)
				}
			}
			if err := server.AddFault(fault); err != nil {
				t.Fatal(err)
			}
			terraform.configure(target)
			if failures := terraform.apply(); (len(failures) > 0) != coreFails {
				t.Errorf("with Terraform: %q; the core fails: %t", failures, coreFails)
			}
			server.ClearFaults()
			if failures := terraform.apply(); len(failures) > 0 {
				t.Errorf("the apply after the fault fails: %q", failures)
			}
			terraform.checkEmptyPlan()
			if diff := cmp.Diff(wanted, normalised(t, before, server.Snapshot())); diff != "" {
				t.Errorf("the core made something else of the tenant than Terraform (-core +terraform):\n%s", diff)
			}
		})
	}
}
