// Command prose extracts documentation, Go comments and messages as Markdown, for linters of English.
//
// Each text keeps its line number, so that a linter's finding names the right line of the source.
//
// Folder names are words for the spelling checker: folders.txt lists them.
package main

import (
	"errors"
	"flag"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// roots are the linted files and folders. Most of docs/ is left out, because it is generated from templates/ and
// schemas.
var roots = []string{
	"README.md",
	"CONTRIBUTING.md",
	"SECURITY.md",
	"CHANGELOG.md",
	"docs/design",
	"templates",
	"examples",
	"internal",
	"scripts",
	"main.go",
}

func main() {
	log.SetFlags(0)
	to := flag.String("to", "bin/prose", "folder to write to")
	flag.Parse()
	if err := run(*to); err != nil {
		log.Fatal("prose: ", err)
	}
}

func run(to string) error {
	if err := errors.Join(os.RemoveAll(to), os.MkdirAll(to, 0o750)); err != nil {
		return err
	}
	target, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	sources := os.DirFS(".")
	var folders []string
	for _, root := range roots {
		if err := fs.WalkDir(sources, root, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".")):
				return fs.SkipDir
			case entry.IsDir():
				folders = append(folders, entry.Name())
				return nil
			}
			return write(target, sources, path)
		}); err != nil {
			return err
		}
	}
	return target.WriteFile("folders.txt", []byte(strings.Join(folders, "\n")), 0o600)
}

func write(to *os.Root, sources fs.FS, path string) error {
	isGo := strings.HasSuffix(path, ".go")
	if !isGo && !strings.HasSuffix(path, ".md") && !strings.HasSuffix(path, ".md.tmpl") {
		return nil
	}
	source, err := fs.ReadFile(sources, path)
	if err != nil {
		return err
	}
	text := withoutGenerated(string(source))
	if isGo {
		if text, err = fromGo(path, source); err != nil {
			return err
		}
	}
	if err := to.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	return to.WriteFile(path+".md", []byte(text), 0o600)
}

// generated matches text that documentation generators fill in: actions of templates, and types of variables in tables.
var generated = regexp.MustCompile(`\{\{.*?\}\}|<pre>.*?</pre>`)

func withoutGenerated(text string) string { return generated.ReplaceAllString(text, "") }
