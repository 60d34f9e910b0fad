package main

import (
	"slices"
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		scenarios, rates string
		want             []string
		err              string
	}{
		"by name":          {scenarios: "refresh-100  refresh-10", rates: "free", want: []string{"refresh-100/free", "refresh-10/free"}},
		"large and slow":   {scenarios: "create-500", rates: "free", want: []string{"create-500/free"}},
		"every rate":       {scenarios: "create-500", rates: "all", want: []string{"create-500/off", "create-500/enterprise"}},
		"every small rate": {scenarios: "refresh-10", rates: "all", want: []string{"refresh-10/off", "refresh-10/enterprise", "refresh-10/free"}},
		"judged by time":   {scenarios: "refresh-1000", rates: "free", want: []string{"refresh-1000/free"}},
		"unknown scenario": {scenarios: "refresh-11", rates: "off", err: `no scenario is called "refresh-11"; there are refresh-10, `},
		"unknown rate":     {scenarios: "refresh-10", rates: "of", err: `no rate is called "of"; there are off, enterprise, free`},
		"nothing":          {scenarios: " ", rates: "off", err: "no scenario is chosen"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chosen, err := choose(test.scenarios, test.rates)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("the error is %v, want one with %q", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range chosen {
				got = append(got, m.name())
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("chosen are %v, want %v", got, test.want)
			}
		})
	}
}

func TestEveryScenarioIsPromisedSomething(t *testing.T) {
	t.Parallel()
	for _, s := range scenarios {
		if s.maxCalls == 0 || s.applications == 0 {
			t.Errorf("%s has no budget or no applications", s.name)
		}
	}
}
