package faultmatrix

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// TestAnyConfigurationWithFaults goes from one configuration to another while every nth call goes wrong. Once the fault
// is over, one apply must reach the result of an apply without faults.
func TestAnyConfigurationWithFaults(t *testing.T) {
	t.Parallel()
	outcomes := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		from, to := carefulConfiguration(rt, "from"), carefulConfiguration(rt, "to")
		if rapid.IntRange(0, 4).Draw(rt, "destroy") == 0 {
			to = nil
		}
		k := rapid.SampledFrom(kinds()).Draw(rt, "fault")
		every := rapid.IntRange(1, 8).Draw(rt, "every")
		lag := rapid.SampledFrom([]time.Duration{0, 2 * time.Second}).Draw(rt, "lag")
		var problems []string
		synctest.Test(t, func(t *testing.T) { problems = applyDespite(t, from, to, k, every, lag, outcomes) })
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
	})
	logCounts(t, outcomes)
}

func carefulConfiguration(t *rapid.T, name string) []configured {
	return arrived(rapid.Custom(func(t *rapid.T) []configured { return thinkUp(t, true) }).Draw(t, name))
}

func applyDespite(t *testing.T, from, to []configured, k kind, every int, lag time.Duration, outcomes map[string]int) (problems []string) {
	t.Helper()
	reference := newTenant(t, emulator.Options{Seed: seed(t)})
	theirs := &workspace{t: t, tenant: reference}
	if failures := theirs.applyAsAdvised(from); len(failures) > 0 {
		return failures
	}
	before, state := reference.Snapshot(), copied(theirs.state)
	if failures := theirs.applyAsAdvised(to); len(failures) > 0 {
		return failures
	}

	tenant := newTenant(t, emulator.Options{Seed: before, Lag: lag})
	ours := &workspace{t: t, tenant: tenant, state: state}
	f := k.on(before, route{})
	f.Every = every
	if err := tenant.AddFault(f); err != nil {
		t.Fatal(err)
	}
	_, failures := ours.apply(to)
	outcomes[fmt.Sprintf("failed: %t", len(failures) > 0)]++
	tenant.ClearFaults()
	if still := ours.applyAsAdvised(to); len(still) > 0 {
		problems = append(problems, "with faults: "+strings.Join(failures, "\n"), "afterwards: "+strings.Join(still, "\n"))
	}
	problems = append(problems, ours.pending(to)...)
	if diff := cmp.Diff(normalised(t, before, reference.Snapshot()), normalised(t, before, tenant.Snapshot())); diff != "" {
		problems = append(problems, "the tenant is not as if nothing had gone wrong (-wanted +got):\n"+diff)
	}
	return problems
}
