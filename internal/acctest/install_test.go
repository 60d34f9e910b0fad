package acctest_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// installation is a release of auth0access 1.2.3 on a server, and the script that installs it.
type installation struct {
	t            *testing.T
	script, dir  string // the release's folder
	sums         string // the list of checksums
	url, signing string
}

func newInstallation(t *testing.T) *installation {
	t.Helper()
	script, err := filepath.Abs(filepath.Join(examplesDir, "ci", "install.sh"))
	if err != nil {
		t.Fatal(err)
	}
	releases := t.TempDir()
	const pack = `set -e
version=1.2.3; mkdir v$version; cd v$version
machine=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
archive=auth0access_${version}_$(uname -s | tr A-Z a-z)_$machine.tar.gz
echo '#!/bin/sh' >auth0access; chmod +x auth0access; tar -czf "$archive" auth0access
(sha256sum "$archive" 2>/dev/null || shasum -a 256 "$archive") >terraform-provider-auth0access_${version}_SHA256SUMS
`
	if log, ok := runStep(t, pack, releases); !ok {
		t.Fatal(log)
	}
	service := httptest.NewServer(http.FileServer(http.Dir(releases)))
	t.Cleanup(service.Close)
	dir := filepath.Join(releases, "v1.2.3")
	return &installation{
		t: t, script: script, dir: dir, url: service.URL, sums: filepath.Join(dir, "terraform-provider-auth0access_1.2.3_SHA256SUMS"),
	}
}

// install runs install.sh, and returns its output and whether it succeeded. Only a success may leave a program.
func (i *installation) install(args ...string) (string, bool) {
	i.t.Helper()
	command := exec.CommandContext(i.t.Context(), "bash", append([]string{i.script}, args...)...)
	command.Dir, command.Env = i.t.TempDir(), append(os.Environ(), "RELEASES="+i.url, "SIGNING_KEY="+i.signing)
	printed, err := command.CombinedOutput()
	if _, missing := os.Stat(filepath.Join(command.Dir, "bin", "auth0access")); (missing == nil) != (err == nil) {
		i.t.Errorf("%v: is it installed? %v:\n%s", args, missing, printed)
	}
	return string(printed), err == nil
}

// refuse checks that install.sh refuses to install.
func (i *installation) refuse(want string, args ...string) {
	i.t.Helper()
	if log, ok := i.install(args...); ok || !strings.Contains(log, want) {
		i.t.Errorf("%v: want %q:\n%s", args, want, log)
	}
}

// install.sh installs only an archive with the checksum that the release lists.
func TestInstall(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	if log, ok := i.install("auth0access", "v1.2.3", "bin"); !ok {
		t.Error(log)
	}
	i.refuse("write auth0access or auth0-emulator", "terraform", "1.2.3", "bin")
	i.refuse("", "auth0access", "9.9.9", "bin")
	listed := readText(t, i.sums)
	writeFile(t, i.sums, []byte(strings.Repeat("0", 64)+listed[64:]))
	i.refuse("does not have the checksum", "auth0access", "1.2.3", "bin")
	writeFile(t, i.sums, nil)
	i.refuse("does not have the checksum", "auth0access", "1.2.3", "bin")
	writeFile(t, i.sums, []byte(listed))
	archives, err := filepath.Glob(filepath.Join(i.dir, "*.tar.gz"))
	if err != nil || len(archives) != 1 {
		t.Fatal(archives, err)
	}
	writeFile(t, archives[0], append([]byte(readText(t, archives[0])), 0))
	i.refuse("does not have the checksum", "auth0access", "1.2.3", "bin")
}

// If a key is given, install.sh installs only from a list that is signed with it.
func TestInstallSigned(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	keys, err := os.MkdirTemp("", "keys") // short, because gpg makes sockets in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = exec.Command("gpgconf", "--homedir", keys, "--kill", "all").Run()
		_ = os.RemoveAll(keys)
	})
	gpg := func(args ...string) {
		t.Helper()
		command := exec.CommandContext(t.Context(), "gpg", append([]string{"--homedir", keys, "--batch", "--quiet", "--passphrase", ""}, args...)...)
		if printed, err := command.CombinedOutput(); err != nil {
			t.Fatalf("gpg %v: %v\n%s", args, err, printed)
		}
	}
	for _, name := range []string{"releases", "others"} {
		gpg("--quick-generate-key", name+"@example.com", "ed25519", "sign", "never")
		gpg("--armor", "--output", filepath.Join(keys, name+".asc"), "--export", name+"@example.com")
	}
	gpg("--local-user", "releases@example.com", "--output", i.sums+".sig", "--detach-sign", i.sums)

	i.signing = filepath.Join(keys, "releases.asc")
	if log, ok := i.install("auth0access", "1.2.3", "bin"); !ok {
		t.Error(log)
	}
	const refusal = "is not signed with the key"
	i.signing = filepath.Join(keys, "others.asc")
	i.refuse(refusal, "auth0access", "1.2.3", "bin")
	i.signing = filepath.Join(keys, "releases.asc")
	writeFile(t, i.sums, []byte(readText(t, i.sums)+"\n"))
	i.refuse(refusal, "auth0access", "1.2.3", "bin")
	if err := os.Remove(i.sums + ".sig"); err != nil {
		t.Fatal(err)
	}
	i.refuse("404", "auth0access", "1.2.3", "bin")
}
