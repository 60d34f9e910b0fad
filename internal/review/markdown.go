package review

import (
	"fmt"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
)

// shownInLine is how many findings are written out before the rest is folded.
const shownInLine = 20

// Markdown writes the report for a pull request: sentences, then a table of what can be reached more or less.
func (r *Report) Markdown() string {
	var out strings.Builder
	out.WriteString("## Who gains what\n\n")
	if len(r.Findings) == 0 {
		out.WriteString(nothing + "\n")
	}
	for _, kind := range Kinds() {
		if findings := r.Of(kind); len(findings) > 0 {
			fmt.Fprintf(&out, "### %s\n\n", titles[kind])
			list(&out, findings)
		}
	}
	r.table(&out)
	if len(r.Allowed) > 0 {
		out.WriteString("### Allowed\n\n")
		list(&out, r.Allowed)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&out, "Note: %s\n", note)
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
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

// table shows what can be reached more or less, a line for each holder, API and subject type.
func (r *Report) table(out *strings.Builder) {
	isEmpty := true
	for _, f := range r.Findings {
		if f.Audience == "" || f.Holder == "" || f.Kind == Boundary {
			continue
		}
		if isEmpty {
			out.WriteString("### Access\n\n| | Application | API | Access | Scopes | Why |\n" +
				"| --- | --- | --- | --- | --- | --- |\n")
			isEmpty = false
		}
		holder := access.Code(f.Holder)
		if f.ClientID != "" && f.ClientID != f.Holder {
			holder += " " + access.Code(f.ClientID)
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %s |\n",
			f.verb(), holder, access.Code(f.Audience), f.SubjectType, f.scopes(), strings.ReplaceAll(f.Why, "_", " "))
	}
	if !isEmpty {
		out.WriteString("\n")
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
