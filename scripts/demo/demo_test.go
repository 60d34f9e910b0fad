package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/oauth2"
)

// TestDemoLeaksNothing runs the demo with TF_LOG=TRACE, and searches all its files and output for the secrets that it
// used.
func TestDemoLeaksNothing(t *testing.T) {
	t.Parallel()
	options := buildPrograms(t)
	d, err := newDemo(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.close()
		d.discard()
		_ = os.Remove(d.log.Name())
	})
	trace := filepath.Join(t.TempDir(), "trace.log")
	d.terraform.env = append(d.terraform.env, "TF_LOG=TRACE", "TF_LOG_PATH="+trace)

	var screen bytes.Buffer
	out := newPrinter(&screen, false)
	found := evidence{}
	secrets := map[string]string{}
	for _, step := range d.story() {
		if err := out.tell(t.Context(), step); err != nil {
			out.failure(err)
			t.Fatal("\n" + screen.String())
		}
		found.addFolder(t, d.dir)
		addSecrets(t, d.tenant, secrets)
	}
	found["screen"] = screen.Bytes()
	found.addFile(t, "log", d.log.Name())
	found.addFile(t, "trace", trace)

	// Make sure that the search can find something in each kind of file.
	for name, mark := range map[string]string{
		"terraform.tfstate":    "Fastlane Logistics",
		"first.tfplan/tfplan":  "Fastlane Logistics",
		"first.tfplan/tfstate": "terraform_version",
		"trace":                "/oauth/token",
		"log":                  "Apply complete!",
		"screen":               "Acme store",
	} {
		if !bytes.Contains(found[name], []byte(mark)) {
			t.Errorf("%s does not hold %q; is this still the right place to search?", name, mark)
		}
	}
	if !accessToken.MatchString(tokenOf(t, d.tenant)) {
		t.Error("access tokens no longer look like those searched for")
	}
	if len(secrets) < 3 {
		t.Fatalf("only %d secrets were in play, not those of the tenant's and the partner's applications", len(secrets))
	}
	for name, content := range found {
		for secret, whose := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds the secret of %s", name, whose)
			}
		}
		if accessToken.Match(content) {
			t.Errorf("%s holds an access token", name)
		}
	}
}

var accessToken = regexp.MustCompile(`eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+`)

// tokenOf returns an access token as the tenant makes them.
func tokenOf(t *testing.T, tenant *tenant) string {
	t.Helper()
	transport, ok := tenant.api.Transport.(*oauth2.Transport)
	if !ok {
		t.Fatalf("the tenant's API is called through %T", tenant.api.Transport)
	}
	token, err := transport.Source.Token()
	if err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

// addSecrets collects the secrets of all applications that the tenant has at the moment.
func addSecrets(t *testing.T, tenant *tenant, secrets map[string]string) {
	t.Helper()
	secrets[tenant.ClientSecret] = "the provider itself"
	applications, err := tenant.list(t.Context(), "clients")
	if err != nil {
		t.Fatal(err)
	}
	for _, application := range applications {
		if secret, ok := application["client_secret"].(string); ok {
			secrets[secret] = fmt.Sprint(application["name"])
		}
	}
}

// evidence is the content of files, by name. A file that changes has all its versions in it.
type evidence map[string][]byte

func (e evidence) addFolder(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry.Name() == ".terraform" {
				return fs.SkipDir
			}
			return err
		}
		e.addFile(t, entry.Name(), path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// addFile adds a file. Of a plan file, which is a zip archive, it adds the files within.
func (e evidence) addFile(t *testing.T, name, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".tfplan") {
		e[name] = append(e[name], content...)
		return
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range archive.File {
		e[name+"/"+file.Name] = unpack(t, file)
	}
}

func unpack(t *testing.T, file *zip.File) []byte {
	t.Helper()
	reader, err := file.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// buildPrograms builds what make demo builds.
func buildPrograms(t *testing.T) options {
	t.Helper()
	bin := t.TempDir()
	provider := filepath.Join(bin, "terraform-provider-auth0access")
	built := options{
		terraform: terraformPath(t),
		emulator:  filepath.Join(bin, "auth0-emulator"),
		mirror:    filepath.Join(bin, "mirror"),
		example:   "../../examples/complete",
		seed:      "seed.json",
	}
	command(t, "go", "build", "-o", bin+string(filepath.Separator), "../..", "../../internal/emulator/cmd/auth0-emulator")
	command(t, "go", "run", "../mirror", "-binary", provider, "-to", built.mirror)
	return built
}

func command(t *testing.T, name string, args ...string) {
	t.Helper()
	if output, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, output)
	}
}

func terraformPath(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	path, err := exec.LookPath("terraform")
	if err != nil {
		t.Fatal("Terraform is needed on PATH, or named by TF_ACC_TERRAFORM_PATH")
	}
	return path
}
