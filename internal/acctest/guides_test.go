package acctest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

const (
	guidesDir  = "../../docs/guides"
	realTenant = "AUTH0_DOMAIN=example.eu.auth0.com"
)

// TestGuides follows every guide literally, in a folder of its own: it writes the files that the guide shows, types its
// commands into one shell, and compares what they print with the guide.
//
//   - A terraform, json or yaml block whose first line is a comment with a file's name, such as "# main.tf", is written
//     to that file; a later block of the same name replaces it.
//   - A shell block is run. It must succeed, unless the text block after it shows an error.
//   - A text block is what the commands before it print, line by line. … stands for what varies in a line, and as a
//     line of its own for any number of lines.
//   - <!-- not run: reason --> before a block leaves it and its output out; <!-- needs Terraform 1.14 --> ends the
//     guide for earlier versions. <!-- from Terraform 1.14 --> and <!-- before Terraform 1.14 --> leave a block and its
//     output out for other versions.
//
// The folder has examples/guides/tenant.json, and examples/ci as ci. The emulator that the guides start at
// 127.0.0.1:4010 gets a free port. If a guide is about a real tenant, an emulator stands for it, with the seed of the
// guide's name in testdata/guides. If a guide lists scopes, terraform signs in with these alone, and plans with those
// that read (see guide_scopes_test.go).
func TestGuides(t *testing.T) {
	t.Parallel()
	guides, err := filepath.Glob(filepath.Join(guidesDir, "*.md"))
	if err != nil || len(guides) == 0 {
		t.Fatal("no guides", err)
	}
	terraform := terraformPath(t)
	minor, known := terraformMinor(t, terraform)
	if !known {
		t.Skip("the guides show what Terraform prints")
	}
	environment := guideEnvironment(t, terraform)
	for _, guide := range guides {
		t.Run(strings.TrimSuffix(filepath.Base(guide), ".md"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(guide)
			if err != nil {
				t.Fatal(err)
			}
			reader := newGuideReader(t, environment)
			reader.begin = guideChecks[t.Name()]
			reader.scopes = scopesListedIn(string(text))
			if strings.Contains(string(text), realTenant) {
				seed, err := filepath.Abs(filepath.Join("testdata", "guides", filepath.Base(strings.TrimSuffix(guide, ".md"))+".json"))
				if err != nil {
					t.Fatal(err)
				}
				checkSeededScopes(t, seed, reader.scopes)
				reader.scopes = nil
				reader.startEmulator("auth0-emulator --listen 127.0.0.1:0 --seed " + seed)
			}
			for _, block := range guideBlocks(t, string(text)) {
				if block.needs > minor {
					t.Logf("line %d and what follows needs Terraform 1.%d", block.line, block.needs)
					return
				}
				if minor >= block.from && (block.before == 0 || minor < block.before) {
					reader.follow(block)
				}
			}
			if reader.check != nil {
				reader.check()
			}
			checkScopesAreNeeded(t, "http://"+reader.domain, reader.scopes, reader.machineIDs...)
		})
	}
}

// guideBlock is a fenced block of a guide, with the text block that follows a shell block.
type guideBlock struct {
	line     int // of the opening fence
	language string
	text     string
	output   *guideBlock
	needs    int // minor version of Terraform; from and before too
	from     int
	before   int // 0 for any
	skip     bool
}

var (
	guideFence = regexp.MustCompile("^```([a-z]*)$")
	guideNote  = regexp.MustCompile(`^<!-- (?:(not run: .+)|(needs|from|before) Terraform 1\.(\d+)) -->$`)
	guideFile  = regexp.MustCompile(`^(?:#|//) ([a-z][\w./-]*\.\w+)\n`)
)

func guideBlocks(t *testing.T, text string) []*guideBlock {
	t.Helper()
	text, _, _ = strings.Cut(text, "\n<!-- schema generated") // a guide has no schema
	var blocks []*guideBlock
	next := guideBlock{}
	var open *guideBlock
	for i, line := range strings.Split(text, "\n") {
		fence := guideFence.FindStringSubmatch(line)
		switch note := guideNote.FindStringSubmatch(line); {
		case open != nil && line == "```":
			if last := len(blocks) - 1; open.language == "text" && last >= 0 && blocks[last].language == "shell" && blocks[last].output == nil {
				blocks[last].output = open
			} else {
				blocks = append(blocks, open)
			}
			open = nil
		case open != nil:
			open.text += line + "\n"
		case fence != nil:
			block := next
			block.line, block.language = i+1, fence[1]
			open, next = &block, guideBlock{}
		case note != nil:
			next.skip = note[1] != ""
			version, _ := strconv.Atoi(note[3])
			switch note[2] {
			case "needs":
				next.needs = version
			case "from":
				next.from = version
			case "before":
				next.before = version
			}
		}
	}
	if open != nil {
		t.Fatalf("line %d: the block does not end", open.line)
	}
	return blocks
}

// guideEnvironment builds the provider, the emulator, and stand-ins for Vault and for the official provider, and
// returns an environment that has them, a Terraform that asks for no approval, and no other credentials.
func guideEnvironment(t *testing.T, terraform string) []string {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin")
	vault := mirrored(dir, "registry.terraform.io/hashicorp/vault", "5.0.0")
	for target, source := range map[string]string{
		mirrored(dir, provider.Address, "1.0.0"): "../..",
		filepath.Join(bin, "auth0-emulator"):     "../emulator/cmd/auth0-emulator",
		filepath.Join(bin, "auth0access"):        "../review/cmd/auth0access",
		vault:                                    "./testdata/vault",
		mirrored(dir, "registry.terraform.io/auth0/auth0", "1.54.1"): "./testdata/auth0",
	} {
		if err := acctest.Build(target, source); err != nil {
			t.Fatal(err)
		}
	}
	terraform, err := filepath.Abs(terraform)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(vault, filepath.Join(bin, "vault")); err != nil {
		t.Fatal(err)
	}
	writeTerraform(t, filepath.Join(bin, "terraform"), terraform)
	// OpenTofu looks for a source without a host in a registry of its own.
	_, name, _ := strings.Cut(provider.Address, "/")
	openTofu := filepath.Dir(mirrored(dir, "registry.opentofu.org/"+name, "1.0.0"))
	if err := os.MkdirAll(filepath.Dir(openTofu), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(mirrored(dir, provider.Address, "1.0.0")), openTofu); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "terraformrc")
	writeFile(t, config, fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirrorOf(dir)))
	return []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"),
		"HOME=" + dir,
		"TF_CLI_CONFIG_FILE=" + config,
		"TF_CLI_ARGS_apply=-auto-approve",
		"TF_CLI_ARGS_destroy=-auto-approve",
		"CHECKPOINT_DISABLE=1",
	}
}

// mirrorOf is the folder that terraform init takes providers from.
func mirrorOf(dir string) string { return filepath.Join(dir, "mirror") }

// mirrored is where a provider's binary is looked for in the mirror.
func mirrored(dir, address, version string) string {
	name := "terraform-provider-" + filepath.Base(address) + "_v" + version
	return filepath.Join(mirrorOf(dir), filepath.FromSlash(address), version, runtime.GOOS+"_"+runtime.GOARCH, name)
}
