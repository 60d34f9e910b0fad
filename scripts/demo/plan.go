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

// plan is the result of one plan command.
type plan struct {
	empty   bool
	output  string
	changes []*tfjson.ResourceChange // its changes, without no-ops
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
	changes := slices.DeleteFunc(
		decoded.ResourceChanges,
		func(c *tfjson.ResourceChange) bool { return c.Change.Actions.NoOp() },
	)
	return &plan{empty: !pending, output: output, changes: changes}, nil
}

var countsLine = regexp.MustCompile(`(?m)^(?:Plan|Apply complete! Resources|Destroy complete! Resources): (.*?)\.?$`)

// counts returns the numbers at the end of Terraform's output, such as "3 added, 0 changed, 0 destroyed".
func counts(output string) string {
	lines := countsLine.FindAllStringSubmatch(output, -1)
	if lines == nil {
		return "no changes"
	}
	return lines[len(lines)-1][1]
}

// update is a plan's change of one resource.
type update struct {
	address string
	change  string // such as "enabled: false -> true"
}

// updates lists what the plan changes, by address. It may also read data sources anew.
func (p *plan) updates() []update {
	updates := make([]update, 0, len(p.changes))
	for _, resource := range p.changes {
		if resource.Change.Actions.Read() {
			continue
		}
		change := fmt.Sprint(resource.Change.Actions)
		if resource.Change.Actions.Update() {
			change = strings.Join(differences("", resource.Change.Before, resource.Change.After), ", ")
		}
		updates = append(updates, update{resource.Address, change})
	}
	slices.SortFunc(updates, func(a, b update) int { return strings.Compare(a.address, b.address) })
	return updates
}

// asLines formats updates for people.
func asLines(updates []update) []string {
	lines := make([]string, 0, 2*len(updates))
	for _, u := range updates {
		lines = append(lines, "~ "+u.address, "    "+u.change)
	}
	return lines
}

// replaces reports whether the plan replaces the resource.
func (p *plan) replaces(address string) bool {
	return slices.ContainsFunc(p.changes, func(c *tfjson.ResourceChange) bool {
		return c.Address == address && c.Change.Actions.Replace()
	})
}

// message is a warning or error as Terraform printed it, line by line: the summary, the address, the detail.
type message []string

// messages returns the messages of a kind, "Warning" or "Error", that Terraform printed.
func messages(output, kind string) []message {
	var found []message
	within := false
	for line := range strings.SplitSeq(output, "\n") {
		switch {
		case strings.HasPrefix(line, kind+": "):
			found, within = append(found, message{line}), true
		case strings.HasPrefix(line, "───"), strings.HasPrefix(line, "Warning: "), strings.HasPrefix(line, "Error: "):
			within = false
		case within && line != "":
			last := len(found) - 1
			found[last] = append(found[last], line)
		}
	}
	return found
}

// warnings returns the warnings that Terraform printed below the plan.
func (p *plan) warnings() []message { return messages(p.output, "Warning") }

// isAbout reports whether the message is about the resource.
func (m message) isAbout(address string) bool { return slices.Contains(m, "  with "+address+",") }

// differences lists, path by path, how one JSON value differs from another. It compares lists as sets.
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

// missing lists the elements of a set that another lacks, each after the sign.
func missing(sign string, set, from []any) []string {
	var elements []string
	for _, element := range set {
		if !slices.ContainsFunc(from, func(other any) bool { return reflect.DeepEqual(element, other) }) {
			elements = append(elements, sign+asJSON(withoutID(element)))
		}
	}
	return elements
}

// withoutID removes the id that Auth0 generated for an object.
func withoutID(element any) any {
	if members, ok := element.(map[string]any); ok {
		members = maps.Clone(members)
		delete(members, "id")
		return members
	}
	return element
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}
