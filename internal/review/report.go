package review

import (
	"cmp"
	"slices"
)

// Report is the result of a review.
type Report struct {
	Findings []Finding `json:"findings"`
	// Allowed are findings that somebody approved or ignored. No run fails for them.
	Allowed []Finding `json:"allowed"`
	// Opened is what somebody opened outside Terraform since the last refresh, and what the plan does not open.
	Opened []Finding `json:"opened,omitempty"`
	// Differences are further differences between tenant and configuration, which give or take no access.
	Differences []Difference `json:"differences,omitempty"`
	// NotWatched are kinds of access that no resource of the configuration checks.
	NotWatched []Sentence `json:"not_watched,omitempty"`
	// Notes are about the review itself.
	Notes []string `json:"notes,omitempty"`
	// Now is who can reach what in the tenant, nil if no data source of the plan shows it.
	Now *Snapshot `json:"-"`

	about about
}

// about is the subject of a report.
type about int

const (
	aboutSnapshots about = iota
	aboutPlan
	aboutDrift
)

// Difference is a resource with the attributes that differ, or an output with what is new in it.
type Difference struct {
	Address    string   `json:"address"`
	Attributes []string `json:"attributes,omitempty"`
}

// IsAsDeclared reports whether nothing differs.
func (r *Report) IsAsDeclared() bool { return len(r.Findings)+len(r.Differences) == 0 }

func newReport() *Report { return &Report{Findings: []Finding{}, Allowed: []Finding{}} }

func (r *Report) add(f Finding) {
	f.Kind = kindOf(f.Code)
	r.Findings = append(r.Findings, f)
}

// say adds a finding about a resource, as a sentence.
func (r *Report) say(code, address string, parts ...any) {
	r.add(Finding{Code: code, Address: address, Certain: kindOf(code) != Unknown, Sentence: say(parts...)})
}

// Of returns the findings of a kind.
func (r *Report) Of(kind Kind) []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Kind != kind })
}

// sort puts worse kinds first, and the codes of a kind in the order of their list.
func (r *Report) sort() {
	for _, findings := range []*[]Finding{&r.Findings, &r.Opened} {
		slices.SortStableFunc(*findings, compareFindings)
		*findings = slices.CompactFunc(*findings, func(a, b Finding) bool { return a.key() == b.key() })
	}
}

func compareFindings(a, b Finding) int {
	rank := func(f Finding) int { return slices.Index(Kinds(), f.Kind) }
	order := cmp.Or(
		cmp.Compare(rank(a), rank(b)),
		cmp.Compare(ranks[a.Code], ranks[b.Code]),
		cmp.Compare(a.Holder, b.Holder),
		cmp.Compare(a.Address, b.Address),
		cmp.Compare(a.Audience, b.Audience),
		cmp.Compare(b.SubjectType, a.SubjectType),
	)
	if order == 0 {
		order = cmp.Compare(a.Sentence.String(), b.Sentence.String())
	}
	return order
}

// Tolerance says for which findings a run fails.
type Tolerance string

// The findings to fail for. With FailOnGains a run also fails for values that are not known, because they may give
// access.
const (
	FailOnGains    Tolerance = "gains"
	FailOnAny      Tolerance = "any"
	FailOnBoundary Tolerance = "boundary"
)

// Fails reports whether there is a finding to fail for.
func (r *Report) Fails(on Tolerance) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool {
		switch on {
		case FailOnAny:
			return true
		case FailOnGains:
			return f.Kind == Gains || f.Kind == Unknown || f.Kind == Boundary
		case FailOnBoundary:
			return f.Kind == Boundary
		default:
			return false
		}
	})
}
