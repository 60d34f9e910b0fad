package main

import "fmt"

// What the project promises beyond the number of calls.
const (
	maxThrottled  = 0.01 // share of the calls answered 429
	maxSlowdown   = 1.3  // of what the rate limit adds to the time of a run, over calls / rate
	maxPeakRSSMB  = 256
	largeScenario = 10000 // applications; from here on processor and memory are judged
	longScenario  = 1000  // applications; from here on calls decide how long a run takes at the lowest rate
)

// budget is a promise beside what was measured.
type budget struct {
	what       string
	got, limit float64
}

// isJudgedByTime reports whether the rate limit decides how long the run takes.
func (m measurement) isJudgedByTime() bool {
	return m.rate.name == "free" && m.action == refresh && m.applications >= longScenario
}

func (b budget) over() bool { return b.got > b.limit }

func (b budget) String() string {
	verdict := "ok"
	if b.over() {
		verdict = "OVER"
	}
	return fmt.Sprintf("%s\t%.4g\t%.4g\t%s", b.what, b.got, b.limit, verdict)
}

// budgets returns what is promised about a measurement of this project's provider. unlimited is what the same scenario took
// without a rate limit, nil if that was not measured.
//
// What a rate limit costs is judged by the time it adds. The whole time of a run also holds the work of Terraform and the
// provider, which takes as long with no limit at all: of 4,000 resources it takes as much as the calls on two processors. It
// overlaps little with them, because Terraform asks in an order of its own: most of what it asks for comes with the last
// page, and it asks for grants only after all applications are through. What is added holds every wait, and every call that is
// made later than it could be. (That the first page of grants waits for the first one to ask for a grant is part of it: to
// list them sooner would be calls for nothing wherever none is read.)
func budgets(m measurement, r result, unlimited *result) []budget {
	all := []budget{{"calls", float64(r.APICalls), float64(m.maxCalls)}}
	if m.action != refresh {
		all = append(all, budget{"writes", float64(r.writes), float64(m.applications)})
	}
	if m.rate.perSec > 0 {
		all = append(all, budget{"throttled calls", float64(r.Throttled), maxThrottled * float64(r.APICalls)})
	}
	if m.isJudgedByTime() && unlimited != nil {
		all = append(all, budget{"seconds added", r.WallSeconds - unlimited.WallSeconds, maxSlowdown * float64(r.APICalls) / m.rate.perSec})
	}
	if m.applications >= largeScenario {
		all = append(all,
			budget{"provider CPU seconds", r.ProviderCPUSeconds, r.TerraformCPUSeconds},
			budget{"provider peak RSS MB", r.ProviderPeakRSSMB, maxPeakRSSMB})
	}
	return all
}
