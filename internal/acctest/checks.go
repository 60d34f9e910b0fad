package acctest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Meanwhile is a plan check that does something between a plan and its apply.
type Meanwhile func()

// CheckPlan does it.
func (do Meanwhile) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	do()
}

// WantAction checks what the plan does with the resource at the address.
func WantAction(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// WantWrites checks which writes the provider made since it was last called, such as "PATCH /api/v2/clients/tpc_1".
func WantWrites(t *testing.T, tenant *Tenant, want ...string) func() {
	t.Helper()
	return func() {
		t.Helper()
		if diff := cmp.Diff(append([]string{}, want...), tenant.Mutations()); diff != "" {
			t.Errorf("writes (-want +got):\n%s", diff)
		}
		tenant.ResetRequests()
	}
}

// WantBodies checks what the provider's writes have sent since it was last called, body by body.
func WantBodies(t *testing.T, tenant *Tenant, want ...map[string]any) func() {
	t.Helper()
	return func() {
		t.Helper()
		var got []map[string]any
		for _, request := range tenant.Writes() {
			got = append(got, request.Body)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
		tenant.ResetRequests()
	}
}

// SetOf is the set of exactly these strings.
func SetOf(values ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(values))
	for i, value := range values {
		checks[i] = knownvalue.StringExact(value)
	}
	return knownvalue.SetExact(checks)
}

// WantOne checks that there is one message that says all of want, and none at all if nothing is wanted.
func WantOne(t *testing.T, name string, messages, want []string) {
	t.Helper()
	isGood := len(messages) == min(len(want), 1)
	for _, text := range want {
		isGood = isGood && strings.Contains(messages[0], text)
	}
	if !isGood {
		t.Errorf("%s: got %q, want %q", name, messages, want)
	}
}
