package faultmatrix

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ref stands in a configuration for an attribute of another resource.
type ref struct{ address, attribute string }

// later stands in a configuration for a value that is unknown until the apply.
type later struct{ value any }

// settled returns a value of the configuration as it is once everything is known.
func settled(given any) any {
	switch given := given.(type) {
	case later:
		return settled(given.value)
	case []any:
		items := make([]any, len(given))
		for i, item := range given {
			items[i] = settled(item)
		}
		return items
	case map[string]any:
		members := make(map[string]any, len(given))
		for name, member := range given {
			members[name] = settled(member)
		}
		return members
	default:
		return given
	}
}

// build makes a Terraform value of a value of the configuration: nil, strings, bools, ints, []any, map[string]any, refs
// and later.
func build(typ tftypes.Type, given any, resolve func(ref) tftypes.Value) tftypes.Value {
	switch given := given.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case ref:
		return resolve(given)
	case later:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case int:
		return tftypes.NewValue(typ, big.NewFloat(float64(given)))
	case []any:
		var element tftypes.Type
		switch typ := typ.(type) {
		case tftypes.Set:
			element = typ.ElementType
		case tftypes.List:
			element = typ.ElementType
		default:
			panic(fmt.Sprintf("a list where %s is wanted", typ))
		}
		items := make([]tftypes.Value, len(given))
		for i, item := range given {
			items[i] = build(element, item, resolve)
		}
		return tftypes.NewValue(typ, items)
	case map[string]any:
		members := map[string]tftypes.Value{}
		switch typ := typ.(type) {
		case tftypes.Map:
			for name, member := range given {
				members[name] = build(typ.ElementType, member, resolve)
			}
		case tftypes.Object:
			for name, attribute := range typ.AttributeTypes {
				members[name] = build(attribute, given[name], resolve)
			}
			for name := range given {
				if _, ok := members[name]; !ok {
					panic("no such attribute: " + name)
				}
			}
		default:
			panic(fmt.Sprintf("an object where %s is wanted", typ))
		}
		return tftypes.NewValue(typ, members)
	default:
		return tftypes.NewValue(typ, given)
	}
}

// members returns the attributes of an object or the elements of a map; none if it is null or unknown.
func members(value tftypes.Value) map[string]tftypes.Value {
	all := map[string]tftypes.Value{}
	if value.IsKnown() && !value.IsNull() {
		if err := value.As(&all); err != nil {
			panic(err)
		}
	}
	return all
}

func elements(value tftypes.Value) []tftypes.Value {
	var all []tftypes.Value
	if err := value.As(&all); err != nil {
		panic(err)
	}
	return all
}

// propose merges prior state and configuration as Terraform does before it asks for a plan: a computed attribute that
// the configuration leaves out keeps its prior value, also within nested attributes.
func propose(attributes []*tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	before, now := members(prior), members(config)
	merged := make(map[string]tftypes.Value, len(now))
	for _, attribute := range attributes {
		value := now[attribute.Name]
		was, hadOne := before[attribute.Name]
		switch {
		case value.IsNull() && attribute.Computed && hadOne && !leavesWithConfig(attribute, was):
			value = was
		case attribute.NestedType != nil && !value.IsNull() && value.IsKnown():
			value = proposeNested(attribute.NestedType, was, value)
		}
		merged[attribute.Name] = value
	}
	return tftypes.NewValue(config.Type(), merged)
}

// leavesWithConfig reports whether the value of an attribute that the configuration may give holds something that only
// a configuration can have put there, so that it does not outlive its removal.
func leavesWithConfig(attribute *tfprotov6.SchemaAttribute, value tftypes.Value) bool {
	if !attribute.Optional || attribute.NestedType == nil || attribute.NestedType.Nesting != tfprotov6.SchemaObjectNestingModeSingle {
		return false
	}
	held := members(value)
	return slices.ContainsFunc(attribute.NestedType.Attributes, func(nested *tfprotov6.SchemaAttribute) bool {
		member, ok := held[nested.Name]
		return ok && !nested.Computed && !member.IsNull()
	})
}

func proposeNested(object *tfprotov6.SchemaObject, prior, config tftypes.Value) tftypes.Value {
	switch object.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return propose(object.Attributes, prior, config)
	case tfprotov6.SchemaObjectNestingModeMap:
		before, merged := members(prior), map[string]tftypes.Value{}
		for key, element := range members(config) {
			merged[key] = propose(object.Attributes, before[key], element)
		}
		return tftypes.NewValue(config.Type(), merged)
	default:
		return config
	}
}

// conforms reports whether a value is as announced. Anything conforms to an unknown value.
func conforms(announced, actual tftypes.Value) bool {
	if !announced.IsKnown() {
		return true
	}
	if announced.IsFullyKnown() || announced.IsNull() || actual.IsNull() || !actual.IsKnown() {
		return announced.Equal(actual)
	}
	switch announced.Type().(type) {
	case tftypes.Object, tftypes.Map:
		wanted, got := members(announced), members(actual)
		for name := range got {
			if _, ok := wanted[name]; !ok {
				return false
			}
		}
		for name, value := range wanted {
			if one, ok := got[name]; !ok || !conforms(value, one) {
				return false
			}
		}
		return true
	default:
		return len(elements(announced)) <= len(elements(actual))
	}
}

// departures lists the differences between a value and what was announced.
func departures(announced, actual tftypes.Value) string {
	diffs, err := announced.Diff(actual)
	if err != nil {
		return err.Error()
	}
	var found []string
	for _, d := range diffs {
		if d.Value1 == nil || d.Value2 == nil || d.Value1.IsKnown() && !conforms(*d.Value1, *d.Value2) {
			found = append(found, d.String())
		}
	}
	return strings.Join(found, "; ")
}

// dynamic encodes a value for the wire.
func dynamic(t testing.TB, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}
