package faultmatrix

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// TestAnyConfiguration applies one configuration after the other, of whatever somebody may write, with values that become
// known only during the apply. Each is either refused with an error that is about it, or done: then what was planned is
// what came of it, and the next plan is empty. In the end all of it can be destroyed, and the tenant is as it was.
func TestAnyConfiguration(t *testing.T) {
	t.Parallel()
	outcomes := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		configs := rapid.SliceOfN(rapid.Custom(anyConfiguration), 1, 3).Draw(rt, "configurations")
		var problems []string
		synctest.Test(t, func(t *testing.T) { problems = applyAll(t, configs, outcomes) })
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
	})
	for _, outcome := range sortedKeys(outcomes) {
		t.Logf("%5d %s", outcomes[outcome], outcome)
	}
}

// unwanted matches errors that nobody should see, whatever the configuration.
var unwanted = regexp.MustCompile(`(?i)inconsistent|a bug in|no new state|panic|unexpected|\b500\b`)

// applyAll returns what is wrong, and counts what came of the configurations.
func applyAll(t *testing.T, configs [][]configured, outcomes map[string]int) (problems []string) {
	t.Helper()
	tenant := newTenant(t, emulator.Options{Seed: seed(t)})
	before := tenant.Snapshot()
	w := &workspace{t: t, tenant: tenant}
	failed := func(stage string, failures []string) bool {
		for _, failure := range failures {
			outcomes[stage+": "+strings.SplitN(failure, ": ", 3)[1]]++
			if unwanted.MatchString(failure) {
				problems = append(problems, stage+": "+failure)
			}
		}
		return len(failures) > 0
	}
	for _, config := range configs {
		if failed("validate", w.validate(config)) {
			continue
		}
		p := w.plan(config)
		if failed("plan", p.errors) || failed("apply", w.carryOut(p)) {
			continue
		}
		outcomes["applied"]++
		next := w.plan(arrived(config))
		if actions := next.actions(); len(actions) > 0 || len(next.errors) > 0 {
			problems = append(problems, fmt.Sprintf("the next plan is not empty: %q, errors %q", actions, next.errors))
			for address, c := range next.changes {
				if c.action == update {
					problems = append(problems, address+": "+departures(c.prior.value, c.planned))
				}
			}
		}
	}
	if _, failures := w.apply(nil); failed("destroy", failures) {
		return append(problems, "cannot destroy: "+strings.Join(failures, "\n"))
	}
	after := generic(t, tenant.Snapshot())
	if settings, ok := after["tenant_settings"].(object); ok {
		delete(settings, "dynamic_client_registration_security_mode") // stays when registration is disabled
	}
	if diff := cmp.Diff(generic(t, before), after); diff != "" {
		problems = append(problems, "the tenant is not as it was (-before +after):\n"+diff)
	}
	return problems
}

// arrived is a configuration whose values are all known.
func arrived(config []configured) []configured {
	known := slices.Clone(config)
	for i := range known {
		known[i].arguments, _ = settled(known[i].arguments).(map[string]any)
	}
	return known
}
