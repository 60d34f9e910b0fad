package main

import "fmt"

// What the project promises beyond the number of calls.
const (
	maxThrottled  = 0.01 // share of the calls answered 429
	maxSlowdown   = 1.3  // of the time that calls take where the rate limit decides, over calls / rate
	maxPeakRSSMB  = 256
	largeScenario = 10000 // applications; from here on processor and memory are judged
	longScenario  = 1000  // applications; from here on calls decide how long a run takes at the lowest rate
)

// budget is a promise beside what was measured.
type budget struct {
	what       string
	got, limit float64
}

func (b budget) over() bool { return b.got > b.limit }

func (b budget) String() string {
	verdict := "ok"
	if b.over() {
		verdict = "OVER"
	}
	return fmt.Sprintf("%s\t%.4g\t%.4g\t%s", b.what, b.got, b.limit, verdict)
}

// budgets returns what is promised about a measurement of this project's provider.
//
// What a rate limit costs is judged by the time from the first call to the last answer. It holds whatever the provider does
// about the limit, every wait included, and also what Terraform does in between: it asks for grants only after all
// applications are through. It leaves out what comes before and after, Terraform's start and its work on what the last
// page brought, which takes the processor the same time with no limit at all. In the wall time of a refresh of 4,000
// resources on two processors that is as much as the calls take.
func budgets(m measurement, r result) []budget {
	all := []budget{{"calls", float64(r.APICalls), float64(m.maxCalls)}}
	if m.action != refresh {
		all = append(all, budget{"writes", float64(r.writes), float64(m.applications)})
	}
	if m.rate.perSec > 0 {
		all = append(all, budget{"throttled calls", float64(r.Throttled), maxThrottled * float64(r.APICalls)})
	}
	if m.rate.name == "free" && m.applications >= longScenario {
		all = append(all, budget{"API seconds", r.APISeconds, maxSlowdown * float64(r.APICalls) / m.rate.perSec})
	}
	if m.applications >= largeScenario {
		all = append(all,
			budget{"provider CPU seconds", r.ProviderCPUSeconds, r.TerraformCPUSeconds},
			budget{"provider peak RSS MB", r.ProviderPeakRSSMB, maxPeakRSSMB})
	}
	return all
}
