package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

const diffHelp = `Say who gained and who lost what between snapshots, from each to the next.

A snapshot is a state file or outputs that hold the data source auth0access_effective_access, what
"auth0access explain --format json" prints, or the emulator's /__emulator/state. A folder stands for the JSON files in
it, in the order of their names: with --format markdown, that is a history of access.`

var diffTolerances = []string{"gains", "any"}

func newDiff() *cobra.Command {
	o := &output{formats: []string{"text", "markdown", "json", "mermaid"}}
	command := &cobra.Command{
		Use:   "diff BEFORE AFTER...",
		Short: "Say who gained and who lost what between snapshots",
		Long:  diffHelp,
		Args:  cobra.MinimumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			if err := o.check(diffTolerances...); err != nil {
				return err
			}
			paths, err := snapshotFiles(args)
			if err != nil {
				return err
			}
			return o.diff(command, paths)
		},
	}
	o.addFlags(command, diffTolerances...)
	return command
}

// snapshotFiles replaces each folder with the JSON files in it.
func snapshotFiles(paths []string) (files []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil, err
		case info.IsDir():
			found, err := filepath.Glob(filepath.Join(path, "*.json"))
			if err != nil {
				return nil, err
			}
			slices.Sort(found)
			files = append(files, found...)
		default:
			files = append(files, path)
		}
	}
	if len(files) < 2 {
		return nil, fmt.Errorf("there are %d snapshots: name two or more", len(files))
	}
	return files, nil
}

// step is what changed from one snapshot to the next.
type step struct {
	Before string `json:"before"`
	After  string `json:"after"`
	*review.Report
}

// diff writes what changed from each file to the next.
func (o *output) diff(command *cobra.Command, paths []string) error {
	before, err := readFile(paths[0], review.ReadSnapshot)
	if err != nil {
		return err
	}
	var steps []step
	whole := &review.Report{}
	for i, path := range paths[1:] {
		after, err := readFile(path, review.ReadSnapshot)
		if err != nil {
			return err
		}
		report := review.Diff(before, after)
		if err := report.Ignore(o.ignored); err != nil {
			return err
		}
		steps = append(steps, step{paths[i], path, report})
		whole.Findings = append(whole.Findings, report.Findings...)
		before = after
	}
	if o.format == "json" {
		if err := writeJSON(command.OutOrStdout(), steps); err != nil {
			return err
		}
		return o.end(whole)
	}
	for _, one := range steps {
		if len(steps) > 1 {
			if _, err := fmt.Fprint(command.OutOrStdout(), o.title(one)); err != nil {
				return err
			}
		}
		if err := o.write(command.OutOrStdout(), one.Report, one.After); err != nil {
			return err
		}
	}
	return o.end(whole)
}

// title names the two snapshots of a step, if there are several steps.
func (o *output) title(one step) string {
	text := filepath.Base(one.Before) + " to " + filepath.Base(one.After)
	switch o.format {
	case "markdown":
		return "# " + text + "\n\n"
	case "mermaid":
		return "%% " + text + "\n"
	default:
		return text + "\n"
	}
}
