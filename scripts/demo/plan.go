package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// plan is what one plan command came to.
type plan struct {
	empty   bool
	output  string
	changes []*tfjson.ResourceChange // what it would do, no-ops aside
}

// plan plans and keeps the plan in the given file.
func (t *terraform) plan(ctx context.Context, file string) (*plan, error) {
	output, err := t.run(ctx, "plan", "-input=false", "-detailed-exitcode", varFile, "-out="+file)
	failed, ok := errors.AsType[*commandError](err)
	pending := ok && failed.code == 2
	if err != nil && !pending {
		return nil, err
	}
	decoded, err := t.show(ctx, file)
	if err != nil {
		return nil, err
	}
	changes := slices.DeleteFunc(decoded.ResourceChanges, func(c *tfjson.ResourceChange) bool { return c.Change.Actions.NoOp() })
	return &plan{empty: !pending, output: output, changes: changes}, nil
}

var countsLine = regexp.MustCompile(`(?m)^(?:Plan|Apply complete! Resources|Destroy complete! Resources): (.*?)\.?$`)

// counts returns the numbers that Terraform sums up a plan or an apply with, such as "3 added, 0 changed, 0 destroyed".
func counts(output string) string {
	if match := countsLine.FindStringSubmatch(output); match != nil {
		return match[1]
	}
	return "no changes"
}

// updates describes every change of the plan, one line each, sorted.
func (p *plan) updates() []string {
	lines := make([]string, 0, len(p.changes))
	for _, change := range p.changes {
		what := fmt.Sprint(change.Change.Actions)
		if change.Change.Actions.Update() {
			what = strings.Join(differences("", change.Change.Before, change.Change.After), ", ")
		}
		lines = append(lines, change.Address+"  "+what)
	}
	slices.Sort(lines)
	return lines
}

// replaces reports whether the plan destroys the resource and makes it anew.
func (p *plan) replaces(address string) bool {
	return slices.ContainsFunc(p.changes, func(c *tfjson.ResourceChange) bool {
		return c.Address == address && c.Change.Actions.Replace()
	})
}

// warnings returns the warnings that Terraform printed, without the frame it draws around them.
func (p *plan) warnings() [][]string {
	var warnings [][]string
	for block := range strings.SplitSeq(p.output, "╷\n") {
		block, _, framed := strings.Cut(block, "╵")
		if framed && strings.HasPrefix(block, "│ Warning: ") {
			block = strings.TrimSpace(strings.ReplaceAll("\n"+block, "\n│ ", "\n"))
			warnings = append(warnings, strings.Split(block, "\n"))
		}
	}
	return warnings
}

// warningAbout returns the warning about the resource, or nil.
func (p *plan) warningAbout(address string) []string {
	for _, warning := range p.warnings() {
		if slices.Contains(warning, "  with "+address+",") {
			return warning
		}
	}
	return nil
}

// differences says, path by path, how one JSON value is to become another. Lists are taken as sets.
func differences(path string, before, after any) []string {
	if reflect.DeepEqual(before, after) {
		return nil
	}
	switch before := before.(type) {
	case map[string]any:
		if after, ok := after.(map[string]any); ok {
			return memberDifferences(path, before, after)
		}
	case []any:
		if after, ok := after.([]any); ok {
			return []string{path + ": " + strings.Join(append(missing("-", before, after), missing("+", after, before)...), " ")}
		}
	}
	return []string{fmt.Sprintf("%s: %s -> %s", path, asJSON(before), asJSON(after))}
}

func memberDifferences(path string, before, after map[string]any) []string {
	names := maps.Clone(before)
	maps.Copy(names, after)
	all := make([][]string, 0, len(names))
	for _, name := range slices.Sorted(maps.Keys(names)) {
		all = append(all, differences(strings.TrimPrefix(path+"."+name, "."), before[name], after[name]))
	}
	return slices.Concat(all...)
}

// missing lists the elements of a set that another has not, each behind the sign.
func missing(sign string, set, from []any) []string {
	var elements []string
	for _, element := range set {
		if !slices.ContainsFunc(from, func(other any) bool { return reflect.DeepEqual(element, other) }) {
			elements = append(elements, sign+asJSON(element))
		}
	}
	return elements
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}
