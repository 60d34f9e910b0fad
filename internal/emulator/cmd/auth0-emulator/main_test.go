package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// start runs the command until the test ends and returns what it announced, a client that trusts it, and a function
// that stops it and returns its error.
func start(t *testing.T, args ...string) (announcement, *http.Client, func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, args, writer)
		_ = writer.CloseWithError(errors.Join(err, io.EOF))
		done <- err
	}()
	line, err := bufio.NewReader(reader).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var ready announcement
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	transport := &http.Transport{}
	if ready.CACert != "" {
		authority, err := os.ReadFile(ready.CACert)
		if err != nil {
			t.Fatal(err)
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(authority)
		transport.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	stop := func() error {
		transport.CloseIdleConnections()
		cancel()
		return <-done
	}
	t.Cleanup(cancel)
	return ready, &http.Client{Transport: transport}, stop
}

func TestRun(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	seed, state, ca := filepath.Join(folder, "seed.json"), filepath.Join(folder, "state.json"), filepath.Join(folder, "ca.pem")
	if err := os.WriteFile(seed, []byte(`{"management_application":{"client_id":"m2m","client_secret":"secret"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"plain":                    {"--seed", seed, "--state", state, "--latency", "1ms", "--jitter", "1ms", "--lag", "1ms", "--lag-seed", "1"},
		"TLS":                      {"--seed", seed, "--tls", "--tls-ca", ca},
		"exposed on all addresses": {"--seed", seed, "--listen", "0.0.0.0:0", "--expose"},
	} {
		ready, client, stop := start(t, args...)
		if ready.ClientID != "m2m" || ready.ClientSecret != "secret" || !strings.HasSuffix(ready.URL, "://"+ready.Domain) ||
			!strings.HasPrefix(ready.Domain, "127.0.0.1:") {
			t.Errorf("%s: announced %+v", name, ready)
		}
		response, err := client.PostForm(ready.URL+"/oauth/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {"m2m"}, "client_secret": {"secret"}, "audience": {ready.URL + "/api/v2/"},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
			t.Errorf("%s: token: %d %v", name, response.StatusCode, err)
		}
		if err := stop(); err != nil {
			t.Errorf("%s: stopped with %v", name, err)
		}
	}
	if content, err := os.ReadFile(state); err != nil || !strings.Contains(string(content), `"m2m"`) {
		t.Errorf("state file: %v", err)
	}
}

func TestRunWithoutServing(t *testing.T) {
	t.Parallel()
	bad := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(bad, []byte(`{"clients":[{}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args         []string
		out, refused string // parts of the output or of the error
	}{
		"help":             {[]string{"--help"}, "--tls-ca FILE", ""},
		"version":          {[]string{"--version"}, "auth0-emulator dev (none)\n", ""},
		"outside":          {[]string{"--listen", "0.0.0.0:0"}, "", "or add --expose to allow it"},
		"unknown flag":     {[]string{"--nonsense"}, "", "see --help"},
		"argument":         {[]string{"file"}, "", `unexpected argument "file" (write -- before a command)`},
		"no command":       {[]string{"--seed", "--"}, "", "no command after --"},
		"no rate limit":    {[]string{"--rate-limit", "cheap"}, "", `rate_limit: "cheap" is not one of off, `},
		"help on variants": {[]string{"--help"}, "  permissive-by-default\n", ""},
		"no variant":       {[]string{"--variant", "newest"}, "", `variants[0]: "newest" is not a variant`},
		"variants that contradict each other": {
			[]string{"--variant", "strict-by-default", "--variant", "permissive-by-default"}, "", "contradict each other",
		},
		"no document host": {[]string{"--document-host", "agent.example.com"}, "", "want HOST=ADDRESS"},
		"documents from elsewhere": {
			[]string{"--document-host", "agent.example.com=192.0.2.1:80"}, "", `only from a loopback address with a port, not from "192.0.2.1:80"`,
		},
		"bad latency": {[]string{"--latency", "fast"}, "", "see --help"},
		"no faults":   {[]string{"--faults", bad + "x"}, "", "no such file"},
		"bad faults":  {[]string{"--faults", bad}, "", `unknown field "clients"`},
		"bad seed":    {[]string{"--seed", bad}, "", "line 1: clients[0].name"},
		"no seed":     {[]string{"--seed", bad + "x"}, "", "no such file"},
		"bad state":   {[]string{"--state", bad}, "", "state file"},
		"bad CA path": {[]string{"--tls", "--tls-ca", filepath.Join(bad, "ca.pem")}, "", "CA certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			err := run(t.Context(), test.args, &out)
			if test.refused == "" && err != nil {
				t.Fatal(err)
			}
			if test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused)) {
				t.Errorf("error %v, want %q", err, test.refused)
			}
			if !strings.Contains(out.String(), test.out) {
				t.Errorf("output %q", out.String())
			}
		})
	}
}

// The usage text and the table in the README have every flag, with the same placeholder for its value.
func TestFlagsAreDocumented(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	section := func(text, heading string) string {
		_, section, _ := strings.Cut(text, heading)
		section, _, _ = strings.Cut(section, "\n\n")
		return section
	}
	listed := func(text, pattern string) (flags []string) {
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			flags = append(flags, match[1])
		}
		return flags
	}
	used := listed(section(usage, "\nFlags:"), `(?m)^  (--[a-z-]+(?: [A-Z=]+)?)`)
	table := regexp.MustCompile(`(?m)^\| ([^|]+) \|`).FindAllString(section(string(readme), "| flag | meaning | default |"), -1)
	if diff := cmp.Diff(used, listed(strings.Join(table, "\n"), "`([^`]+)`")); diff != "" {
		t.Errorf("flags (-usage text +README):\n%s", diff)
	}
	defined := []string{"--help"}
	new(settings).flags().VisitAll(func(f *flag.Flag) { defined = append(defined, "--"+f.Name) })
	for i, one := range used {
		used[i], _, _ = strings.Cut(one, " ")
	}
	slices.Sort(defined)
	slices.Sort(used)
	if diff := cmp.Diff(defined, used); diff != "" {
		t.Errorf("flags (-defined +usage text):\n%s", diff)
	}
}

func TestRunUnderConditions(t *testing.T) {
	t.Parallel()
	faults := filepath.Join(t.TempDir(), "faults.json")
	if err := os.WriteFile(faults, []byte(`{"path":"/api/v2/clients","kind":"reset_before","nth":2}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ready, client, stop := start(t, "--rate-limit", "free", "--faults", faults)
	response, err := client.Get(ready.URL + "/api/v2/clients")
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil || response.Header.Get("x-ratelimit-limit") != "2" {
		t.Errorf("headers %v (%v)", response.Header, err)
	}
	client.CloseIdleConnections() // or the transport would repeat the request
	if response, err := client.Get(ready.URL + "/api/v2/clients"); err == nil {
		_ = response.Body.Close()
		t.Errorf("answered with %d", response.StatusCode)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
