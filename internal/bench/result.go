package main

import "math"

// result is what one measurement found; it is printed as one line of JSON.
type result struct {
	Scenario  string `json:"scenario"` // and the rate, such as "refresh-10/free"
	Provider  string `json:"provider"`
	Resources int    `json:"resources"` // managed by Terraform
	// APICalls counts calls of the Management API. Token requests are in APICallsByEndpoint only.
	APICalls           int            `json:"api_calls"`
	APICallsByEndpoint map[string]int `json:"api_calls_by_endpoint"`
	Throttled          int            `json:"throttled"` // calls answered 429
	// APISeconds is the time from the first call of the Management API to the last answer.
	APISeconds          float64 `json:"api_seconds"`
	WallSeconds         float64 `json:"wall_seconds"`
	ProviderCPUSeconds  float64 `json:"provider_cpu_seconds"`
	ProviderPeakRSSMB   float64 `json:"provider_peak_rss_mb"`  // of the largest of the provider's processes
	TerraformCPUSeconds float64 `json:"terraform_cpu_seconds"` // without the provider's

	writes int
}

func newResult(p candidate, m measurement, used cost, made calls) result {
	return result{
		Scenario:            m.name(),
		Provider:            p.name,
		Resources:           p.resources(m.scenario),
		APICalls:            made.total,
		APICallsByEndpoint:  made.byEndpoint,
		Throttled:           made.throttled,
		APISeconds:          round(made.span.Seconds()),
		WallSeconds:         round(used.wall.Seconds()),
		ProviderCPUSeconds:  round(used.provider.CPU.Seconds()),
		ProviderPeakRSSMB:   round(float64(used.provider.PeakRSS) / (1 << 20)),
		TerraformCPUSeconds: round(used.cpu.Seconds()),
		writes:              made.writes,
	}
}

// round leaves two decimals.
func round(x float64) float64 { return math.Round(x*100) / 100 }
