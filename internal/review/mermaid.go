package review

import (
	"fmt"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
)

// maxEdges is how many findings the picture has. Renderers refuse more than 500.
const maxEdges = 200

// Mermaid draws who gains and who loses what: a thick edge is a gain, a dotted one a loss, and one that ends in a
// circle is not known.
func (r *Report) Mermaid() string {
	var out strings.Builder
	out.WriteString("flowchart LR\n")
	nodes := map[string]string{}
	node := func(kind, text, shape string) string {
		if id := nodes[kind+text]; id != "" {
			return id
		}
		id := fmt.Sprintf("%s%d", kind, len(nodes))
		nodes[kind+text] = id
		fmt.Fprintf(&out, "  "+shape+"\n", id, access.Label(text))
		return id
	}
	edges, left := 0, 0
	for _, f := range r.Findings {
		switch {
		case f.Kind == Boundary:
			continue
		case edges == maxEdges:
			left++
			continue
		case f.Audience != "" && f.Holder != "":
			from, to := node("a", f.Holder, `%s("%s")`), node("r", f.Audience, `%s["%s"]`)
			fmt.Fprintf(&out, "  %s %s|\"%s\"| %s\n", from, f.arrow(), f.edgeLabel(), to)
		default:
			fmt.Fprintf(&out, "  f%d>\"%s\"]\n", edges, sentenceLabel(f))
		}
		edges++
	}
	if edges == 0 {
		out.WriteString("  none[\"" + access.Label(nothing) + "\"]\n")
	}
	if left > 0 {
		fmt.Fprintf(&out, "  rest[\"%d more\"]\n", left)
	}
	return out.String()
}

func (f Finding) arrow() string {
	switch {
	case !f.Certain:
		return "--o"
	case f.Kind == Loses:
		return "-.->"
	default:
		return "==>"
	}
}

func (f Finding) edgeLabel() string {
	parts := []string{f.verb() + ", " + f.SubjectType}
	if f.AllScopes {
		parts = append(parts, "all scopes")
	}
	for i, scope := range f.Scopes {
		if i == 4 {
			parts = append(parts, fmt.Sprintf("and %d more", len(f.Scopes)-i))
			break
		}
		parts = append(parts, access.Label(scope))
	}
	return strings.Join(parts, "<br>")
}

// sentenceLabel writes a sentence in lines.
func sentenceLabel(f Finding) string {
	const width = 40
	var lines []string
	line := ""
	for _, word := range strings.Fields(f.Sentence.String()) {
		if len(line) > 0 && len(line)+len(word) > width {
			lines, line = append(lines, access.Label(line)), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return strings.Join(append(lines, access.Label(line)), "<br>")
}
