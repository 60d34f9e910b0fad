package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// output is how a report is written and what a run fails for.
type output struct {
	formats        []string
	format, failOn string
	ignored        []string
}

func (o *output) addFlags(command *cobra.Command, tolerances ...string) {
	flags := command.Flags()
	flags.StringVar(&o.format, "format", "text", "how to write the report: "+strings.Join(o.formats, ", "))
	flags.StringVar(&o.failOn, "fail-on", "", "end with 2 if there is a finding: "+strings.Join(tolerances, ", "))
	flags.StringArrayVar(&o.ignored, "ignore", nil, "findings that do not count: CODE or CODE@ADDRESS; repeatable")
}

// check refuses values that flags do not have.
func (o *output) check(tolerances ...string) error {
	switch {
	case !slices.Contains(o.formats, o.format):
		return fmt.Errorf("--format is %q: write one of %s", o.format, strings.Join(o.formats, ", "))
	case o.failOn != "" && !slices.Contains(tolerances, o.failOn):
		return fmt.Errorf("--fail-on is %q: write one of %s", o.failOn, strings.Join(tolerances, ", "))
	default:
		return nil
	}
}

// write writes a report about a file.
func (o *output) write(out io.Writer, report *review.Report, file string) (err error) {
	switch o.format {
	case "json":
		err = writeJSON(out, report)
	case "sarif":
		err = writeSARIF(out, report, file)
	case "markdown":
		_, err = io.WriteString(out, report.Markdown())
	case "mermaid":
		_, err = io.WriteString(out, report.Mermaid())
	default:
		_, err = io.WriteString(out, report.Text())
	}
	return err
}

func writeJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// end says how a run ends.
func (o *output) end(report *review.Report) error {
	if report.Fails(review.Tolerance(o.failOn)) {
		return errFound
	}
	return nil
}
