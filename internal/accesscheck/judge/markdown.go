package judge

import (
	"fmt"
	"strings"
)

// Markdown writes the conditions as a table, for an incident or a pull request.
func (r Result) Markdown() string {
	var out strings.Builder
	out.WriteString(escaped(r.Reason) + "\n\n| Condition | State | Evidence | Remedy |\n| --- | --- | --- | --- |\n")
	for _, one := range r.Conditions {
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", one.Name, strings.ReplaceAll(string(one.State), "_", " "),
			escaped(one.Evidence), escaped(one.Remedy))
	}
	return out.String()
}

// Text writes the conditions for a terminal, with remedies for those that prevent access.
func (r Result) Text() string {
	var out strings.Builder
	out.WriteString(r.Reason + "\n")
	for _, one := range r.Conditions {
		fmt.Fprintf(&out, "  %-15s %s: %s\n", one.State, one.Name, one.Evidence)
		if one.Remedy != "" {
			fmt.Fprintf(&out, "  %-15s %s\n", "", one.Remedy)
		}
	}
	return out.String()
}

// escaped keeps names that somebody else chose from being taken for Markdown, HTML, a link or a mention.
func escaped(text string) string {
	var out strings.Builder
	for _, r := range strings.NewReplacer("://", ":&#47;&#47;", "www.", "www&#46;").Replace(text) {
		if strings.ContainsRune("\\`*[]<>|~@", r) {
			fmt.Fprintf(&out, "&#%d;", r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}
