//go:build linux

package faultmatrix

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// TestKilled kills the provider, or Terraform, in the middle of an apply of fifty resources. The next apply knows only
// what was recorded by then:
//
//   - If the provider dies, Terraform goes on and records every answered call. The resources that were being made, ten
//     at most, are unknown.
//   - If Terraform itself dies, all that was made since it last wrote its state is unknown. It does that every 20
//     seconds.
//
// An unknown application stays behind, because nothing tells it from somebody else's, and the next apply makes another
// one. If a grant or default permissions are unknown, the next apply says that they exist already, and shows the import
// block that takes them over. Promotions and protections are settings, and are just made again.
func TestKilled(t *testing.T) {
	t.Parallel()
	const applications, killAt = 16, 20
	for victim, mostLeft := range map[string]int{"provider": parallelism, "terraform": applications} {
		t.Run(victim, func(t *testing.T) {
			t.Parallel()
			server, err := emulator.New(emulator.Options{Seed: seed(t)})
			if err != nil {
				t.Fatal(err)
			}
			var (
				writes atomic.Int64
				pid    atomic.Int64
			)
			terraform := newRealWorkspace(t, server, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet || r.URL.Path == tokenPath || writes.Add(1) != killAt {
					server.ServeHTTP(w, r)
					return
				}
				server.ServeHTTP(unheard{}, r) // carried out, but the answer is lost
				doomed := int(pid.Load())
				if victim == "provider" {
					doomed = childOf(t, doomed)
				}
				if err := syscall.Kill(doomed, syscall.SIGKILL); err != nil {
					t.Error(err)
				}
				panic(http.ErrAbortHandler)
			}))
			before := len(server.Snapshot().Clients)
			config := partners(applications)
			if len(config) != 50 {
				t.Fatalf("%d resources", len(config))
			}
			terraform.configure(config)
			first := terraform.command("apply", "-auto-approve", "-json")
			if err := first.Start(); err != nil {
				t.Fatal(err)
			}
			pid.Store(int64(first.Process.Pid))
			if err := first.Wait(); err == nil || writes.Load() < killAt {
				t.Fatalf("nothing was killed: %v after %d writes", err, writes.Load())
			}
			_ = os.Remove(filepath.Join(terraform.dir, ".terraform.tfstate.lock.info")) // the kernel has let go of the lock itself

			for _, failure := range terraform.apply() {
				id := regexp.MustCompile(`id\s*=\s*"([^"]+)"`).FindStringSubmatch(failure.Detail)
				if !strings.Contains(failure.Summary, "already") || id == nil {
					t.Errorf("more than a grant or default permissions that exist: %+v", failure)
					continue
				}
				for i := range config {
					if config[i].address == failure.Address {
						config[i] = config[i].imported(id[1])
					}
				}
			}
			terraform.configure(config)
			if failures := terraform.apply(); len(failures) > 0 {
				t.Errorf("the apply with imports fails: %+v", failures)
			}
			terraform.checkEmptyPlan()
			if left := len(server.Snapshot().Clients) - before - applications; left < 0 || left > mostLeft {
				t.Errorf("%d applications stayed behind, which may be %d at most", left, mostLeft)
			} else {
				t.Logf("%d applications stayed behind", left)
			}
		})
	}
}

// unheard is a response writer that drops the answer.
type unheard struct{}

func (unheard) Header() http.Header         { return http.Header{} }
func (unheard) Write(p []byte) (int, error) { return len(p), nil }
func (unheard) WriteHeader(int)             {}

// childOf returns the process that a process has started.
func childOf(t testing.TB, parent int) int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Error(err)
	}
	for _, name := range stats {
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		var (
			pid, ppid int
			state     string
		)
		fields := string(stat)
		if _, err := fmt.Sscan(fields[strings.LastIndex(fields, ")")+1:], &state, &ppid); err == nil && ppid == parent {
			if _, err := fmt.Sscan(fields, &pid); err == nil {
				return pid
			}
		}
	}
	t.Error("the provider's process was not found")
	return 0
}
