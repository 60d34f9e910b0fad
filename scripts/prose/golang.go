package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// page holds text by line.
type page map[int]string

// fromGo returns the comments and the messages of a Go file as Markdown. Each is an item of a list, so that neighbours
// are not read as one paragraph.
func fromGo(name string, source []byte) (string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	p := page{}
	line := func(node ast.Node) int { return files.Position(node.Pos()).Line }
	for _, group := range file.Comments {
		mark := "- "
		for _, comment := range group.List {
			if text, ok := commentText(comment.Text); ok {
				p.add(line(comment), mark+text)
				mark = ""
			}
		}
	}
	if !strings.HasSuffix(name, "_test.go") {
		ast.Inspect(file, func(node ast.Node) bool { return p.addMessage(node, line) })
	}
	return p.String(), nil
}

var directive = regexp.MustCompile(`^//(\w+:|line )`)

// commentText returns the prose of a line of a comment; directives, code and headings are none.
func commentText(comment string) (string, bool) {
	if directive.MatchString(comment) || strings.HasPrefix(comment, "/*") {
		return "", false
	}
	text := strings.TrimPrefix(comment, "//")
	if strings.HasPrefix(text, "\t") || strings.HasPrefix(text, " # ") {
		return "", false
	}
	return strings.TrimSpace(text), true
}

// addMessage adds a string if it is a sentence, and reports whether to continue within the node.
func (p page) addMessage(node ast.Node, line func(ast.Node) int) bool {
	expression, ok := node.(ast.Expr)
	if !ok {
		return true
	}
	parts := concatenated(expression)
	var whole strings.Builder
	for _, part := range parts {
		whole.WriteString(stringValue(part))
	}
	if !isSentence(whole.String()) {
		return len(parts) == 1
	}
	mark := "- "
	for _, part := range parts {
		for i, text := range strings.Split(stringValue(part), "\n") {
			p.add(line(part)+i, mark+strings.TrimLeft(text, " \t"))
			mark = ""
		}
	}
	return false
}

// concatenated returns the operands of a chain of +.
func concatenated(expression ast.Expr) []ast.Expr {
	if sum, ok := expression.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		return append(concatenated(sum.X), concatenated(sum.Y)...)
	}
	return []ast.Expr{expression}
}

func stringValue(expression ast.Expr) string {
	literal, ok := expression.(*ast.BasicLit)
	if !ok {
		return "…"
	}
	if literal.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		return ""
	}
	return text
}

var words = regexp.MustCompile(`^[A-Za-z…][^{}<>;]*\pL{2,} [a-z]+ [^{}<>;]*$`)

// isSentence reports whether a string is a message or a description.
func isSentence(text string) bool { return words.MatchString(strings.TrimSpace(text)) }

func (p page) add(line int, text string) {
	switch before := p[line]; {
	case before == "":
		p[line] = text
	case strings.HasPrefix(text, "- "):
		p[line] = before + ". " + text[2:]
	default:
		p[line] = before + text
	}
}

// String returns the page with each text on its line.
func (p page) String() string {
	var out strings.Builder
	at := 1
	for _, line := range slices.Sorted(maps.Keys(p)) {
		for ; at < line; at++ {
			out.WriteByte('\n')
		}
		out.WriteString(p[line])
	}
	out.WriteByte('\n')
	return out.String()
}
