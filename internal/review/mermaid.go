package review

import (
	"fmt"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
)

// maxEdges is how many findings the picture has. Renderers refuse more than 500.
const maxEdges = 200

// Mermaid draws who gains and who loses what. Each API is a frame with a node for each gain or loss, so that no label
// covers another. A thick edge is a gain, a dotted one a loss, and one that ends in a circle is not known.
func (r *Report) Mermaid() string {
	d := &drawing{ids: map[string]string{}, classes: map[string]bool{}, frames: map[string]*strings.Builder{}}
	left, count := 0, 0
	for _, f := range r.Findings {
		switch {
		case f.Kind == Boundary:
			continue
		case count == maxEdges:
			left++
			continue
		case f.Audience != "" && f.Holder != "":
			d.addAccess(f)
		default:
			fmt.Fprintf(&d.nodes, "  f%d>\"%s\"]:::%s\n", count, sentenceLabel(f), d.class(f))
		}
		count++
	}
	if count == 0 {
		return "flowchart LR\n  none[\"" + access.Label(nothing) + "\"]\n"
	}
	return d.write(left)
}

// drawing collects the parts of a picture.
type drawing struct {
	nodes, edges strings.Builder
	ids          map[string]string           // of nodes, by what they represent
	frames       map[string]*strings.Builder // by API
	order        []string                    // of the APIs
	classes      map[string]bool             // classes that the picture uses
}

// addAccess draws what one holder gains or loses at one API.
func (d *drawing) addAccess(f Finding) {
	holder := d.id("a", f.Holder+" "+f.ClientID, func(id string) {
		fmt.Fprintf(&d.nodes, "  %s(\"%s\")\n", id, access.Label(f.Holder))
	})
	if d.frames[f.Audience] == nil {
		d.frames[f.Audience] = &strings.Builder{}
		d.order = append(d.order, f.Audience)
	}
	label := f.accessLabel()
	what := d.id("n", f.Audience+" "+label, func(id string) {
		fmt.Fprintf(d.frames[f.Audience], "    %s[\"%s\"]:::%s\n", id, label, d.class(f))
	})
	fmt.Fprintf(&d.edges, "  %s %s %s\n", holder, f.arrow(), what)
}

// id returns the id of a node, and draws the node the first time.
func (d *drawing) id(kind, of string, draw func(id string)) string {
	if id := d.ids[kind+of]; id != "" {
		return id
	}
	id := fmt.Sprintf("%s%d", kind, len(d.ids))
	d.ids[kind+of] = id
	draw(id)
	return id
}

// class returns the class that a finding is drawn with.
func (d *drawing) class(f Finding) string {
	class := "other"
	switch {
	case f.Kind == Unknown, !f.Certain:
		class = "unknown"
	case f.Kind == Gains:
		class = "gain"
	case f.Kind == Loses:
		class = "loss"
	}
	d.classes[class] = true
	return class
}

// looks are the classes and their texts in the legend.
var looks = []struct{ class, text, style string }{
	{"gain", "red, thick line: gained", "fill:#fee2e2,stroke:#b91c1c,color:#111"},
	{"unknown", "yellow, circle: not known", "fill:#fef9c3,stroke:#a16207,color:#111"},
	{"loss", "green, dotted line: lost", "fill:#dcfce7,stroke:#15803d,color:#111"},
	{"other", "grey: neither", "fill:#f8fafc,stroke:#475569,color:#111"},
}

func (d *drawing) write(left int) string {
	var out strings.Builder
	out.WriteString("flowchart LR\n" + d.nodes.String())
	for i, audience := range d.order {
		fmt.Fprintf(&out, "  subgraph r%d[\"%s\"]\n%s  end\n", i, access.Label(audience), d.frames[audience].String())
	}
	out.WriteString(d.edges.String())
	if left > 0 {
		fmt.Fprintf(&out, "  rest[\"%d more\"]\n", left)
	}
	var lines []string
	for _, one := range looks {
		if d.classes[one.class] {
			lines = append(lines, access.Escape(one.text))
			fmt.Fprintf(&out, "  classDef %s %s\n", one.class, one.style)
		}
	}
	fmt.Fprintf(&out, "  legend[\"%s\"]:::frame\n  classDef frame fill:#fff,stroke:#94a3b8,color:#111\n",
		strings.Join(lines, "<br>"))
	for i := range d.order {
		fmt.Fprintf(&out, "  class r%d frame\n", i)
	}
	return out.String()
}

func (f Finding) arrow() string {
	switch {
	case !f.Certain:
		return "---o"
	case f.Kind == Loses:
		return "-..->"
	default:
		return "===>"
	}
}

// accessLabel names what is gained or lost.
func (f Finding) accessLabel() string {
	const shown = 8
	parts := []string{f.verb() + " " + f.SubjectType + " access"}
	if f.AllScopes {
		parts = append(parts, "all scopes")
	}
	for i, scope := range f.Scopes {
		if i == shown {
			parts = append(parts, fmt.Sprintf("and %d more", len(f.Scopes)-i))
			break
		}
		parts = append(parts, access.Label(scope))
	}
	return strings.Join(parts, "<br>")
}

// sentenceLabel breaks a sentence into lines.
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
