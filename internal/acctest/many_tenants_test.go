package acctest_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestManyTenants follows examples/many-tenants: a root module and a locked state for each tenant, here in a PostgreSQL
// server of the test's own, and an emulator for each tenant.
func TestManyTenants(t *testing.T) {
	t.Parallel()
	fleet := newFleet(t)

	t.Run("side by side", func(t *testing.T) {
		t.Parallel()
		const count = 20
		tenants := make([]*fleetTenant, count)
		for i := range tenants {
			tenants[i] = fleet.tenant(t, fmt.Sprintf("tenant%02d", i), nil)
		}
		var group sync.WaitGroup
		for _, tenant := range tenants {
			group.Go(func() {
				for _, command := range [][]string{{"init"}, {"apply", "-auto-approve"}} {
					if output, err := tenant.terraform(command...).CombinedOutput(); err != nil {
						t.Errorf("%s: terraform %s: %v\n%s", tenant.name, command[0], err, output)
						return
					}
				}
			})
		}
		group.Wait()
		for _, tenant := range tenants {
			if got, want := tenant.thirdParties(), []string{partnerOf(tenant.name)}; !slices.Equal(got, want) {
				t.Errorf("%s holds the third-party applications %q, not %q", tenant.name, got, want)
			}
		}
		last := tenants[count-1]
		if output, err := last.terraform("plan", "-detailed-exitcode").CombinedOutput(); err != nil {
			t.Errorf("the next plan is not empty: %v\n%s", err, output)
		}
	})

	t.Run("two applies at once", func(t *testing.T) {
		t.Parallel()
		var (
			once    sync.Once
			started = make(chan struct{})
			release = make(chan struct{})
		)
		tenant := fleet.tenant(t, "contested", func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/api/v2/") {
					once.Do(func() { close(started) })
					<-release
				}
				next.ServeHTTP(w, r)
			})
		})
		letGo := sync.OnceFunc(func() { close(release) })
		defer letGo()

		if output, err := tenant.terraform("init").CombinedOutput(); err != nil {
			t.Fatalf("terraform init: %v\n%s", err, output)
		}
		first := start(t, tenant.terraform("apply", "-auto-approve"))
		select {
		case <-started: // the first apply is in the middle of its first write
		case <-first.ended:
			t.Fatalf("the first apply ended before it wrote anything:\n%s", first.output())
		}

		output, err := tenant.terraform("apply", "-auto-approve").CombinedOutput()
		if err == nil || !bytes.Contains(output, []byte("Error acquiring the state lock")) {
			t.Errorf("a second apply is not refused: %v\n%s", err, output)
		}

		patient := start(t, tenant.terraform("apply", "-auto-approve", "-lock-timeout=5m"))
		if !patient.says("Acquiring state lock") {
			t.Fatalf("a third apply does not wait for the lock:\n%s", patient.output())
		}
		letGo()
		for which, apply := range map[string]*background{"first": first, "third": patient} {
			<-apply.ended
			if apply.err != nil {
				t.Errorf("the %s apply: %v\n%s", which, apply.err, apply.output())
			}
		}
		if !strings.Contains(patient.output(), "Resources: 0 added, 0 changed, 0 destroyed") {
			t.Errorf("the apply that waited did not find everything done:\n%s", patient.output())
		}
		if got, want := tenant.thirdParties(), []string{partnerOf(tenant.name)}; !slices.Equal(got, want) {
			t.Errorf("the tenant holds the third-party applications %q, not %q", got, want)
		}
	})
}
