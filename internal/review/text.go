package review

import (
	"fmt"
	"strings"
)

// titles are the headings of the kinds.
var titles = map[Kind]string{
	Boundary: "Beyond what was set",
	Gains:    "Gains",
	Unknown:  "Not known",
	Loses:    "Loses",
	Owner:    "Unchanged, but with a new owner",
}

// nothing is what there is to say of a change of nothing.
const nothing = "Nobody gains or loses access."

// Text writes the report for a terminal: a line for a finding.
func (r *Report) Text() string {
	var out strings.Builder
	if len(r.Findings) == 0 {
		out.WriteString(nothing + "\n")
	}
	for _, kind := range Kinds() {
		findings := r.Of(kind)
		if len(findings) == 0 {
			continue
		}
		fmt.Fprintf(&out, "%s (%d)\n", titles[kind], len(findings))
		for _, f := range findings {
			fmt.Fprintf(&out, "  - %s%s\n", f.Sentence, f.place())
		}
	}
	if len(r.Allowed) > 0 {
		fmt.Fprintf(&out, "Allowed (%d)\n", len(r.Allowed))
		for _, f := range r.Allowed {
			fmt.Fprintf(&out, "  - %s%s\n", f.Sentence, f.place())
		}
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&out, "Note: %s\n", note)
	}
	return out.String()
}

// place is what a finding is ignored or allowed by.
func (f Finding) place() string {
	text := " [" + f.Code
	if f.Address != "" {
		text += " " + f.Address
	}
	if f.Until != "" {
		text += ", until " + f.Until
	}
	return text + "]"
}
