package tf

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// StringSets is the type of every attribute that is a set of strings: CustomType in its schema. Models have a types.Set
// for it, and are read and written by [Get] and [Set].
//
// The framework's own sets cost as much as their size squared. They are searched for repetitions whenever they are
// read, and two states are compared by looking for each element of the one in all of the other. Planning a grant of
// 1,000 scopes took 2.2 s of processor time, and reading an application with 8,000 callbacks, which anybody may
// register, 26 s. These sets are searched with a map, and where the server asks for it ([WithListsForSets]), the
// framework gets lists in their place, which it compares element by element. On the wire, Terraform cannot tell the one
// from the other.
var StringSets = StringSetType{types.SetType{ElemType: types.StringType}}

type listsForSets struct{}

// WithListsForSets returns a context in which [StringSets] are lists to the framework. It is for requests that carry
// values; one that asks for the schema must not have it.
func WithListsForSets(ctx context.Context) context.Context {
	return context.WithValue(ctx, listsForSets{}, true)
}

var stringList = tftypes.List{ElementType: tftypes.String}

// StringSetType is the type of [StringSets].
type StringSetType struct{ basetypes.SetType }

var _ basetypes.SetTypable = StringSetType{}

// TerraformType returns a set of strings, or a list of them: see [WithListsForSets].
func (t StringSetType) TerraformType(ctx context.Context) tftypes.Type {
	if ctx.Value(listsForSets{}) != nil {
		return stringList
	}
	return t.SetType.TerraformType(ctx)
}

// ValueFromTerraform returns the set that a set or a list of strings stands for.
func (t StringSetType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	set, err := retyped(in, t.SetType.TerraformType(ctx))
	if err != nil {
		return nil, err
	}
	value, err := t.SetType.ValueFromTerraform(ctx, set)
	if err != nil {
		return nil, err
	}
	return StringSetValue{value.(types.Set)}, nil //nolint:forcetypeassert // a set type makes nothing else
}

// ValueFromSet returns the set as a value of the type.
func (t StringSetType) ValueFromSet(_ context.Context, set types.Set) (basetypes.SetValuable, diag.Diagnostics) {
	return StringSetValue{set}, nil
}

// ValueType returns an example of a value.
func (t StringSetType) ValueType(context.Context) attr.Value { return StringSetValue{} }

// Equal reports whether the other type is the same.
func (t StringSetType) Equal(other attr.Type) bool {
	o, ok := other.(StringSetType)
	return ok && t.SetType.Equal(o.SetType)
}

// ApplyTerraform5AttributePathStep returns the type of an element, of a set as of a list.
func (t StringSetType) ApplyTerraform5AttributePathStep(step tftypes.AttributePathStep) (any, error) {
	if _, ok := step.(tftypes.ElementKeyInt); ok {
		return t.ElementType(), nil
	}
	return t.SetType.ApplyTerraform5AttributePathStep(step)
}

// Validate refuses a set that repeats itself, which Terraform makes none of.
func (t StringSetType) Validate(_ context.Context, in tftypes.Value, at path.Path) (diags diag.Diagnostics) {
	elements, err := elementsOf(in)
	if err != nil {
		diags.Append(diag.WithPath(at, modelError(err)))
	}
	seen := make(map[string]bool, len(elements))
	for _, element := range elements {
		text := element.String()
		if seen[text] && element.IsKnown() {
			diags.Append(diag.WithPath(at, modelError(fmt.Errorf("a set has %s twice", text))))
		}
		seen[text] = true
	}
	return diags
}

// StringSetValue is a value of [StringSets].
type StringSetValue struct{ types.Set }

var (
	_ basetypes.SetValuable  = StringSetValue{}
	_ basetypes.ListValuable = StringSetValue{}
)

// Type returns the type.
func (v StringSetValue) Type(context.Context) attr.Type { return StringSets }

// ToTerraformValue returns what the type's TerraformType says.
func (v StringSetValue) ToTerraformValue(ctx context.Context) (tftypes.Value, error) {
	set, err := v.Set.ToTerraformValue(ctx)
	if err != nil {
		return set, err
	}
	return retyped(set, StringSets.TerraformType(ctx))
}

// ToListValue returns the set as a list. The framework looks for it first when it asks whether elements of two states
// mean the same, and then compares each with one other, not with all.
func (v StringSetValue) ToListValue(ctx context.Context) (types.List, diag.Diagnostics) {
	switch {
	case v.IsNull():
		return types.ListNull(v.ElementType(ctx)), nil
	case v.IsUnknown():
		return types.ListUnknown(v.ElementType(ctx)), nil
	}
	return types.ListValue(v.ElementType(ctx), v.Elements())
}

// Equal reports whether the other value is a set of the same elements.
func (v StringSetValue) Equal(other attr.Value) bool {
	o, ok := other.(StringSetValue)
	if !ok || v.IsNull() != o.IsNull() || v.IsUnknown() != o.IsUnknown() {
		return false
	}
	elements, others := v.Elements(), o.Elements()
	in := make(map[attr.Value]bool, len(elements))
	for _, element := range elements {
		in[element] = true
	}
	for _, element := range others {
		if !in[element] {
			return false
		}
	}
	return len(elements) == len(others)
}

// Same reports whether two values are equal, as their own Equal does, but for sets of strings at less cost.
func Same(a, b attr.Value) bool {
	set, isSet := a.(types.Set)
	other, isOtherSet := b.(types.Set)
	if ctx := context.Background(); isSet && isOtherSet && StringSets.ElemType.Equal(set.ElementType(ctx)) &&
		StringSets.ElemType.Equal(other.ElementType(ctx)) {
		return StringSetValue{set}.Equal(StringSetValue{other})
	}
	return a.Equal(b)
}

// NoStrings is the plan modifier of a set that is empty unless it is given: left out and empty are then the same. A
// Default would be one of the framework's own sets, which is none of [StringSets] while they are lists.
func NoStrings() planmodifier.Set { return noStrings{} }

type noStrings struct{}

func (noStrings) Description(context.Context) string { return "empty unless it is given" }

func (m noStrings) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (noStrings) PlanModifySet(_ context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.ConfigValue.IsNull() {
		resp.PlanValue = StringSet(nil)
	}
}

// elementsOf returns the elements of a set or list; of one that is null or unknown, none.
func elementsOf(value tftypes.Value) (elements []tftypes.Value, err error) {
	if value.Type() == nil || !value.IsKnown() || value.IsNull() {
		return nil, nil
	}
	return elements, value.As(&elements)
}

// retyped returns a set or list of strings as one of the given type.
func retyped(value tftypes.Value, as tftypes.Type) (tftypes.Value, error) {
	switch {
	case value.Type() == nil || value.IsNull():
		return tftypes.NewValue(as, nil), nil
	case !value.IsKnown():
		return tftypes.NewValue(as, tftypes.UnknownValue), nil
	}
	elements, err := elementsOf(value)
	if err == nil {
		err = tftypes.ValidateValue(as, elements)
	}
	if err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(as, elements), nil
}
