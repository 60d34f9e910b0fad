package faultmatrix

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// TestAnyConfiguration applies random configurations one after the other, with values that become known only during the
// apply. Each is either refused with an error about it, or applied: then the result is as planned, and the next plan is
// empty. In the end everything can be destroyed, and the tenant is as it was.
func TestAnyConfiguration(t *testing.T) {
	t.Parallel()
	outcomes := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		configs := rapid.SliceOfN(rapid.Custom(anyConfiguration), 1, 3).Draw(rt, "configurations")
		meddlings := rapid.SliceOfN(rapid.Custom(anyMeddling), len(configs), len(configs)).Draw(rt, "meddlings")
		lag := rapid.SampledFrom([]time.Duration{0, 2 * time.Second}).Draw(rt, "lag")
		var problems []string
		synctest.Test(t, func(t *testing.T) { problems = applyAll(t, configs, meddlings, lag, outcomes) })
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
	})
	if outcomes["applied"] == 0 {
		t.Error("no configuration was applied")
	}
	logCounts(t, outcomes)
}

func logCounts(t *testing.T, outcomes map[string]int) {
	t.Helper()
	for _, outcome := range sortedKeys(outcomes) {
		t.Logf("%5d %s", outcomes[outcome], outcome)
	}
}

// TestConfigurationsThatFailed applies configurations that failed once.
func TestConfigurationsThatFailed(t *testing.T) {
	t.Parallel()
	keys := func(keys arguments) []configured { return []configured{partnerWithKeys(keys)} }
	for name, configs := range map[string][][]configured{
		"no algorithm": {{partner().with(arguments{"security_mode": "permissive", "jwt_configuration": arguments{"lifetime_in_seconds": 600}})}},
		"key under another name, or not": {
			keys(arguments{"first": arguments{"pem": publicKey(0)}}),
			keys(arguments{"first": arguments{"pem": later{publicKey(1)}}, "second": arguments{"pem": publicKey(0)}}),
			keys(arguments{"first": arguments{"pem": later{publicKey(0)}}, "second": arguments{"pem": publicKey(1)}}),
			keys(arguments{"first": arguments{"pem": later{"\n" + publicKey(0)}}}),
		},
		"key that expires later": {
			keys(arguments{"first": arguments{"pem": publicKey(0), "expires_at": "2040-01-01T00:00:00Z"}}),
			keys(arguments{"first": arguments{"pem": publicKey(0), "expires_at": "2041-01-01T00:00:00Z"}}),
		},
		"same API, known later": {
			{bothDefaults()},
			{bothDefaults().with(arguments{"audience": later{ordersAPI}, "user_access": scopes("write:orders")})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				outcomes := map[string]int{}
				problems := applyAll(t, configs, make([]meddling, len(configs)), 2*time.Second, outcomes)
				if len(problems) > 0 || outcomes["applied"] != len(configs) {
					t.Errorf("%s\noutcomes: %v", strings.Join(problems, "\n"), outcomes)
				}
			})
		})
	}
}

// unwanted matches errors that nobody should see, whatever the configuration.
var unwanted = regexp.MustCompile(`(?i)inconsistent|a bug in|no new state|panic|unexpected|\b500\b`)

// applyAll applies the configurations, counts their outcomes, and returns what is wrong.
func applyAll(t *testing.T, configs [][]configured, meddlings []meddling, lag time.Duration, outcomes map[string]int) (problems []string) {
	t.Helper()
	tenant := newTenant(t, emulator.Options{Seed: seed(t), Lag: lag})
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
	for i, config := range configs {
		time.Sleep(lag) // within it, what was destroyed looks as if it were still there
		if failed("validate", w.validate(config)) {
			continue
		}
		p := w.plan(config)
		if failed("plan", p.errors) || failed("apply", w.heed(w.carryOut(p), config)) {
			continue
		}
		outcomes["applied"]++
		config = arrived(config)
		problems = append(problems, w.pending(config)...)
		m := meddlings[i]
		if m.what == forgetting {
			outcomes["forgot and imported"]++
			problems = append(problems, w.importAll(config)...)
		}
		if !m.do(t, tenant, before) {
			continue
		}
		outcomes["meddled: "+m.what]++
		time.Sleep(lag) // until it can be seen
		if !failed("repair", w.applyAsAdvised(config)) {
			for _, problem := range w.pending(config) {
				problems = append(problems, "after "+m.what+" "+problem)
			}
		}
	}
	if _, failures := w.apply(nil); failed("destroy", failures) {
		return append(problems, "cannot destroy: "+strings.Join(failures, "\n"))
	}
	after := withoutWhatStays(generic(t, tenant.Snapshot()))
	if diff := cmp.Diff(withoutWhatStays(generic(t, before)), after); diff != "" {
		problems = append(problems, "the tenant is not as it was (-before +after):\n"+diff)
	}
	return problems
}

// importAll forgets the state and imports everything. Nothing may be created or destroyed, and the plan after that must
// be empty.
func (w *workspace) importAll(config []configured) (problems []string) {
	w.t.Helper()
	imported := slices.Clone(config)
	for i, c := range config {
		imported[i] = c.imported(importID(w.state[c.address].value))
	}
	w.state = map[string]*instance{}
	actions, failures := w.apply(imported)
	for _, action := range actions {
		if !strings.HasPrefix(action, string(update)) {
			problems = append(problems, "an import is to "+action)
		}
	}
	for _, failure := range failures {
		problems = append(problems, "import: "+failure)
	}
	for _, problem := range w.pending(config) {
		problems = append(problems, "after the import "+problem)
	}
	return problems
}

// importID returns the id of a resource for an import: the first of its attributes that can be one.
func importID(state tftypes.Value) string {
	for _, name := range ids {
		if value, ok := members(state)[name]; ok {
			var id string
			if err := value.As(&id); err != nil {
				panic(err)
			}
			return id
		}
	}
	return ""
}

// ids are the names of attributes that are ids.
var ids = []string{"id", "client_id", "audience", "connection_id", "organization_id", "domain"}

// emptyIDs returns the names of ids that are empty.
func emptyIDs(state tftypes.Value) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(name string) bool {
		value, ok := members(state)[name]
		return !ok || !value.Equal(tftypes.NewValue(tftypes.String, ""))
	})
}

// arrived is a configuration whose values are all known.
func arrived(config []configured) []configured {
	known := slices.Clone(config)
	for i := range known {
		known[i].arguments, _ = settled(known[i].arguments).(map[string]any)
	}
	return known
}
