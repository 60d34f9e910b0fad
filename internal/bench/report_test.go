package main

import (
	"strings"
	"testing"
	"time"
)

func TestBudgets(t *testing.T) {
	t.Parallel()
	free, off := rates[2], rates[0]
	peer := &result{ProviderCPUSeconds: 20, ProviderPeakRSSMB: 255}
	within := result{APICalls: 36, WallSeconds: 32, writes: 500, ProviderCPUSeconds: 6, TerraformCPUSeconds: 7, ProviderPeakRSSMB: 255}
	for name, test := range map[string]struct {
		m      measurement
		change func(*result)
		over   string // the budget exceeded, "" for none
	}{
		"within":           {m: measurement{scenario{applications: 1000, maxCalls: 36}, free}},
		"a call too many":  {measurement{scenario{applications: 1000, maxCalls: 35}, off}, nil, "calls"},
		"a write too many": {measurement{scenario{action: create, applications: 499, maxCalls: 36}, off}, nil, "writes"},
		"throttled":        {measurement{scenario{applications: 10, maxCalls: 36}, free}, func(r *result) { r.Throttled = 1 }, "throttled calls"},
		"slow":             {measurement{scenario{applications: 1000, maxCalls: 36}, free}, func(r *result) { r.WallSeconds = 33 }, "wall clock / (calls / rate)"},
		"slow, no limit":   {m: measurement{scenario{applications: 1000, maxCalls: 36}, off}, change: func(r *result) { r.WallSeconds = 36 }},
		"busy":             {measurement{scenario{applications: 10000, maxCalls: 36}, off}, func(r *result) { r.ProviderCPUSeconds = 7 }, "provider CPU / Terraform CPU"},
		"busier than peer": {measurement{scenario{applications: 1000, maxCalls: 36}, off}, func(r *result) { r.ProviderCPUSeconds = 7 }, "provider CPU / peer's"},
		"large":            {measurement{scenario{applications: 10000, maxCalls: 36}, off}, func(r *result) { r.ProviderPeakRSSMB = 257 }, "provider peak RSS MB"},
		"larger than peer": {measurement{scenario{applications: 1000, maxCalls: 36}, off}, func(r *result) { r.ProviderPeakRSSMB = 256 }, "provider memory / peer's"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := within
			if test.change != nil {
				test.change(&r)
			}
			var over []string
			for _, b := range budgets(test.m, r, peer) {
				if b.isOver() {
					over = append(over, b.what)
				}
			}
			if got := strings.Join(over, ", "); got != test.over {
				t.Errorf("exceeded are %q, want %q", got, test.over)
			}
		})
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	own := newResult(candidate{name: "auth0access"}, measurement{scenario{name: "refresh-10", applications: 10}, rates[0]},
		cost{wall: 2 * time.Second, provider: usage{CPU: time.Second, PeakRSS: 64 << 20}, cpu: time.Second}, calls{total: 4, span: time.Second})
	peer := own
	peer.Provider, peer.APICalls, peer.WallSeconds = "auth0", 30, 3

	for name, test := range map[string]struct {
		maxCalls int
		results  []result
		over     bool
		want     []string
		without  string
	}{
		"alone":       {12, []result{own}, false, []string{"refresh-10/off  auth0access         30      4    0    1.0     2.0", "ok"}, "peer"},
		"beside peer": {12, []result{own, peer}, false, []string{"auth0         30     30    0    1.0     3.0", "7.5   1.5"}, "OVER"},
		"over":        {3, []result{own}, true, []string{"calls         4        3  OVER"}, "peer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			m := measurement{scenario{name: "refresh-10", applications: 10, maxCalls: test.maxCalls}, rates[0]}
			if over := report(&out, []finding{{m, test.results}}); over != test.over {
				t.Errorf("over budget is %v, want %v", over, test.over)
			}
			for _, want := range test.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("no %q in\n%s", want, out.String())
				}
			}
			if strings.Contains(out.String(), test.without) {
				t.Errorf("%q in\n%s", test.without, out.String())
			}
		})
	}
}
