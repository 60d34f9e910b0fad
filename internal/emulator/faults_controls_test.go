package emulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

func TestFaultControls(t *testing.T) {
	t.Parallel()
	seed := &Seed{Faults: []Fault{{Kind: FaultStatus, Status: 500, Nth: 7}}}
	server, err := New(Options{Seed: seed, Faults: []Fault{{Kind: FaultResetBefore, Nth: 9}}})
	if err != nil {
		t.Fatal(err)
	}
	kinds := func() (out []FaultKind) {
		for _, f := range server.Faults() {
			out = append(out, f.Kind)
		}
		return out
	}
	atStart := []FaultKind{FaultStatus, FaultResetBefore}
	if diff := cmp.Diff(atStart, kinds()); diff != "" {
		t.Errorf("at the start: %s", diff)
	}
	if status, raw := control(t, server, "DELETE", "/__emulator/faults", ""); status != 204 || len(kinds()) != 0 {
		t.Errorf("delete: %d %s, left %v", status, raw, kinds())
	}
	if status, raw := control(t, server, "POST", "/__emulator/faults", `{"kind":"delay","delay":"1.5s","method":"GET"}`); status != 204 {
		t.Errorf("post: %d %s", status, raw)
	}
	if status, raw := control(t, server, "POST", "/__emulator/faults", `[{"kind":"truncated"},{"kind":"malformed"}]`); status != 204 {
		t.Errorf("post: %d %s", status, raw)
	}
	want := `[{"method":"GET","kind":"delay","calls":0,"hits":0,"delay":"1.5s"},{"kind":"truncated","calls":0,"hits":0},{"kind":"malformed","calls":0,"hits":0}]`
	if status, raw := control(t, server, "GET", "/__emulator/faults", ""); status != 200 || raw != want {
		t.Errorf("get: %d %s", status, raw)
	}
	if _, raw := control(t, server, "GET", "/__emulator/state", ""); strings.Contains(raw, "faults") {
		t.Error("the state holds faults")
	}
	if status, _ := control(t, server, "POST", "/__emulator/reset", ""); status != 204 || !cmp.Equal(atStart, kinds()) {
		t.Errorf("after a reset: %v", kinds())
	}
	if status, _ := control(t, server, "PUT", "/__emulator/state", `{}`); status != 204 || !cmp.Equal(atStart, kinds()) {
		t.Errorf("after a seed without faults: %v", kinds())
	}
	if status, _ := control(t, server, "PUT", "/__emulator/state", `{"faults":[{"kind":"slow_body"}]}`); status != 204 || !cmp.Equal([]FaultKind{FaultSlowBody}, kinds()) {
		t.Errorf("after a seed with faults: %v", kinds())
	}
}

func TestFaultsAreChecked(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		`{`:                                      "not JSON",
		`{"kind":"reset"}`:                       `kind "reset" is not one of [status`,
		`{"kind":"delay"}`:                       "needs a delay",
		`{"kind":"delay","delay":"x"}`:           "not a time",
		`{"kind":"delay","delay":"-1s"}`:         "must not be negative",
		`{"kind":"status","status":99}`:          "status 99",
		`{"kind":"truncated","status":500}`:      "belong to kind status",
		`{"kind":"truncated","delay":"1s"}`:      "delay belongs",
		`{"kind":"truncated","body":"a"}`:        "body belongs",
		`{"kind":"truncated","nth":1,"every":2}`: "only one of",
		`{"kind":"truncated","first":-1}`:        "count from 1",
		`{"kind":"truncated","path":"clients"}`:  "does not begin with /",
		`{"kind":"truncated","when":1}`:          `unknown field "when"`,
		`[{"kind":"truncated"},{"kind":""}]`:     "fault 2: ",
	} {
		t.Run(raw, func(t *testing.T) {
			t.Parallel()
			server, err := New(Options{})
			if err != nil {
				t.Fatal(err)
			}
			status, answer := control(t, server, "POST", "/__emulator/faults", raw)
			var refusal object.Object
			if err := json.Unmarshal([]byte(answer), &refusal); err != nil {
				t.Fatal(err)
			}
			if status != 400 || !strings.Contains(object.Text(refusal, "message"), want) || len(server.Faults()) != 0 {
				t.Errorf("%d %s", status, answer)
			}
			path := filepath.Join(t.TempDir(), "faults.json")
			if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := LoadFaults(path); err == nil || !strings.HasPrefix(err.Error(), path+": ") {
				t.Errorf("file: %v", err)
			}
		})
	}
	if _, err := LoadFaults(filepath.Join(t.TempDir(), "none.json")); err == nil {
		t.Error("a missing file is no error")
	}
	if _, err := New(Options{Faults: []Fault{{}}}); err == nil {
		t.Error("options are not checked")
	}
}

// Faults reach the connection even if another handler is between the server and the tenant, as in tests.
func TestFaultsReachThroughHandlers(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	s.http = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.server.ServeHTTP(&traffic.StatusRecorder{ResponseWriter: w, Entry: &Request{}}, r)
	}))
	t.Cleanup(s.http.Close)
	s.addFault(Fault{Kind: FaultTruncated})
	if got := s.attempt(t.Context(), "GET", "/api/v2/resource-servers", ""); got.status != 200 || got.bodyErr == nil {
		t.Errorf("%+v", got)
	}
}
