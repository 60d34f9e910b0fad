package faultmatrix

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// TestAnyAddresses gives some resources of a configuration new addresses, as a renamed key of for_each or a shifted
// count does. Either the plan refuses that and asks for moved blocks, with which the plan is empty, or the apply leaves
// the tenant as the configuration says. The test also declares a resource twice. That is refused before anything of the
// second is sent, and removing one of the two resolves it.
func TestAnyAddresses(t *testing.T) {
	t.Parallel()
	outcomes := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		config := thinkUp(rt, true)
		if len(config) == 0 {
			rt.Skip("nothing is configured")
		}
		moved := rapid.SliceOfNDistinct(rapid.IntRange(0, len(config)-1), 1, -1, rapid.ID[int]).Draw(rt, "moved")
		doubled := rapid.IntRange(0, len(config)-1).Draw(rt, "doubled")
		lag := rapid.SampledFrom([]time.Duration{0, 2 * time.Second}).Draw(rt, "lag")
		var problems []string
		synctest.Test(t, func(t *testing.T) { problems = moveAndDouble(t, config, moved, doubled, lag, outcomes) })
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
	})
	for _, outcome := range []string{"moved", "refused to move", "refused twice"} {
		if outcomes[outcome] == 0 {
			t.Errorf("nothing was %s", outcome)
		}
	}
	logCounts(t, outcomes)
}

func moveAndDouble(t *testing.T, config []configured, moved []int, doubled int, lag time.Duration, outcomes map[string]int) (problems []string) {
	t.Helper()
	tenant := newTenant(t, emulator.Options{Seed: seed(t), Lag: lag})
	w := &workspace{t: t, tenant: tenant}
	if failures := w.applyAsAdvised(config); len(failures) > 0 {
		outcomes["not applied"]++
		return nil
	}
	config = arrived(config)
	renamed := readdressed(config, moved)
	plan := w.plan(renamed)
	switch {
	case len(plan.errors) == 0:
		outcomes["moved"]++
		for _, failure := range w.heed(w.carryOut(plan), renamed) {
			problems = append(problems, "applying at new addresses: "+failure)
		}
	default:
		outcomes["refused to move"]++
		for _, failure := range plan.errors {
			if !strings.Contains(failure, "moved {") {
				problems = append(problems, "planning new addresses: "+failure)
			}
		}
		w.move(config, moved)
	}
	for _, problem := range w.pending(renamed) {
		problems = append(problems, "at new addresses: "+problem)
	}
	if one := renamed[doubled]; one.typeName() != typeOf(application) {
		twice := append(slices.Clone(renamed), one.at(one.address+"_twice"))
		if _, failures := w.apply(twice); len(failures) == 0 {
			problems = append(problems, one.address+" is declared twice, and nothing refuses it")
		}
		outcomes["refused twice"]++
		if _, failures := w.apply(renamed); len(failures) > 0 {
			problems = append(problems, "removing the second declaration: "+strings.Join(failures, "\n"))
		}
		for _, problem := range w.pending(renamed) {
			problems = append(problems, "without the second declaration: "+problem)
		}
	}
	return problems
}

// at returns the resource at another address.
func (c configured) at(address string) configured {
	c.address = address
	return c
}

func newAddress(address string) string { return address + "_moved" }

// readdressed gives some resources new addresses, and updates the references to them.
func readdressed(config []configured, moved []int) []configured {
	addresses := map[string]string{}
	for _, i := range moved {
		addresses[config[i].address] = newAddress(config[i].address)
	}
	var follow func(any) any
	follow = func(value any) any {
		switch value := value.(type) {
		case ref:
			if address, ok := addresses[value.address]; ok {
				value.address = address
			}
			return value
		case []any:
			items := make([]any, len(value))
			for i, item := range value {
				items[i] = follow(item)
			}
			return items
		case map[string]any:
			members := make(map[string]any, len(value))
			for name, member := range value {
				members[name] = follow(member)
			}
			return members
		default:
			return value
		}
	}
	all := make([]configured, len(config))
	for i, c := range config {
		all[i] = c
		all[i].arguments, _ = follow(c.arguments).(map[string]any)
		if address, ok := addresses[c.address]; ok {
			all[i].address = address
		}
	}
	return all
}

// move does what moved blocks do.
func (w *workspace) move(config []configured, moved []int) {
	state := map[string]*instance{}
	for address, one := range w.state {
		state[address] = one
	}
	for _, i := range moved {
		old := config[i].address
		state[newAddress(old)] = w.state[old]
		delete(state, old)
	}
	w.state = state
}
