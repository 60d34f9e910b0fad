package access

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Renderers refuse graphs with more than 500 edges or 50,000 characters; GitHub cannot be told otherwise.
const (
	maxEdges      = 400
	maxCharacters = 40_000
)

// How much of a label is written out.
const (
	shownNames  = 3
	shownScopes = 4
	shownRunes  = 48
)

// Mermaid returns a flowchart from applications to the APIs that they can reach. Applications that can reach the same
// in the same way are one node. Own grants are solid edges, default permissions dotted ones, what an API's policy
// allows thick ones, and those that end in a circle may be there: it is not known. What no renderer would take is left
// out, and counted in a node of its own.
func Mermaid(entries []Entry) string {
	g := graph{apis: map[string]string{}}
	g.text.WriteString("flowchart LR\n")
	groups := groupsOf(entries)
	if len(groups) == 0 {
		g.text.WriteString("  none[\"No third-party application can reach any API\"]\n")
	}
	left := 0
	for i, group := range groups {
		if !g.add(i, group) {
			left += len(group.names)
		}
	}
	switch {
	case left == 1:
		g.text.WriteString("  rest(\"1 more application\")\n")
	case left > 1:
		fmt.Fprintf(&g.text, "  rest(\"%d more applications\")\n", left)
	}
	return g.text.String()
}

// group is applications that can reach the same.
type group struct {
	names []string
	edges []Entry
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
			byClient[entry.ClientID] = &group{names: []string{Label(entry.Application) + "<br>" + Label(entry.ClientID)}}
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

func (g *group) label() string {
	names := g.names
	if rest := len(names) - shownNames; rest > 1 {
		names = append(slices.Clone(names[:shownNames]), fmt.Sprintf("and %d more", rest))
	}
	return strings.Join(names, "<br>")
}

// graph is a flowchart in the making. apis are the nodes of those APIs that it has.
type graph struct {
	text  strings.Builder
	apis  map[string]string
	edges int
}

// add writes a group down, and reports whether there was room.
func (g *graph) add(number int, group *group) bool {
	var text strings.Builder
	known := len(g.apis)
	fmt.Fprintf(&text, "  a%d(\"%s\")\n", number, group.label())
	added := map[string]string{}
	for _, edge := range group.edges {
		node, ok := g.apis[edge.Audience]
		if !ok {
			node, ok = added[edge.Audience]
		}
		if !ok {
			node = fmt.Sprintf("r%d", known+len(added))
			added[edge.Audience] = node
			fmt.Fprintf(&text, "  %s[\"%s\"]\n", node, apiLabel(edge))
		}
		fmt.Fprintf(&text, "  a%d %s|\"%s\"| %s\n", number, arrow(edge.Reason), edgeLabel(edge), node)
	}
	if g.edges+len(group.edges) > maxEdges || g.text.Len()+text.Len() > maxCharacters {
		return false
	}
	g.edges += len(group.edges)
	g.text.WriteString(text.String())
	for audience, node := range added {
		g.apis[audience] = node
	}
	return true
}

func arrow(reason Reason) string {
	switch reason {
	case DefaultPermissions:
		return "-.->"
	case AccessPolicy:
		return "==>"
	case OrganizationUnknown:
		return "--o"
	default:
		return "-->"
	}
}

func apiLabel(entry Entry) string {
	if entry.API == "" {
		return Label(entry.Audience)
	}
	return Label(entry.API) + "<br>" + Label(entry.Audience)
}

func edgeLabel(entry Entry) string {
	who := entry.SubjectType
	if entry.Reason == OrganizationUnknown {
		who = "perhaps " + who
	}
	if entry.AllScopes {
		return who + ", all scopes"
	}
	if len(entry.Scopes) == 0 {
		return who + ", no scopes"
	}
	shown := entry.Scopes
	if rest := len(shown) - shownScopes; rest > 1 {
		shown = shown[:shownScopes]
	}
	parts := make([]string, 0, len(shown)+1)
	for _, scope := range shown {
		parts = append(parts, Label(scope))
	}
	if rest := len(entry.Scopes) - len(shown); rest > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", rest))
	}
	return who + "<br>" + strings.Join(parts, "<br>")
}

// Label returns the text with everything but letters, digits and spaces as character codes, so that nothing in it is
// taken for Mermaid, Markdown or HTML. A long text is cut.
func Label(text string) string {
	runes := []rune(printable(text))
	if len(runes) > shownRunes {
		runes = append(runes[:shownRunes-1], '…')
	}
	var escaped strings.Builder
	for _, r := range runes {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' {
			escaped.WriteRune(r)
			continue
		}
		fmt.Fprintf(&escaped, "#%d;", r)
	}
	return escaped.String()
}
