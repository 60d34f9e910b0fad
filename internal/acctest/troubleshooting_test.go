package acctest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const troubleshooting = "../../docs/guides/troubleshooting.md"

// notTheProvider are the packages whose messages no user of the provider sees. Those of functions have no summary of
// their own: Terraform gives them one.
var notTheProvider = []string{"acctest", "bench", "contract", "emulator", "faultmatrix", "functions"}

// TestTroubleshooting compares the guide with the code. The guide has every error and warning of the provider, as a
// heading or in the first column of a table, and no others. … stands for what varies. The table at the top leads to
// each message by its first words.
func TestTroubleshooting(t *testing.T) {
	t.Parallel()
	inCode := summaries(t)
	if len(inCode) < 100 {
		t.Fatalf("only %d messages found in the code", len(inCode))
	}
	onPage, index := messagesOnPage(t)
	for message, position := range inCode {
		if onPage[message] == "" {
			t.Errorf("the guide lacks %q (%s)", message, position)
		}
	}
	for message, section := range onPage {
		if _, found := inCode[message]; !found {
			t.Errorf("the guide has %q, which the provider does not say", message)
		}
		if !slices.ContainsFunc(index, func(row indexRow) bool { return row.leadsTo(message, section) }) {
			t.Errorf("no row of the table at the top leads from %q to the section %q", message, section)
		}
	}
	for _, row := range index {
		for message, section := range onPage {
			row.unused = slices.DeleteFunc(row.unused, func(words string) bool { return startsWith(message, words) && row.has(section) })
		}
		if len(row.unused) > 0 {
			t.Errorf("no message of the sections begins with the %q of the table at the top", row.unused)
		}
	}
	if t.Failed() {
		t.Log("write templates/guides/troubleshooting.md.tmpl, then run make docs")
	}
}

var (
	pageEntry = regexp.MustCompile("^(?:### [^`]+|\\| (?:`[^`|]+`(?:, )?)+ \\|.*)$")
	quoted    = regexp.MustCompile("`([^`|]+)`")
	linked    = regexp.MustCompile(`\[([^\]]+)\]`)
)

// indexRow is a row of the table that leads from the first words of messages to the sections that have them.
type indexRow struct {
	words, unused, sections []string
}

func startsWith(message, words string) bool {
	return message == words || strings.HasPrefix(message, words+" ")
}

func (r indexRow) has(section string) bool { return slices.Contains(r.sections, section) }

func (r indexRow) leadsTo(message, section string) bool {
	return r.has(section) && slices.ContainsFunc(r.words, func(words string) bool { return startsWith(message, words) })
}

// messagesOnPage returns the section of each message that the guide explains, and the table that leads to them.
// Messages of Terraform and of Auth0 have sections of their own.
func messagesOnPage(t *testing.T) (sections map[string]string, index []indexRow) {
	t.Helper()
	text, err := os.ReadFile(troubleshooting)
	if err != nil {
		t.Fatal(err)
	}
	sections = map[string]string{}
	section := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if title, found := strings.CutPrefix(line, "## "); found {
			section = title
		}
		if !pageEntry.MatchString(line) {
			continue
		}
		cells := strings.Split(line, " | ")
		switch messages := matches(quoted, cells[0]); {
		case section == "Find your message":
			index = append(index, indexRow{messages, slices.Clone(messages), matches(linked, cells[1])})
		case section == "What Terraform says", section == "What Auth0 says", strings.HasPrefix(section, "What the plan finds"):
		default:
			if heading, found := strings.CutPrefix(line, "### "); found {
				messages = []string{heading}
			}
			for _, message := range messages {
				if sections[message] != "" {
					t.Errorf("the guide has %q twice", message)
				}
				sections[message] = section
			}
		}
	}
	return sections, index
}

// matches returns what the group of an expression holds, wherever it is found.
func matches(expression *regexp.Regexp, text string) (groups []string) {
	for _, match := range expression.FindAllStringSubmatch(text, -1) {
		groups = append(groups, match[1])
	}
	return groups
}

// summaryArgument says which argument of a call is a summary.
var summaryArgument = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1, "AddAPIError": 1, "AddNotFound": 2, "StreamList": 3,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
}

// summaries returns the summaries of all errors and warnings in the code, with a place where each stands.
func summaries(t *testing.T) map[string]token.Position {
	t.Helper()
	files := token.NewFileSet()
	found := map[string]token.Position{}
	for _, dir := range packagesOfTheProvider(t) {
		// One package at a time, for its constants.
		sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		var parsed []*ast.File
		for _, source := range sources {
			if strings.HasSuffix(source, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(files, source, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
		}
		collect(t, files, parsed, found)
	}
	return found
}

func packagesOfTheProvider(t *testing.T) (dirs []string) {
	t.Helper()
	if err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || !entry.IsDir():
			return err
		case slices.Contains(notTheProvider, entry.Name()):
			return fs.SkipDir
		}
		dirs = append(dirs, path)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return dirs
}

func collect(t *testing.T, positions *token.FileSet, files []*ast.File, found map[string]token.Position) {
	t.Helper()
	constants := map[string]ast.Expr{}
	inspect(files, func(node ast.Node) {
		if spec, ok := node.(*ast.ValueSpec); ok {
			for i, name := range spec.Names {
				if i < len(spec.Values) {
					constants[name.Name] = spec.Values[i]
				}
			}
		}
	})
	add := func(summary ast.Expr) {
		if passedOn(summary, constants) {
			return
		}
		text := textOf(summary, constants)
		if strings.Trim(text, "…") == "" {
			t.Errorf("%s: the summary is not a constant, so it cannot be looked up in the guide", positions.Position(summary.Pos()))
			return
		}
		found[text] = positions.Position(summary.Pos())
	}
	inspect(files, func(node ast.Node) {
		switch node := node.(type) {
		case *ast.CallExpr:
			name := ""
			switch function := node.Fun.(type) {
			case *ast.SelectorExpr:
				name = function.Sel.Name
			case *ast.Ident:
				name = function.Name
			}
			if argument, ok := summaryArgument[name]; ok && argument < len(node.Args) {
				add(node.Args[argument])
			}
		case *ast.KeyValueExpr:
			if key, ok := node.Key.(*ast.Ident); ok && isSummary(key.Name) {
				add(node.Value)
			}
		case *ast.CompositeLit:
			if typ, ok := node.Type.(*ast.SelectorExpr); ok && typ.Sel.Name == "Summaries" {
				for _, element := range node.Elts {
					if summary, ok := element.(*ast.KeyValueExpr); ok {
						add(summary.Value)
					}
				}
			}
		}
	})
}

func inspect(files []*ast.File, visit func(ast.Node)) {
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			visit(node)
			return true
		})
	}
}

// passedOn reports whether a summary comes from elsewhere: from the member of a struct, whose literal is looked at
// instead, from Summaries, or from a parameter of a function in summaryArgument.
func passedOn(summary ast.Expr, constants map[string]ast.Expr) bool {
	switch summary := summary.(type) {
	case *ast.SelectorExpr:
		from, _ := summary.X.(*ast.SelectorExpr)
		return isSummary(summary.Sel.Name) || from != nil && from.Sel.Name == "Summaries"
	case *ast.Ident:
		return summary.Name == "summary" && constants[summary.Name] == nil
	}
	return false
}

// isSummary reports whether a member of a struct is a summary.
func isSummary(member string) bool {
	return slices.Contains([]string{"summary", "Summary", "Twice"}, member)
}

// textOf returns a string constant, with … for each part that is not one.
func textOf(expression ast.Expr, constants map[string]ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(expression.Value)
		return text
	case *ast.Ident:
		if value, ok := constants[expression.Name]; ok {
			return textOf(value, constants)
		}
	case *ast.BinaryExpr:
		return textOf(expression.X, constants) + textOf(expression.Y, constants)
	}
	return "…"
}
