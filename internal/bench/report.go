package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// finding is a measurement with its results: this project's provider first, then the peer, if there is one.
type finding struct {
	measurement
	results []result
}

// peer returns what the peer's measurement came to, nil if there is no peer.
func (f finding) peer() *result {
	if len(f.results) < 2 {
		return nil
	}
	return &f.results[1]
}

// report prints the findings as a table, then the budgets, then how the peer compares. It tells whether a budget is
// exceeded.
func report(out io.Writer, findings []finding) (over bool) {
	section(out, "scenario\tprovider\tresources\tcalls\t429\tAPI s\twall s\tprovider CPU s\tprovider MB\tTerraform CPU "+
		"s\t",
		findings, func(f finding) (lines []string) {
			for _, r := range f.results {
				lines = append(
					lines,
					fmt.Sprintf(
						"%s\t%s\t%d\t%d\t%d\t%.1f\t%.1f\t%.2f\t%.0f\t%.2f\t",
						r.Scenario,
						r.Provider,
						r.Resources,
						r.APICalls,
						r.Throttled,
						r.APISeconds,
						r.WallSeconds,
						r.ProviderCPUSeconds,
						r.ProviderPeakRSSMB,
						r.TerraformCPUSeconds,
					),
				)
			}
			return lines
		})
	section(out, "scenario\tbudget\tmeasured\tat most\t\t", findings, func(f finding) (lines []string) {
		for _, b := range budgets(f.measurement, f.results[0], f.peer()) {
			over = over || b.isOver()
			lines = append(lines, fmt.Sprintf("%s\t%s\t", f.name(), b))
		}
		return lines
	})
	if len(findings) > 0 && len(findings[0].results) == 1 {
		return over
	}
	section(out, "scenario\tpeer / own:\tcalls\twall\tprovider CPU\tprovider "+
		"memory\t", findings, func(f finding) []string {
		own, peer := f.results[0], f.results[1]
		return []string{fmt.Sprintf("%s\t\t%s\t%s\t%s\t%s\t", f.name(),
			ratio(float64(peer.APICalls), float64(own.APICalls)), ratio(peer.WallSeconds, own.WallSeconds),
			ratio(peer.ProviderCPUSeconds, own.ProviderCPUSeconds), ratio(peer.ProviderPeakRSSMB, own.ProviderPeakRSSMB))}
	})
	return over
}

// section prints one aligned table after an empty line. Cells end in a tab.
func section(out io.Writer, header string, findings []finding, lines func(finding) []string) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintf(table, "\n%s\n", header)
	for _, f := range findings {
		for _, line := range lines(f) {
			_, _ = fmt.Fprintln(table, line)
		}
	}
	_ = table.Flush()
}

func ratio(peer, own float64) string {
	if own == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", peer/own)
}
