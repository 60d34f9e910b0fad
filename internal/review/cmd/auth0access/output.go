package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// output says how to write a report, and for which findings to fail.
type output struct {
	formats        []string
	format, failOn string
	ignored        []string
	files          []string // each as FORMAT=FILE
}

func (o *output) addFlags(command *cobra.Command, tolerances ...string) {
	o.addFormat(command)
	command.Flags().StringVar(&o.failOn, "fail-on", "",
		"end with 2 if there is a finding: "+strings.Join(tolerances, ", "))
}

func (o *output) addFormat(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&o.format, "format", "text", "how to write the report: "+strings.Join(o.formats, ", "))
	flags.StringArrayVar(&o.ignored, "ignore", nil, "findings that do not count: CODE or CODE@ADDRESS; repeatable")
}

// addFiles adds the flag that writes a report in further formats.
func (o *output) addFiles(command *cobra.Command) {
	command.Flags().StringArrayVar(&o.files, "write", nil, "also write the report to a file: FORMAT=FILE; repeatable")
}

// check refuses values that the flags do not accept.
func (o *output) check(tolerances ...string) error {
	for _, one := range o.files {
		if format, file, _ := strings.Cut(one, "="); file == "" || !slices.Contains(o.formats, format) {
			return fmt.Errorf("--write is %q: write FORMAT=FILE, with one of %s", one, strings.Join(o.formats, ", "))
		}
	}
	switch {
	case !slices.Contains(o.formats, o.format):
		return fmt.Errorf("--format is %q: write one of %s", o.format, strings.Join(o.formats, ", "))
	case o.failOn != "" && !slices.Contains(tolerances, o.failOn):
		return fmt.Errorf("--fail-on is %q: write one of %s", o.failOn, strings.Join(tolerances, ", "))
	default:
		return nil
	}
}

// writeAll writes a report about a file to out and to the files of --write.
func (o *output) writeAll(out io.Writer, report *review.Report, file string) error {
	for _, one := range o.files {
		format, path, _ := strings.Cut(one, "=")
		var text bytes.Buffer
		if err := (&output{format: format}).write(&text, report, file); err != nil {
			return err
		}
		if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
			return err
		}
	}
	return o.write(out, report, file)
}

// write writes a report about a file.
func (o *output) write(out io.Writer, report *review.Report, file string) (err error) {
	switch o.format {
	case "codequality":
		err = writeCodeQuality(out, report, file)
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

// end returns errFound if the run fails for a finding.
func (o *output) end(report *review.Report) error {
	if report.Fails(review.Tolerance(o.failOn)) {
		return errFound
	}
	return nil
}
