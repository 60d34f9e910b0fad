package emulator

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// open returns a tenant that the test closes, and a function that closes it before.
func open(t *testing.T, options Options) (*Server, func()) {
	t.Helper()
	server, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	closeOnce := func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(closeOnce)
	return server, closeOnce
}

func TestStateFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tenant.state")
	seed := parties()
	first, closeFirst := open(t, Options{Seed: seed, State: path})
	s := serveServer(t, first)
	id := object.Text(s.mustCall(201, "POST", "/clients", `{"name":"kept"}`).object, "client_id")
	s.mustCall(204, "DELETE", "/clients/permissive", nil)
	s.mustCall(200, "PATCH", "/tenants/settings", `{"flags":{"enable_dynamic_client_registration":true}}`)
	want := first.Snapshot()
	closeFirst()

	second, _ := open(t, Options{Seed: seed, State: path})
	again := serveServer(t, second)
	again.token = s.token // issued before the restart
	if diff := cmp.Diff(want, second.Snapshot()); diff != "" {
		t.Errorf("after the restart (-before +after):\n%s", diff)
	}
	if got := again.mustCall(200, "GET", "/clients/"+id, nil).object["name"]; got != "kept" {
		t.Errorf("name %v", got)
	}
	wantID, wantSecret := first.ManagementCredentials()
	if gotID, gotSecret := second.ManagementCredentials(); gotID != wantID || gotSecret != wantSecret {
		t.Error("other credentials after the restart")
	}
	if err := second.Reset(); err != nil {
		t.Fatal(err)
	}
	again.mustCall(200, "GET", "/clients/permissive", nil)
	if gotID, _ := second.ManagementCredentials(); gotID != wantID {
		t.Error("other credentials after the reset")
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

// After a reset, the file contains only the reset tenant.
func TestStateFileAfterReset(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tenant.state")
	first, closeFirst := open(t, Options{Seed: parties(), State: path})
	s := serveServer(t, first)
	s.mustCall(201, "POST", "/clients", `{"name":"gone"}`)
	if err := first.Reset(); err != nil {
		t.Fatal(err)
	}
	s.token = s.login(first.ManagementCredentials())
	s.mustCall(201, "POST", "/clients", `{"name":"kept"}`)
	want := first.Snapshot()
	closeFirst()
	second, _ := open(t, Options{Seed: parties(), State: path})
	if diff := cmp.Diff(want, second.Snapshot()); diff != "" {
		t.Errorf("after the restart (-before +after):\n%s", diff)
	}
}

// A state file of an earlier version is a seed with the signing key. It can be read, and is converted.
func TestOlderStateFile(t *testing.T) {
	t.Parallel()
	older, closeOlder := open(t, Options{Seed: parties()})
	closeOlder()
	if _, err := older.keys.Private(); err != nil {
		t.Fatal(err)
	}
	content, err := json.Marshal(olderState{Seed: *older.Snapshot(), SigningKey: older.keys.Marshal()})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(path, append([]byte("\n "), content...), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"converted", "opened again"} {
		server, closeServer := open(t, Options{State: path})
		if diff := cmp.Diff(older.Snapshot(), server.Snapshot()); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
		if server.keys.Marshal() != older.keys.Marshal() {
			t.Errorf("%s: another signing key", name)
		}
		closeServer()
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

func TestBadStateFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"broken": `{`, "bad key": `{"signing_key":"x"}`, "text": "a text", "short": strings.Repeat("x", 9000),
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(Options{State: path}); err == nil || !strings.Contains(err.Error(), "state file "+path) {
			t.Errorf("%s: %v", name, err)
		}
		if kept, err := os.ReadFile(path); err != nil || string(kept) != content {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
	}
	if _, err := New(Options{State: filepath.Join(folder, "none", "state")}); err == nil {
		t.Error("a state file that cannot be written is no error")
	}
}

// BenchmarkWrite writes to tenants of two sizes with a state file. Their size should make no difference.
func BenchmarkWrite(b *testing.B) {
	for _, applications := range []int{20, 20_000} {
		b.Run(strconv.Itoa(applications), func(b *testing.B) {
			seed := &Seed{Exact: true}
			for i := range applications {
				id := fmt.Sprintf("app%d", i)
				seed.Clients = append(seed.Clients, object.Object{"client_id": id, "name": id})
			}
			server, err := New(Options{Seed: seed, State: filepath.Join(b.TempDir(), "state")})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				server.store.Current.Clients.Set("app7", object.Object{"client_id": "app7", "name": "changed"})
				if err := server.state.save(); err != nil {
					b.Fatal(err)
				}
			}
			if err := server.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}
