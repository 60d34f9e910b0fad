package acctest_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// fleet is many tenants, each with a root module like that of examples/many-tenants and a database for its state.
type fleet struct {
	dir         string // stands for examples/
	terraform   string
	environment []string
	databases   *postgres
	seed        *emulator.Seed
}

func newFleet(t *testing.T) *fleet {
	t.Helper()
	const module = "modules/tenant-baseline"
	terraform := terraformPath(t)
	f := &fleet{dir: t.TempDir(), terraform: terraform, environment: guideEnvironment(t, terraform), databases: startPostgres(t)}
	if err := os.CopyFS(filepath.Join(f.dir, module), os.DirFS(filepath.Join(examplesDir, module))); err != nil {
		t.Fatal(err)
	}
	seed, err := emulator.LoadSeed(filepath.Join(examplesDir, module, "tests", "tenant.json"))
	if err != nil {
		t.Fatal(err)
	}
	f.seed = seed
	return f
}

// fleetTenant is a tenant that runs, and its root module.
type fleetTenant struct {
	t           *testing.T
	name        string
	dir         string
	binary      string // Terraform
	environment []string
	server      *emulator.Server
}

// tenant starts a tenant and writes its root module, which differs from the example in its partner's name. If before is
// not nil, it sees the tenant's requests first.
func (f *fleet) tenant(t *testing.T, name string, before func(http.Handler) http.Handler) *fleetTenant {
	t.Helper()
	server, err := emulator.New(emulator.Options{Seed: f.seed})
	if err != nil {
		t.Fatal(err)
	}
	handler := http.Handler(server)
	if before != nil {
		handler = before(server)
	}
	listening := httptest.NewServer(handler)
	t.Cleanup(listening.Close)

	example, err := os.ReadFile(filepath.Join(examplesDir, "many-tenants", "tenants", "acme", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(f.dir, "many-tenants", "tenants", name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "main.tf"), []byte(strings.Replace(string(example), "Fastlane Logistics", partnerOf(name), 1)))

	id, secret := server.ManagementCredentials()
	return &fleetTenant{t: t, name: name, dir: dir, binary: f.terraform, server: server, environment: append(os.Environ(), append(f.environment,
		"PG_CONN_STR="+f.databases.createDatabase(t, "auth0access_"+name),
		"AUTH0_DOMAIN="+listening.URL, "AUTH0_CLIENT_ID="+id, "AUTH0_CLIENT_SECRET="+secret,
	)...)}
}

func partnerOf(tenant string) string { return "Partner of " + tenant }

// terraform returns a command in the tenant's root module, without input.
func (tenant *fleetTenant) terraform(arguments ...string) *exec.Cmd {
	arguments = append([]string{arguments[0], "-no-color", "-input=false"}, arguments[1:]...)
	command := exec.CommandContext(tenant.t.Context(), tenant.binary, arguments...)
	command.Dir, command.Env = tenant.dir, tenant.environment
	return command
}

// thirdParties returns the names of the tenant's third-party applications.
func (tenant *fleetTenant) thirdParties() []string {
	var names []string
	for _, client := range tenant.server.Snapshot().Clients {
		if client["is_first_party"] == false {
			name, _ := client["name"].(string)
			names = append(names, name)
		}
	}
	return names
}

// background is a command that runs beside the test.
type background struct {
	lines chan string // what it prints; closed with ended
	said  strings.Builder
	ended chan struct{}
	err   error // once it has ended
}

func start(t *testing.T, command *exec.Cmd) *background {
	t.Helper()
	printed, print := io.Pipe()
	command.Stdout, command.Stderr = print, print
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	b := &background{lines: make(chan string, 10_000), ended: make(chan struct{})}
	go func() {
		for scanner := bufio.NewScanner(printed); scanner.Scan(); {
			b.lines <- scanner.Text()
		}
		close(b.lines)
	}()
	go func() {
		b.err = command.Wait()
		_ = print.Close()
		close(b.ended)
	}()
	return b
}

// says waits for the command to print a line with the text, and reports whether it did.
func (b *background) says(text string) bool {
	for line := range b.lines {
		b.said.WriteString(line + "\n")
		if strings.Contains(line, text) {
			return true
		}
	}
	return false
}

// output waits for the command to end and returns all that it printed.
func (b *background) output() string {
	for line := range b.lines {
		b.said.WriteString(line + "\n")
	}
	return b.said.String()
}
