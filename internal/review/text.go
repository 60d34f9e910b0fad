package review

import (
	"fmt"
	"strings"
)

// titles are the headings of the kinds.
var titles = map[Kind]string{
	Boundary: "Beyond a limit",
	Gains:    "Gains",
	Unknown:  "Not known",
	Loses:    "Loses",
	Owner:    "Unchanged, but with a new owner",
}

// titlesOfDrift are the headings of the kinds in a report about a tenant that differs.
var titlesOfDrift = map[Kind]string{
	Boundary: "Beyond the boundary",
	Gains:    "Opened",
	Unknown:  "Perhaps opened",
	Loses:    "Closed or missing",
	Owner:    "With a new owner",
}

func (r *Report) title(kind Kind) string {
	if r.about == aboutDrift {
		return titlesOfDrift[kind]
	}
	return titles[kind]
}

const (
	titleOpened      = "Opened outside Terraform, and not by this change"
	titleDifferences = "Other differences"
	titleNotWatched  = "Not watched"
)

// nothing is the report without findings.
const nothing = "Nobody gains or loses access."

// verdict is the text of a report without findings.
func (r *Report) verdict() string {
	switch {
	case r.about != aboutDrift:
		return nothing
	case len(r.Differences) > 0:
		return "Nobody has more or less access than declared."
	default:
		return "The tenant is as declared, as far as it is watched."
	}
}

// Text writes the report for a terminal: a line for a finding.
func (r *Report) Text() string {
	var out strings.Builder
	if len(r.Findings) == 0 {
		out.WriteString(r.verdict() + "\n")
	}
	section := func(title string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&out, "%s (%d)\n  - %s\n", title, len(lines), strings.Join(lines, "\n  - "))
		}
	}
	lines := func(findings []Finding) (lines []string) {
		for _, f := range findings {
			lines = append(lines, f.Sentence.String()+f.place())
		}
		return lines
	}
	for _, kind := range Kinds() {
		section(r.title(kind), lines(r.Of(kind)))
	}
	section("Allowed", lines(r.Allowed))
	section(titleOpened, lines(r.Opened))
	var differences, notWatched []string
	for _, one := range r.Differences {
		differences = append(differences, one.sentence().String())
	}
	for _, one := range r.NotWatched {
		notWatched = append(notWatched, one.String())
	}
	section(titleDifferences, differences)
	section(titleNotWatched, notWatched)
	for _, note := range r.Notes {
		fmt.Fprintf(&out, "Note: %s\n", note)
	}
	return out.String()
}

func (d Difference) sentence() Sentence {
	if len(d.Attributes) == 0 {
		return say(name(d.Address))
	}
	return say(name(d.Address), ": ", few(d.Attributes))
}

// place is the code and address by which a finding is ignored or allowed.
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
