//go:build unix

package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// The test binary plays the emulator, and the command that the emulator runs, by its first argument.
func TestMain(m *testing.M) {
	switch append(os.Args, "")[1] {
	case "emulator":
		os.Args = slices.Delete(os.Args, 1, 2)
		main()
	case "token":
		printToken()
	case "trust":
		reachTenant()
	case "wait":
		waitForSignal()
	case "die":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	default:
		os.Exit(m.Run())
	}
}

// printToken gets a token with the credentials in the environment, and prints the variables and the answer.
func printToken() {
	tenant := os.Getenv("AUTH0_DOMAIN")
	response, err := loopback.Client.PostForm(tenant+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "audience": {tenant + "/api/v2/"},
		"client_id": {os.Getenv("AUTH0_CLIENT_ID")}, "client_secret": {os.Getenv("AUTH0_CLIENT_SECRET")},
	})
	if err != nil {
		panic(err)
	}
	_ = response.Body.Close()
	told, _ := io.ReadAll(os.Stdin)
	fmt.Printf("token: %d, told %s, arguments %q", response.StatusCode, told, os.Args[2:])
	fmt.Fprintf(os.Stderr, "API token: %q", os.Getenv("AUTH0_API_TOKEN"))
	os.Exit(3)
}

// waitForSignal ends with an exit code that says which signal came.
func waitForSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	fmt.Println("waiting")
	if received, ok := (<-signals).(syscall.Signal); ok {
		os.Exit(40 + int(received))
	}
}

// emulate prepares the emulator with the arguments and a role for the command. It has no terminal.
func emulate(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.Index(args, "--"); i >= 0 {
		args = slices.Insert(args, i+1, self)
	}
	process := exec.CommandContext(t.Context(), self, append([]string{"emulator"}, args...)...)
	process.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return process
}

func exitCodeOf(err error) int {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return 0
}

func TestCommand(t *testing.T) {
	t.Parallel()
	process := emulate(t, "--rate-limit", "free", "--", "token", "--seed", "--")
	process.Env = append(os.Environ(), "AUTH0_DOMAIN=production.eu.auth0.com", "AUTH0_API_TOKEN=secret")
	process.Stdin = strings.NewReader("a secret")
	var out, errs strings.Builder
	process.Stdout, process.Stderr = &out, &errs
	if code := exitCodeOf(process.Run()); code != 3 {
		t.Errorf("exit code %d, want that of the command", code)
	}
	if want := `token: 200, told a secret, arguments ["--seed" "--"]`; out.String() != want {
		t.Errorf("standard output %q, want %q", out.String(), want)
	}
	if want := `API token: ""`; errs.String() != want {
		t.Errorf("standard error %q, want %q", errs.String(), want)
	}
}

func TestCommandGetsSignals(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		process := emulate(t, "--", "wait")
		out, err := process.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := process.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); line != "waiting\n" {
			t.Fatalf("said %q (%v)", line, err)
		}
		if err := process.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
		if code := exitCodeOf(process.Wait()); code != 40+int(s) {
			t.Errorf("%v: exit code %d, want %d", s, code, 40+int(s))
		}
	}
}

func TestCommandThatDoesNotEndByItself(t *testing.T) {
	t.Parallel()
	if code := exitCodeOf(emulate(t, "--", "die").Run()); code != 128+int(syscall.SIGKILL) {
		t.Errorf("exit code %d of a command that was killed", code)
	}
	if err := run(t.Context(), []string{"--", "no-such-command"}, io.Discard); err == nil || !strings.Contains(err.Error(), "no-such-command") {
		t.Errorf("a command that does not exist: %v", err)
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	tenant := announcement{URL: "https://127.0.0.1:4010", Domain: "127.0.0.1:4010", ClientID: "id", ClientSecret: "secret"}
	got := environment([]string{"PATH=/bin", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY=key"}, tenant)
	if want := []string{"PATH=/bin", "AUTH0_DOMAIN=127.0.0.1:4010", "AUTH0_CLIENT_ID=id", "AUTH0_CLIENT_SECRET=secret"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A command trusts the tenant without any setting, and still trusts what it trusted before. Only files that flags name
// are left behind.
func TestCommandTrustsTheTenant(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	others := filepath.Join(dir, "others.pem")
	if err := os.WriteFile(others, []byte("of others"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args, env []string
		others    bool // whether earlier certificates are still trusted
		left      []string
	}{
		"alone":         {[]string{"--tls"}, []string{"SSL_CERT_FILE=", "NODE_EXTRA_CA_CERTS="}, false, nil},
		"beside others": {[]string{"--tls"}, []string{"SSL_CERT_FILE=" + others, "NODE_EXTRA_CA_CERTS=" + others}, true, nil},
		"in a named place": {
			[]string{"--tls", "--tls-ca", filepath.Join(dir, "ca.pem")},
			[]string{"SSL_CERT_FILE=", "NODE_EXTRA_CA_CERTS="},
			false, []string{"ca.pem"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			temporary := t.TempDir()
			process := emulate(t, append(test.args, "--", "trust")...)
			process.Env = append(append(os.Environ(), test.env...), "TMPDIR="+temporary)
			var out, errs strings.Builder
			process.Stdout, process.Stderr = &out, &errs
			if err := process.Run(); err != nil {
				t.Fatalf("%v: %s", err, errs.String())
			}
			if want := fmt.Sprintf("SSL_CERT_FILE 200 %v\nNODE_EXTRA_CA_CERTS 200 %[1]v\n", test.others); out.String() != want {
				t.Errorf("standard output %q, want %q", out.String(), want)
			}
			if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v (%v)", left, err)
			}
			for _, file := range test.left {
				if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	missing := emulate(t, "--tls", "--", "trust")
	missing.Env = append(os.Environ(), "SSL_CERT_FILE="+others+"x")
	if message, err := missing.CombinedOutput(); err == nil || !strings.Contains(string(message), "adding the CA certificate to SSL_CERT_FILE") {
		t.Errorf("with a file that does not exist: %v, %s", err, message)
	}
}

// reachTenant calls the tenant with each of the files of certificates that the environment names.
func reachTenant() {
	for _, name := range trustVariables {
		certificates, err := os.ReadFile(os.Getenv(name))
		if err != nil {
			panic(err)
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(certificates)
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
		response, err := client.Get("https://" + os.Getenv("AUTH0_DOMAIN") + "/.well-known/jwks.json")
		if err != nil {
			panic(err)
		}
		_ = response.Body.Close()
		fmt.Println(name, response.StatusCode, strings.Contains(string(certificates), "of others"))
	}
}
