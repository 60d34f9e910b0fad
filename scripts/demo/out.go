package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fatih/color"
)

// Widths of the columns for a step's name and its outcome.
const (
	nameWidth  = 36
	wordsWidth = 36
)

// printer tells the story to a person.
type printer struct {
	w                       io.Writer
	bold, faint, green, red func(...any) string
}

// isColored reports whether stdout takes colors: it is a terminal, and NO_COLOR is not set.
func isColored() bool { return !color.NoColor }

func newPrinter(w io.Writer, colored bool) *printer {
	style := func(attribute color.Attribute) func(...any) string {
		c := color.New(attribute)
		if colored {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return &printer{w, style(color.Bold), style(color.Faint), style(color.FgGreen), style(color.FgRed)}
}

func (p *printer) line(text string) { _, _ = fmt.Fprintln(p.w, strings.TrimRight(text, " ")) }

func (p *printer) title(text string) {
	p.line(p.bold(text))
	p.line("")
}

// tell runs a step and prints its line: the name at once, then the outcome and the duration.
func (p *printer) tell(ctx context.Context, s step) error {
	_, _ = fmt.Fprintf(p.w, "  %s", p.bold(fmt.Sprintf("%-*s", nameWidth, s.name)))
	start := time.Now()
	result, err := s.run(ctx)
	words := fmt.Sprintf("%-*s", wordsWidth, result.words)
	switch {
	case ctx.Err() != nil:
		p.line("interrupted")
		return ctx.Err()
	case err != nil:
		words = p.red(fmt.Sprintf("%-*s", wordsWidth, "failed"))
	}
	p.line(words + p.faint(fmt.Sprintf("%5.1fs", time.Since(start).Seconds())))
	for _, detail := range result.details {
		p.line("      " + detail)
	}
	return err
}

// failure describes an error, with the last lines of the command that failed.
func (p *printer) failure(err error) {
	p.line("")
	p.line(p.red("The demo failed: " + err.Error()))
	if command, ok := errors.AsType[*commandError](err); ok {
		for _, line := range command.lastLines(20) {
			p.line("      " + line)
		}
	}
	p.line("")
}

func (p *printer) done(elapsed time.Duration) {
	p.line("")
	p.line(p.green(fmt.Sprintf("Done in %.1f seconds.", elapsed.Seconds())))
}

func (p *printer) interrupted() {
	p.line("")
	p.line("Interrupted. The tenant and the scratch folder are gone.")
}

func (p *printer) kept(dir string) { p.line("Scratch folder, kept: " + dir) }

func (p *printer) log(file string) { p.line("Complete log: " + file) }

// next suggests what to try after the demo.
func (p *printer) next(terraform string) {
	p.line("")
	p.line(p.bold("What to try next"))
	for _, line := range []string{
		"Read the configuration of the demo, and the module that it calls:",
		"    examples/complete/main.tf",
		"    examples/modules/tenant-baseline/README.md",
		"Try it with a local tenant, which exists until you leave this shell:",
		"    make install",
		"    bin/auth0-emulator --seed scripts/demo/seed.json -- bash",
		"    cd examples/complete",
		"    " + terraform + " init",
		"    " + terraform + " apply -var-file=example.tfvars",
		"Plan for a tenant of your own, with its credentials in the same variables:",
		"    docs/index.md",
	} {
		p.line("  " + line)
	}
	p.line("")
}
