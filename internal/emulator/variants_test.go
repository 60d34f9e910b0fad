package emulator

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// The table in the README lists all variants.
func TestVariantsOfTheReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	subject := ""
	for _, variant := range Variants() {
		first, name := variant.Subject, "`"+variant.Name+"`"
		if first == subject {
			first = ""
		}
		if subject = variant.Subject; variant.Default {
			name += " (default)"
		}
		fmt.Fprintf(&table, "| %s | %s | %s |\n", first, name, variant.Meaning)
	}
	if !strings.Contains(string(readme), "| --- | --- | --- |\n"+table.String()+"\n") {
		t.Errorf("the README does not have the table\n%s", table.String())
	}
	defaults := 0
	for _, variant := range Variants() {
		if variant.Default {
			defaults++
		}
	}
	if help := VariantsHelp(""); strings.Count(help, "[default]") != defaults {
		t.Errorf("help:\n%s", help)
	}
}

// Variants of flags override those of the seed, and these override the defaults. They are kept in the state file and
// over a reset. A seed that replaces the tenant replaces its variants.
func TestVariantsOfATenant(t *testing.T) {
	t.Parallel()
	const client = `{"name":"a","is_first_party":false}`
	mode := func(s *site) string {
		return object.Text(s.mustCall(201, "POST", "/clients", client).object, "third_party_security_mode")
	}
	state := filepath.Join(t.TempDir(), "state.json")
	older := []string{tenant.PermissiveByDefault}
	for _, test := range []struct {
		name    string
		options Options
		// The mode of applications without a mode, at the start and after a reset to the seed.
		start, reset string
	}{
		{"nothing named", Options{}, "strict", "strict"},
		{"flag", Options{Variants: older}, "permissive", "permissive"},
		{"seed", Options{Seed: &Seed{Variants: older}, State: state}, "permissive", "permissive"},
		{"state file", Options{State: state}, "permissive", "strict"},
		{"flag before state file", Options{State: state, Variants: []string{tenant.StrictByDefault}}, "strict", "strict"},
		{"flag before seed", Options{Seed: &Seed{Variants: older}, Variants: []string{tenant.StrictByDefault}}, "strict", "strict"},
		{"the older member", Options{Seed: &Seed{DefaultSecurityMode: "permissive"}}, "permissive", "permissive"},
	} {
		server, closeServer := open(t, test.options)
		s := serveServer(t, server)
		if got := mode(s); got != test.start {
			t.Errorf("%s: %s, want %s", test.name, got, test.start)
		}
		if err := server.Reset(); err != nil {
			t.Fatal(err)
		}
		s.token = s.login(server.ManagementCredentials())
		if got := mode(s); got != test.reset {
			t.Errorf("%s: %s after a reset, want %s", test.name, got, test.reset)
		}
		closeServer()
	}

	server, err := New(Options{Variants: older})
	if err != nil {
		t.Fatal(err)
	}
	for _, load := range []struct {
		seed *Seed
		want string
	}{
		{&Seed{Variants: []string{tenant.StrictByDefault}}, "strict"},
		{&Seed{}, "permissive"},
	} {
		if err := server.Load(load.seed); err != nil {
			t.Fatal(err)
		}
		if got := mode(serveServer(t, server)); got != load.want {
			t.Errorf("loaded %v: %s, want %s", load.seed.Variants, got, load.want)
		}
	}
	if err := server.Load(&Seed{Variants: []string{"permissive", tenant.StrictByDefault}}); err == nil || err.Error() != `variants[0]: "permissive" is not a variant; see --help` {
		t.Errorf("unknown variant: %v", err)
	}
	if err := server.Load(&Seed{Variants: older, DefaultSecurityMode: "strict"}); err == nil || !strings.Contains(err.Error(), "contradict each other") {
		t.Errorf("contradiction: %v", err)
	}
}
