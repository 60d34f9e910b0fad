package main

import "fmt"

// The project's promises beyond the number of calls. Times and memory are promised as ratios, which hold on any
// machine.
const (
	maxThrottled  = 0.01    // share of the calls answered 429
	maxSlowdown   = 1.8     // time of a run that the rate limit decides, over calls / rate; the goal is 1.2
	maxCPU        = 0.9     // processor time of the provider over Terraform's own; see docs/design/framework.md
	maxPeerCPU    = 1.0 / 3 // processor time of the provider over the peer's
	maxPeerMemory = 1.0     // peak memory of the provider over the peer's
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

func (b budget) isOver() bool { return b.got > b.limit }

func (b budget) String() string {
	verdict := "ok"
	if b.isOver() {
		verdict = "OVER"
	}
	return fmt.Sprintf("%s\t%.4g\t%.4g\t%s", b.what, b.got, b.limit, verdict)
}

// budgets returns what is promised about a measurement of this project's provider. peer is what the same measurement of
// another provider came to, nil if there is none.
func budgets(m measurement, r result, peer *result) []budget {
	all := []budget{{"calls", float64(r.APICalls), float64(m.maxCalls)}}
	if m.action != refresh {
		all = append(all, budget{"writes", float64(r.writes), float64(m.applications)})
	}
	if m.rate.perSec > 0 {
		all = append(all, budget{"throttled calls", float64(r.Throttled), maxThrottled * float64(r.APICalls)})
	}
	if m.isJudgedByTime() {
		all = append(all, budget{"wall clock / (calls / " +
			"rate)", r.WallSeconds * m.rate.perSec / float64(r.APICalls), maxSlowdown})
	}
	if m.applications >= largeScenario {
		all = append(all,
			budget{"provider CPU / Terraform CPU", r.ProviderCPUSeconds / r.TerraformCPUSeconds, maxCPU},
			budget{"provider peak RSS MB", r.ProviderPeakRSSMB, maxPeakRSSMB})
	}
	if peer != nil && m.action == refresh && m.applications == longScenario && !m.alone && m.rate.perSec == 0 {
		all = append(all,
			budget{"provider CPU / peer's", r.ProviderCPUSeconds / peer.ProviderCPUSeconds, maxPeerCPU},
			budget{"provider memory / peer's", r.ProviderPeakRSSMB / peer.ProviderPeakRSSMB, maxPeerMemory})
	}
	return all
}
