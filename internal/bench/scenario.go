package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// action is what Terraform is asked to do while it is measured.
type action int

const (
	refresh action = iota // plan a configuration that is applied already
	create                // apply a new configuration
	destroy               // destroy an applied configuration
)

// scenario is a configuration of some size, a tenant around it, and an action.
type scenario struct {
	name         string
	action       action
	applications int  // managed
	alone        bool // without the two grants and the redirect protection that each application has otherwise
	unprotected  bool // with grants, and without redirect protections
	policies     int  // how many applications have a rate limit policy besides
	memberships  int  // how many organizations' client grants there are besides, all of one organization
	strangers    int  // third-party applications in the tenant that Terraform does not manage
	small        bool // so small that it is worth running at the lowest rate too
	maxCalls     int  // of the Management API
}

// The budgets of the refreshes are one call for every page of 100 that the objects fill, and one more if a first object
// is read singly. Twenty applications among 20,000 are cheaper read singly, but for one page to find that out. Creating
// costs a call for each object and one listing; destroying, a call for each object and the pages of the refresh before
// it.
var scenarios = []scenario{
	{name: "refresh-10", applications: 10, small: true, maxCalls: 2},
	{name: "refresh-100", applications: 100, small: true, maxCalls: 4},
	{name: "refresh-1000", applications: 1000, small: true, maxCalls: 31},
	{name: "refresh-1000-limited", applications: 1000, policies: 100, small: true, maxCalls: 32},
	{name: "refresh-1000-organization", applications: 1000, memberships: 100, small: true, maxCalls: 35},
	{name: "refresh-1000-alone", applications: 1000, alone: true, maxCalls: 10},
	{name: "refresh-10000-alone", applications: 10000, alone: true, maxCalls: 100},
	{name: "refresh-20-among-20000", applications: 20, unprotected: true, strangers: 20000, small: true, maxCalls: 22},
	{name: "create-500", action: create, applications: 500, alone: true, maxCalls: 501},
	{name: "destroy-500", action: destroy, applications: 500, alone: true, maxCalls: 505},
}

// rate is how a tenant limits calls.
type rate struct {
	name    string
	tier    string        // of the emulator's rate limits
	latency time.Duration // of each answer
	perSec  float64       // sustained calls, 0 for no limit
}

var rates = []rate{
	{name: "off", tier: emulator.RateLimitOff},
	{name: "enterprise", tier: "enterprise", latency: 40 * time.Millisecond, perSec: 16},
	{name: "free", tier: "free", perSec: 2},
}

// measurement is one scenario at one rate.
type measurement struct {
	scenario
	rate rate
}

func (m measurement) name() string { return m.scenario.name + "/" + m.rate.name }

// choose returns the measurements for lists of names separated by spaces. "all" stands for every scenario, and for
// every rate that a scenario is worth running at.
func choose(scenarioList, rateList string) ([]measurement, error) {
	chosenScenarios, err := pick("scenario", scenarioList, scenarios, func(s scenario) string { return s.name })
	if err != nil {
		return nil, err
	}
	chosenRates, err := pick("rate", rateList, rates, func(r rate) string { return r.name })
	if err != nil {
		return nil, err
	}
	var chosen []measurement
	for _, s := range chosenScenarios {
		for _, r := range chosenRates {
			if rateList == "all" && r.name == "free" && !s.small {
				continue
			}
			chosen = append(chosen, measurement{s, r})
		}
	}
	return chosen, nil
}

func pick[T any](kind, list string, from []T, name func(T) string) ([]T, error) {
	if list == "all" {
		return from, nil
	}
	var chosen []T
	for _, wanted := range strings.Fields(list) {
		i := slices.IndexFunc(from, func(item T) bool { return name(item) == wanted })
		if i < 0 {
			return nil, fmt.Errorf("no %s is called %q; there are %s", kind, wanted, names(from, name))
		}
		chosen = append(chosen, from[i])
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no %s is chosen; there are %s", kind, names(from, name))
	}
	return chosen, nil
}

func names[T any](from []T, name func(T) string) string {
	var all []string
	for _, item := range from {
		all = append(all, name(item))
	}
	return strings.Join(all, ", ")
}

func scenarioNames() string { return names(scenarios, func(s scenario) string { return s.name }) }

func rateNames() string { return names(rates, func(r rate) string { return r.name }) }
