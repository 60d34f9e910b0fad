package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// The test binary plays these roles if it runs in place of another program.
const (
	envRole         = "BENCH_TEST_ROLE"
	failingProvider = "failing provider"
	failingRun      = "failing terraform"
)

func TestMain(m *testing.M) {
	binary, isStandIn := os.LookupEnv(envMeasured)
	switch {
	case os.Getenv(envRole) == failingRun:
		fmt.Println("Plan: 1 to add, 0 to change, 0 to destroy.")
		os.Exit(2)
	case isStandIn:
		os.Exit(standIn(binary))
	case os.Getenv(envRole) == failingProvider:
		os.Exit(3)
	case os.Getenv("TF_PLUGIN_MAGIC_COOKIE") != "":
		serve := providerserver.ServeOpts{Address: provider.Address, ProtocolVersion: 6}
		if err := providerserver.Serve(context.Background(), provider.New("test"), serve); err != nil {
			panic(err)
		}
	default:
		os.Exit(m.Run())
	}
}

func self(t *testing.T) string {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// terraform returns the binary that `make test` names, or the one on the path.
func terraform(t *testing.T) string {
	t.Helper()
	if binary := os.Getenv("TF_ACC_TERRAFORM_PATH"); binary != "" {
		return binary
	}
	binary, err := exec.LookPath("terraform")
	if err != nil {
		t.Fatal("Terraform is needed: ", err)
	}
	return binary
}

func TestRefreshIsMeasured(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	o := options{terraform: terraform(t), provider: self(t), scenarios: "refresh-10", rates: "off", parallelism: 10}
	// On a busy machine the ten reads may come one after the other, which takes a call more than the budget.
	if err := run(t.Context(), o, &out, io.Discard); err != nil && !errors.Is(err, errOver) {
		t.Fatal(err, "\n", out.String())
	}
	line, tables, _ := strings.Cut(out.String(), "\n")

	var members map[string]any
	if err := json.Unmarshal([]byte(line), &members); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"api_calls", "api_calls_by_endpoint", "api_seconds", "provider", "provider_cpu_seconds", "provider_peak_rss_mb", "resources",
		"scenario", "terraform_cpu_seconds", "throttled", "wall_seconds",
	}
	if got := slices.Sorted(maps.Keys(members)); !slices.Equal(got, want) {
		t.Errorf("the line has members %v, want %v", got, want)
	}
	var r result
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for endpoint, n := range r.APICallsByEndpoint {
		if strings.Contains(endpoint, management) {
			sum += n
		}
	}
	switch {
	case r.Scenario != "refresh-10/off" || r.Provider != "auth0access" || r.Resources != 40:
		t.Errorf("measured %s of %s with %d resources", r.Scenario, r.Provider, r.Resources)
	case r.APICalls == 0 || r.APICalls != sum || r.APICallsByEndpoint["POST /oauth/token"] != 1:
		t.Errorf("%d calls, by endpoint %v", r.APICalls, r.APICallsByEndpoint)
	case r.Throttled != 0:
		t.Errorf("%d calls were throttled without a limit", r.Throttled)
	case r.APISeconds <= 0 || r.APISeconds > r.WallSeconds || r.ProviderCPUSeconds <= 0 || r.TerraformCPUSeconds <= 0:
		t.Errorf("times that cannot be: %+v", r)
	case runtime.GOOS == "linux" && (r.ProviderPeakRSSMB < 1 || r.ProviderPeakRSSMB > 1000):
		t.Errorf("the provider held %v MB", r.ProviderPeakRSSMB)
	}
	if !strings.Contains(tables, "refresh-10/off  auth0access         40") || !strings.Contains(tables, "at most") {
		t.Errorf("the tables are\n%s", tables)
	}
}

// Beside a peer, which supports only https, tenants speak https. This test creates and destroys a few resources.
func TestActionsOverTLS(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("SSL_CERT_FILE is not looked at on every system")
	}
	providers, err := candidates(self(t), "")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{terraform: terraform(t), scratch: t.TempDir(), parallelism: 10, tls: true, log: io.Discard, fixtures: map[string]*fixture{}}
	for _, s := range []scenario{
		{name: "create-3", action: create, applications: 3, alone: true},
		{name: "destroy-3", action: destroy, applications: 3, alone: true},
	} {
		r, err := b.measure(t.Context(), providers[0], measurement{s, rates[0]})
		if err != nil {
			t.Fatal(err)
		}
		if r.writes != 3 || r.Resources != 3 {
			t.Errorf("%s made %d writes for %d resources", r.Scenario, r.writes, r.Resources)
		}
	}
}

func TestFailuresAreErrors(t *testing.T) {
	t.Parallel()
	providers, err := candidates(self(t), "")
	if err != nil {
		t.Fatal(err)
	}
	s := scenario{name: "create-1", action: create, applications: 1, alone: true}
	for role, test := range map[string]struct{ terraform, want string }{
		failingRun:      {self(t), "Plan: 1 to add"},
		failingProvider: {terraform(t), "Failed to"},
	} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			w, err := newWorkspace(test.terraform, t.TempDir(), providers[0])
			if err != nil {
				t.Fatal(err)
			}
			w.env = append(w.env, envRole+"="+role)
			b := &bench{log: io.Discard}
			_, err = b.apply(t.Context(), w, providers[0], s, &fixture{seed: baseSeed(s)}, 1)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestKilledProviderIsAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/usage-1.json", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := collect(dir); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Errorf("a process without usage gives %v", err)
	}
}
