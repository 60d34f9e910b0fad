package main

import (
	"slices"
	"testing"
)

func TestCounts(t *testing.T) {
	t.Parallel()
	for output, want := range map[string]string{
		"…\nPlan: 11 to add, 0 to change, 0 to destroy.\n\nChanges to Outputs:\n":                      "11 to add, 0 to change, 0 to destroy",
		"…\nApply complete! Resources: 0 added, 3 changed, 0 destroyed.\n\nOutputs:\n\n…\n":            "0 added, 3 changed, 0 destroyed",
		"Plan: 0 to add, 0 to change, 11 to destroy.\n…\nDestroy complete! Resources: 11 destroyed.\n": "11 destroyed",
		"No changes. Your infrastructure matches the configuration.\n":                                 "no changes",
	} {
		if got := counts(output); got != want {
			t.Errorf("counts(%q) = %q, want %q", output, got, want)
		}
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	p := plan{output: `Plan: 1 to add, 0 to change, 1 to destroy.

Warning: Something else

  with example.other,
  on main.tf line 1, in resource "example" "other":
   1: resource "example" "other" {

Never mind.

Warning: The application will be replaced

  with example.app["a"],
  on main.tf line 9, in resource "example" "app":
   9:   mode = "b"

It gets a new id.

───────────────────────────────────

Saved the plan to: example.tfplan
`}
	want := message{
		"Warning: The application will be replaced",
		`  with example.app["a"],`,
		`  on main.tf line 9, in resource "example" "app":`,
		`   9:   mode = "b"`,
		"It gets a new id.",
	}
	warnings := p.warnings()
	if len(warnings) != 2 || !slices.Equal(warnings[1], want) {
		t.Fatalf("got %q, want two with %q", warnings, want)
	}
	if !warnings[1].isAbout(`example.app["a"]`) || warnings[1].isAbout("example.app") {
		t.Error("the warning is not taken to be about the resource it names")
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after any
		want          []string
	}{
		"same":           {map[string]any{"a": "x"}, map[string]any{"a": "x"}, nil},
		"scalar":         {map[string]any{"a": false}, map[string]any{"a": true}, []string{"a: false -> true"}},
		"nested set":     {map[string]any{"a": map[string]any{"b": []any{"x", "y"}}}, map[string]any{"a": map[string]any{"b": []any{"y", "z"}}}, []string{`a.b: -"x" +"z"`}},
		"member added":   {map[string]any{}, map[string]any{"a": "x"}, []string{`a: null -> "x"`}},
		"member removed": {map[string]any{"a": map[string]any{"b": 1.0}}, map[string]any{"a": nil}, []string{`a: {"b":1} -> null`}},
		"set of objects": {
			map[string]any{"a": []any{map[string]any{"id": "cgr_1", "audience": "x"}}}, map[string]any{"a": []any{}},
			[]string{`a: -{"audience":"x"}`},
		},
		"several": {map[string]any{"b": 1.0, "a": 1.0}, map[string]any{"b": 2.0, "a": 2.0}, []string{"a: 1 -> 2", "b: 1 -> 2"}},
	} {
		if got := differences("", test.before, test.after); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestStateDifferences(t *testing.T) {
	t.Parallel()
	before := state{"clients": []any{"a"}, "connections": []any{}, "tenant": "x"}
	if got := before.differences(state{"clients": []any{"a"}, "connections": []any{}, "tenant": "x"}); got != nil {
		t.Errorf("equal states differ in %q", got)
	}
	got := before.differences(state{"clients": []any{"b"}, "tenant": "x", "client_grants": []any{}})
	if want := []string{"client_grants", "clients", "connections"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
