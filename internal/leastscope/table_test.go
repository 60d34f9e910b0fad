package leastscope

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// use is a line of the table: something of the provider's, and what is done with it or which argument is given.
type use struct{ object, of string }

// documented is the table of the overview: the scopes of each use, in its order.
type documented struct {
	uses   []use
	scopes map[use][]string
}

var (
	scopeRow  = regexp.MustCompile("^\\| (`auth0access_[^|]*)?\\| ([^|]*)\\| ((?:`[a-z_]+:[a-z_]+`[, ]*)+)\\|$")
	scopeName = regexp.MustCompile("`([a-z_]+:[a-z_]+)`")
	typeNames = regexp.MustCompile("`(auth0access_[a-z_]+)`")
)

// readTable reads the table. An object is a type, followed by its kind unless it is a resource.
func readTable(t *testing.T) documented {
	t.Helper()
	table := documented{scopes: map[use][]string{}}
	var objects []string
	for line := range strings.Lines(section(t, "index.md.tmpl", "## Management API scopes")) {
		row := scopeRow.FindStringSubmatch(strings.TrimSpace(line))
		if row == nil {
			continue
		}
		if row[1] != "" {
			objects = nil
			_, kind, _ := strings.Cut(row[1], "(")
			for _, name := range typeNames.FindAllStringSubmatch(row[1], -1) {
				objects = append(objects, strings.TrimSpace(name[1]+" "+strings.TrimSuffix(strings.TrimSpace(kind), ")")))
			}
		}
		for _, object := range objects {
			u := use{object, strings.TrimSpace(row[2])}
			table.uses = append(table.uses, u)
			table.scopes[u] = scopesIn(row[3])
		}
	}
	return table
}

// of returns all scopes that an object may need.
func (d documented) of(object string) []string {
	var all []string
	for _, u := range d.uses {
		if u.object == object {
			all = append(all, d.scopes[u]...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func scopesIn(text string) []string {
	var names []string
	for _, match := range scopeName.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}

// section returns what a documentation template says below a heading.
func section(t *testing.T, file, heading string) string {
	t.Helper()
	text := read(t, "../../templates/"+file)
	_, rest, found := strings.Cut(text, heading+"\n")
	if !found {
		t.Fatalf("%s has no heading %q", file, heading)
	}
	section, _, _ := strings.Cut(rest, "\n## ")
	return section
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
