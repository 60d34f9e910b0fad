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
		leaving, left := r.undeclared(change.Change.Before), r.undeclared(change.Change.After)
		if !change.Change.Actions.Update() || !slices.Equal(leaving, want) || len(left) > 0 {
			resp.Error = fmt.Errorf("%s: the plan is to %v, with undeclared %s %v, then %v; want an update, with %v and then "+
				"nothing",
				r.address, change.Change.Actions, r.attribute, leaving, left, want)
		}
		return
	}
	resp.Error = fmt.Errorf("%s is not in the plan", r.address)
}

func (r removals) undeclared(state any) []string {
	attributes, _ := state.(map[string]any)
	objects, _ := attributes["undeclared"].([]any)
	var values []string
	for _, object := range objects {
		members, _ := object.(map[string]any)
		values = append(values, fmt.Sprint(members[r.attribute]))
	}
	slices.Sort(values)
	return values
}
