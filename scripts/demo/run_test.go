package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The tests of failures run this test binary in place of Terraform and of the emulator.
const (
	roleVariable = "DEMO_TEST_ROLE" // "failing" or "hanging": what Terraform does when it is asked to init
	urlVariable  = "DEMO_TEST_URL"  // of the server that plays the tenant
)

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	switch {
	case role == "":
		os.Exit(m.Run())
	case os.Args[1] == "--listen":
		interrupted := interruption()
		fmt.Printf("{\"url\": %q, \"client_id\": \"id\", \"client_secret\": \"secret\"}\n", os.Getenv(urlVariable))
		<-interrupted
		tell("emulator stopped")
	case os.Args[1] == "version":
		fmt.Println("Terraform v1.0.0")
	case role == "failing":
		for i := range 50 {
			fmt.Fprintf(os.Stderr, "line %d of the output\n", i)
		}
		os.Exit(1)
	case role == "hanging":
		interrupted := interruption()
		tell("terraform hangs")
		<-interrupted
		tell("terraform stopped")
	}
}

func interruption() <-chan os.Signal {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	return interrupted
}

// tell lets the test know.
func tell(what string) {
	resp, err := http.Post(os.Getenv(urlVariable)+"/told", "text/plain", strings.NewReader(what))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	_ = resp.Body.Close()
}

// playWith runs the demo with Terraform in the given role. It returns the exit code, the output, and the reports of the
// processes. It interrupts the demo once Terraform hangs.
func playWith(t *testing.T, role string) (code int, screen string, told []string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	routes := http.NewServeMux()
	routes.HandleFunc("POST /told", func(_ http.ResponseWriter, r *http.Request) {
		what, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		told = append(told, string(what))
		if string(what) == "terraform hangs" {
			cancel()
		}
	})
	routes.HandleFunc("POST /oauth/token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token": "token", "token_type": "Bearer", "expires_in": 3600}`)
	})
	routes.HandleFunc("GET /__emulator/state", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"clients": [{}, {}]}`)
	})
	server := httptest.NewServer(routes)
	defer server.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(roleVariable, role)
	t.Setenv(urlVariable, server.URL)
	t.Setenv("TMPDIR", t.TempDir())
	var out bytes.Buffer
	code = run(ctx, options{terraform: self, emulator: self, mirror: t.TempDir(), example: "../../examples/complete"}, newPrinter(&out, false))
	return code, out.String(), told
}

func TestFailingStep(t *testing.T) { //nolint:paralleltest // playWith sets environment variables
	code, screen, told := playWith(t, "failing")
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	for _, want := range []string{
		" init failed", "ended with exit code 1", "line 49 of the output",
		"Scratch folder, kept: " + os.TempDir(), "Complete log: " + os.TempDir(),
	} {
		if !strings.Contains(collapse(screen), want) {
			t.Errorf("the screen lacks %q:\n%s", want, screen)
		}
	}
	if strings.Contains(screen, "line 1 of the output") {
		t.Error("all of a long output is on the screen")
	}
	if log := read(t, "*.log"); !strings.Contains(log, "line 1 of the output") {
		t.Errorf("not all of the output is in the log:\n%s", log)
	}
	read(t, "*/complete/main.tf")
	if !slices.Equal(told, []string{"emulator stopped"}) {
		t.Errorf("the emulator did not stop: %q", told)
	}
}

func TestInterrupted(t *testing.T) { //nolint:paralleltest // playWith sets environment variables
	code, screen, told := playWith(t, "hanging")
	if code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	if want := "Interrupted. The tenant and the scratch folder are gone."; !strings.Contains(screen, want) {
		t.Errorf("the screen lacks %q:\n%s", want, screen)
	}
	if want := []string{"terraform hangs", "terraform stopped", "emulator stopped"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "*")); err != nil || len(left) != 1 || filepath.Ext(left[0]) != ".log" {
		t.Errorf("left behind: %q (%v), want the log alone", left, err)
	}
}

func TestMissingPrograms(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for name, o := range map[string]options{
		"Terraform":  {terraform: "no-such-terraform", mirror: t.TempDir(), example: "../../examples/complete"},
		"make demo":  {terraform: "go", mirror: "no-such-mirror", example: "../../examples/complete"},
		"top folder": {terraform: "go", mirror: t.TempDir(), example: "no-such-example"},
	} {
		var out bytes.Buffer
		if code := run(t.Context(), o, newPrinter(&out, false)); code != 1 || !strings.Contains(out.String(), name) {
			t.Errorf("exit code %d, and this does not help with %s: %s", code, name, out.String())
		}
	}
}

// collapse makes one space of several.
func collapse(text string) string { return strings.Join(strings.Fields(text), " ") }

// read returns the one file in the temporary folder that the pattern finds.
func read(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(os.TempDir(), pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s finds %q (%v), want one file", pattern, found, err)
	}
	content, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
