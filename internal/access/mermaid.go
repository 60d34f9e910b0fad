package access

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Renderers refuse graphs with more than 500 edges or 50,000 characters; GitHub cannot be told otherwise.
const (
	maxEdges      = 400
	maxCharacters = 40_000
)

// How much of a label is written out.
const (
	shownNames  = 3
	shownScopes = 8
	shownRunes  = 48
)

// Mermaid returns a flowchart from applications to what they can reach. An API is a frame, and in it stands a node for
// each way of access to it: a subject type, the scopes, and why. So edges have no labels that could cover one another.
// Own grants are solid edges, default permissions dotted ones, what an API's policy allows thick ones, and those that
// end in a circle may be there: it is not known. A legend says so. Applications that can reach the same in the same way
// are one node, which names each that has a grant of its own. Nodes beyond what renderers accept are left out, and
// counted in a node of their own.
func Mermaid(entries []Entry) string {
	g := graph{apis: map[string]*frame{}, kinds: map[string]bool{}}
	groups := groupsOf(entries)
	if len(groups) == 0 {
		return "flowchart LR\n  none[\"No third-party application can reach any API\"]\n"
	}
	left := 0
	for i, group := range groups {
		if !g.add(i, group) {
			left += len(group.names)
		}
	}
	return g.write(left)
}

// group is applications of one mode that can reach the same.
type group struct {
	names        []string
	isPermissive bool
	edges        []Entry
}

// groupsOf returns the groups: those with grants of their own first, then by the name of the first application.
func groupsOf(entries []Entry) []*group {
	byClient := map[string]*group{}
	var single []*group
	for _, entry := range entries {
		if !entry.Reason.Allows() && entry.Reason != OrganizationUnknown {
			continue
		}
		if byClient[entry.ClientID] == nil {
			byClient[entry.ClientID] = &group{
				names:        []string{Label(entry.Application) + "<br>" + Label(entry.ClientID)},
				isPermissive: entry.SecurityMode == auth0.SecurityModePermissive,
			}
			single = append(single, byClient[entry.ClientID])
		}
		byClient[entry.ClientID].edges = append(byClient[entry.ClientID].edges, entry)
	}
	byReach := map[string]*group{}
	var groups []*group
	for _, one := range single {
		reach := one.reach()
		if byReach[reach] == nil {
			byReach[reach] = one
			groups = append(groups, one)
			continue
		}
		byReach[reach].names = append(byReach[reach].names, one.names...)
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Compare(a.rank(), b.rank()) })
	return groups
}

// reach is the same for applications that can reach the same.
func (g *group) reach() string {
	var reach strings.Builder
	fmt.Fprint(&reach, g.isPermissive)
	for _, edge := range g.edges {
		reach.WriteString(edge.kind())
	}
	return reach.String()
}

func (g *group) rank() int {
	ranks := make([]int, 0, len(g.edges))
	for _, edge := range g.edges {
		ranks = append(ranks, rank(edge.Reason))
	}
	return slices.Min(ranks)
}

// hasOwnGrant reports whether somebody decided about each of the applications.
func (g *group) hasOwnGrant() bool {
	return slices.ContainsFunc(g.edges, func(edge Entry) bool {
		return edge.Reason == OwnGrant || edge.Reason == OrganizationUnknown
	})
}

func (g *group) label() string {
	names := g.names
	if rest := len(names) - shownNames; rest > 1 && !g.hasOwnGrant() {
		names = append(slices.Clone(names[:shownNames]), fmt.Sprintf("and %d more", rest))
	}
	return strings.Join(names, "<br>")
}

func (g *group) class() string {
	if g.isPermissive {
		return "permissive"
	}
	return "strict"
}

// graph is a flowchart in the making.
type graph struct {
	applications strings.Builder
	edges        strings.Builder
	apis         map[string]*frame
	order        []*frame
	kinds        map[string]bool // what the legend has to explain
	count        int
	size         int
}

// frame is an API with the ways of access to it. nodes are their ids.
type frame struct {
	title string
	text  strings.Builder
	nodes map[string]string
}

// add writes a group down, and reports whether there was room.
func (g *graph) add(number int, group *group) bool {
	application := fmt.Sprintf("  a%d(\"%s\"):::%s\n", number, group.label(), group.class())
	size := len(application)
	for _, edge := range group.edges {
		size += len(nodeLabel(edge)) + len(apiLabel(edge)) + len("      subgraph r999[]:::defaults   a999 --> n9999")
	}
	if g.count+len(group.edges) > maxEdges || g.size+size > maxCharacters {
		return false
	}
	g.count, g.size = g.count+len(group.edges), g.size+size
	g.applications.WriteString(application)
	g.kinds[group.class()] = true
	for _, edge := range group.edges {
		g.kinds[string(edge.Reason)] = true
		fmt.Fprintf(&g.edges, "  a%d %s %s\n", number, arrow(edge.Reason), g.node(edge))
	}
	return true
}

// node returns the id of the node for a way of access.
func (g *graph) node(edge Entry) string {
	at := g.apis[edge.Audience]
	if at == nil {
		at = &frame{title: apiLabel(edge), nodes: map[string]string{}}
		g.apis[edge.Audience], g.order = at, append(g.order, at)
	}
	label := nodeLabel(edge)
	kind := string(edge.Reason) + label
	if at.nodes[kind] == "" {
		at.nodes[kind] = fmt.Sprintf("r%dn%d", slices.Index(g.order, at), len(at.nodes))
		fmt.Fprintf(&at.text, "    %s[\"%s\"]:::%s\n", at.nodes[kind], label, edge.Reason)
	}
	return at.nodes[kind]
}

// legend explains the lines and colours that the picture has.
var legend = []struct{ kind, text, style string }{
	{string(OwnGrant), "green, solid line: a grant of its own", "fill:#dcfce7,stroke:#15803d,color:#111"},
	{string(DefaultPermissions), "blue, dotted line: default permissions",
		"fill:#e0f2fe,stroke:#0369a1,color:#111,stroke-dasharray:4 3"},
	{string(AccessPolicy), "red, thick line: the API allows all",
		"fill:#fee2e2,stroke:#b91c1c,color:#111,stroke-width:3px"},
	{string(OrganizationUnknown), "yellow, circle: not known, an organization is required",
		"fill:#fef9c3,stroke:#a16207,color:#111"},
	{"strict", "grey: strict application", "fill:#f8fafc,stroke:#475569,color:#111"},
	{"permissive", "orange, thick frame: permissive application",
		"fill:#ffedd5,stroke:#c2410c,color:#111,stroke-width:3px"},
}

// write puts the parts together. left is how many applications there was no room for.
func (g *graph) write(left int) string {
	var out strings.Builder
	out.WriteString("flowchart LR\n" + g.applications.String())
	for i, at := range g.order {
		fmt.Fprintf(&out, "  subgraph r%d[\"%s\"]\n%s  end\n", i, at.title, at.text.String())
	}
	out.WriteString(g.edges.String())
	switch {
	case left == 1:
		out.WriteString("  rest(\"1 more application\")\n")
	case left > 1:
		fmt.Fprintf(&out, "  rest(\"%d more applications\")\n", left)
	}
	var lines, classes []string
	for _, one := range legend {
		if g.kinds[one.kind] {
			lines = append(lines, Escape(one.text))
			classes = append(classes, "  classDef "+one.kind+" "+one.style+"\n")
		}
	}
	fmt.Fprintf(&out, "  legend[\"%s\"]:::frame\n%s", strings.Join(lines, "<br>"), strings.Join(classes, ""))
	out.WriteString("  classDef frame fill:#fff,stroke:#94a3b8,color:#111\n")
	for i := range g.order {
		fmt.Fprintf(&out, "  class r%d frame\n", i)
	}
	return out.String()
}

func arrow(reason Reason) string {
	switch reason {
	case DefaultPermissions:
		return "-..->"
	case AccessPolicy:
		return "===>"
	case OrganizationUnknown:
		return "---o"
	default:
		return "--->"
	}
}

// apiLabel is one line: renderers leave room for no more above what a frame holds.
func apiLabel(entry Entry) string {
	if entry.API == "" {
		return Label(entry.Audience)
	}
	return Label(entry.API) + ", " + Label(entry.Audience)
}

// nodeLabel says what a way of access is: of which kind, and to which scopes.
func nodeLabel(entry Entry) string {
	parts := []string{entry.SubjectType + " access"}
	switch {
	case entry.AllScopes:
		parts = append(parts, "all scopes")
	case len(entry.Scopes) == 0:
		parts = append(parts, "no scopes")
	}
	shown := entry.Scopes
	if rest := len(shown) - shownScopes; rest > 1 {
		shown = shown[:shownScopes]
	}
	for _, scope := range shown {
		if !entry.AllScopes {
			parts = append(parts, Label(scope))
		}
	}
	if rest := len(entry.Scopes) - len(shown); rest > 0 && !entry.AllScopes {
		parts = append(parts, fmt.Sprintf("and %d more", rest))
	}
	return strings.Join(parts, "<br>")
}

// Label returns the text with everything but letters, digits and spaces as character codes, so that nothing in it is
// taken for Mermaid, Markdown or HTML. A long text is cut.
func Label(text string) string {
	runes := []rune(printable(text))
	if len(runes) > shownRunes {
		runes = append(runes[:shownRunes-1], '…')
	}
	return Escape(string(runes))
}

// Escape returns the whole text with everything but letters, digits and spaces as character codes.
func Escape(text string) string {
	var escaped strings.Builder
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' {
			escaped.WriteRune(r)
			continue
		}
		fmt.Fprintf(&escaped, "#%d;", r)
	}
	return escaped.String()
}
