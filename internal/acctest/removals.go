package acctest

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// ExpectRemovals is a check that the plan updates an exclusive resource so that undeclared loses exactly the objects of
// which the attribute has the given values, and is empty then. The values are looked at when the plan is there.
func ExpectRemovals(address, attribute string, want ...*string) plancheck.PlanCheck {
	return removals{address, attribute, want}
}

type removals struct {
	address, attribute string
	want               []*string
}

// CheckPlan checks the plan.
func (r removals) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	want := make([]string, len(r.want))
	for i, value := range r.want {
		want[i] = *value
	}
	slices.Sort(want)
	for _, change := range req.Plan.ResourceChanges {
		if change.Address != r.address {
			continue
		}
		leaving, left := undeclared(change.Change.Before, r.attribute), undeclared(change.Change.After, r.attribute)
		if !change.Change.Actions.Update() || !slices.Equal(leaving, want) || len(left) > 0 {
			resp.Error = fmt.Errorf("%s: the plan is to %v, with undeclared %s %v, then %v; want an update, with %v and then "+
				"nothing",
				r.address, change.Change.Actions, r.attribute, leaving, left, want)
		}
		return
	}
	resp.Error = fmt.Errorf("%s is not in the plan", r.address)
}

func undeclared(state any, attribute string) []string {
	attributes, _ := state.(map[string]any)
	objects, _ := attributes["undeclared"].([]any)
	var values []string
	for _, object := range objects {
		members, _ := object.(map[string]any)
		values = append(values, fmt.Sprint(members[attribute]))
	}
	slices.Sort(values)
	return values
}

// WantRemovals is ExpectRemovals for a plan of config.
func (l *Lifecycle) WantRemovals(config map[string]any, attribute string, want ...string) {
	l.t.Helper()
	plan := l.Plan(config)
	leaving, left := undeclared(plan.Prior, attribute), undeclared(plan.Planned, attribute)
	slices.Sort(want)
	if plan.Action != plancheck.ResourceActionUpdate || !slices.Equal(leaving, want) || len(left) > 0 {
		l.t.Errorf("the plan is to %s, with undeclared %s %v, then %v; want an update, with %v and then nothing: %q",
			plan.Action, attribute, leaving, left, want, plan.Errors)
	}
}
