package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
)

// shownInLine is how many findings are shown before the rest is folded.
const shownInLine = 20

// Markdown writes the report for a pull request or an issue: sentences, then a table of access that is gained or lost.
// The rest is folded.
func (r *Report) Markdown() string {
	var out strings.Builder
	fmt.Fprintf(&out, "## %s\n\n", r.heading())
	if len(r.Findings) == 0 {
		out.WriteString(r.verdict() + "\n\n")
	}
	r.summary(&out)
	section := func(level, title string, findings []Finding) {
		if len(findings) > 0 {
			fmt.Fprintf(&out, "%s %s\n\n", level, title)
			list(&out, findings)
		}
	}
	for _, kind := range Kinds() {
		section("###", r.title(kind), r.Of(kind))
	}
	r.table(&out)
	section("###", "Allowed", r.Allowed)
	section("##", titleOpened, r.Opened)
	sentences(&out, titleDifferences, r.Differences, Difference.sentence)
	sentences(&out, titleNotWatched, r.NotWatched, func(s Sentence) Sentence { return s })
	if r.about != aboutSnapshots && len(r.Findings) > 0 {
		fold(&out, "The same as a picture", "```mermaid\n"+r.Mermaid()+"```\n")
	}
	if r.Now != nil {
		fold(&out, "Who can reach what now", r.Now.Markdown())
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&out, "Note: %s\n", note)
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

// heading returns the report's heading. It tells gains of the change from access that somebody opened outside
// Terraform.
func (r *Report) heading() string {
	isOpen := len(r.Of(Boundary))+len(r.Of(Gains))+len(r.Of(Unknown)) > 0
	switch {
	case r.about == aboutSnapshots:
		return "Who gains what"
	case r.about == aboutPlan && isOpen:
		return "What this change gives"
	case r.about == aboutPlan:
		return "This change gives nobody access"
	case isOpen:
		return "Somebody opened access"
	case r.IsAsDeclared():
		return "Access is as declared, as far as it is watched"
	default:
		return "The tenant differs from the configuration"
	}
}

// shownWithoutSummary is how many findings need no summary.
const shownWithoutSummary = 8

// summary names in the first lines who is new, who gains and who loses, if there are many findings.
func (r *Report) summary(out *strings.Builder) {
	if r.about == aboutSnapshots || len(r.Findings) <= shownWithoutSummary {
		return
	}
	var added, gain, lose []Finding
	for _, f := range r.Findings {
		switch {
		case f.Code == codeNewApplication:
			added = append(added, f)
		case f.Kind == Gains || f.Kind == Boundary || f.Kind == Unknown:
			gain = append(gain, f)
		case f.Kind == Loses:
			lose = append(lose, f)
		}
	}
	for _, one := range []struct {
		title    string
		findings []Finding
	}{{"New applications", added}, {r.title(Gains), gain}, {r.title(Loses), lose}} {
		if len(one.findings) > 0 {
			fmt.Fprintf(out, "- **%s**: %d%s\n", one.title, len(one.findings), concerned(one.findings).Markdown())
		}
	}
	out.WriteString("\n")
}

// concerned returns the holders of findings, or else the first name in each.
func concerned(findings []Finding) Sentence {
	var all []string
	for _, f := range findings {
		called := f.Holder
		for _, one := range f.Sentence {
			if called == "" && one.isName {
				called = one.text
			}
		}
		if isEverybody := f.Holder != "" && f.ClientID == "" && f.Application == ""; isEverybody {
			called = "everybody"
		}
		if called != "" && !slices.Contains(all, called) {
			all = append(all, called)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return say(": ", few(all))
}

func sentences[T any](out *strings.Builder, title string, all []T, of func(T) Sentence) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(out, "### %s\n\n", title)
	for _, one := range all {
		fmt.Fprintf(out, "- %s\n", of(one).Markdown())
	}
	out.WriteString("\n")
}

func fold(out *strings.Builder, title, text string) {
	fmt.Fprintf(out, "<details><summary>%s</summary>\n\n%s\n</details>\n\n", title, text)
}

// Markdown writes who can reach what: a table, and a picture.
func (s *Snapshot) Markdown() string {
	return access.Markdown(s.entries) + "\n```mermaid\n" + access.Mermaid(s.entries) + "```\n"
}

func list(out *strings.Builder, findings []Finding) {
	for i, f := range findings {
		if i == shownInLine {
			fmt.Fprintf(out, "\n<details><summary>and %d more</summary>\n\n", len(findings)-i)
		}
		fmt.Fprintf(out, "- %s %s\n", f.Sentence.Markdown(), f.markdownPlace())
	}
	if len(findings) > shownInLine {
		out.WriteString("\n</details>\n")
	}
	out.WriteString("\n")
}

func (f Finding) markdownPlace() string {
	text := "(" + access.Code(f.Code)
	if f.Address != "" {
		text += ", " + access.Code(f.Address)
	}
	if f.Until != "" {
		text += ", until " + f.Until
	}
	return text + ")"
}

// table shows access that is gained or lost, a line for each holder, API and subject type.
func (r *Report) table(out *strings.Builder) {
	var rows strings.Builder
	count := 0
	for _, f := range r.Findings {
		if f.Audience == "" || f.Holder == "" || f.Kind == Boundary {
			continue
		}
		count++
		holder := access.Code(f.Holder)
		if f.ClientID != "" && f.ClientID != f.Holder {
			holder += " " + access.Code(f.ClientID)
		}
		fmt.Fprintf(&rows, "| %s | %s | %s | %s | %s | %s |\n",
			f.verb(), holder, access.Code(f.Audience), f.SubjectType, f.scopes(), strings.ReplaceAll(f.Why, "_", " "))
	}
	table := "| | Application | API | Access | Scopes | Why |\n| --- | --- | --- | --- | --- | --- |\n" + rows.String()
	switch {
	case count == 0:
	case r.about == aboutSnapshots:
		out.WriteString("### Access\n\n" + table + "\n")
	default:
		fold(out, "The same as a table", table)
	}
}

func (f Finding) verb() string {
	verb := string(f.Kind)
	if !f.Certain {
		verb = "may " + strings.TrimSuffix(verb, "s")
	}
	return verb
}

func (f Finding) scopes() string {
	spans := make([]string, 0, len(f.Scopes)+1)
	if f.AllScopes {
		spans = append(spans, "all")
	}
	for _, scope := range f.Scopes {
		spans = append(spans, access.Code(scope))
	}
	if len(spans) == 0 {
		return "none, access only"
	}
	return strings.Join(spans, ", ")
}
