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
	strangers    int  // third-party applications in the tenant that Terraform does not manage
	small        bool // so small that it is worth running at the lowest rate too
	maxCalls     int  // of the Management API
}

// The budgets of the refreshes are those the project has set itself: about one call for every page of 100 that the
// objects fill. Twenty applications among 20,000 are cheaper read singly: 60 reads, and at most 4 pages to find that out.
// Creating or destroying costs a call for each object, and one listing.
var scenarios = []scenario{
	{name: "refresh-10", applications: 10, small: true, maxCalls: 12},
	{name: "refresh-100", applications: 100, small: true, maxCalls: 12},
	{name: "refresh-1000", applications: 1000, small: true, maxCalls: 36},
	{name: "refresh-1000-alone", applications: 1000, alone: true, maxCalls: 18},
	{name: "refresh-10000-alone", applications: 10000, alone: true, maxCalls: 108},
	{name: "refresh-20-among-20000", applications: 20, unprotected: true, strangers: 20000, small: true, maxCalls: 64},
	{name: "create-500", action: create, applications: 500, alone: true, maxCalls: 506},
	{name: "destroy-500", action: destroy, applications: 500, alone: true, maxCalls: 513},
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

// choose returns the measurements for lists of names separated by spaces. "all" stands for every scenario, and for every
// rate that a scenario is worth running at. A measurement that is judged by its time comes after one without a limit.
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
			m, unlimited := measurement{s, r}, measurement{s, rates[0]}
			if m.isJudgedByTime() && !slices.Contains(chosenRates, unlimited.rate) {
				chosen = append(chosen, unlimited)
			}
			chosen = append(chosen, m)
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
