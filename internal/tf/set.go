package tf

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// SetType is the type of every attribute that is a set: CustomType in its schema, or a [NestedSet]. Models have a
// types.Set for it, and are read and written by [Get] and [Set].
//
// The framework's own sets cost as much as their size squared. They are searched for repetitions whenever they are
// read, and two states are compared by looking for each element of the one in all of the other. Planning a grant of
// 1,000 scopes took 2.2 s of processor time, and reading an application with 8,000 callbacks, which anybody may
// register, 26 s. These sets are searched with a map, and if the server asks for it ([WithListsForSets]), the framework
// gets lists in their place, which it compares element by element. On the wire, Terraform cannot tell the one from the
// other.
type SetType struct{ basetypes.SetType }

var _ basetypes.SetTypable = SetType{}

// StringSets is the type of sets of strings.
var StringSets = SetsOf(types.StringType)

// SetsOf returns the type of sets of such elements.
func SetsOf(element attr.Type) SetType { return SetType{types.SetType{ElemType: element}} }

type listsForSets struct{}

// WithListsForSets returns a context in which sets are lists to the framework. It is for requests that carry values;
// one that asks for the schema must not have it.
func WithListsForSets(ctx context.Context) context.Context {
	return context.WithValue(ctx, listsForSets{}, true)
}

// TerraformType returns a set, or a list of the same elements: see [WithListsForSets].
func (t SetType) TerraformType(ctx context.Context) tftypes.Type {
	if ctx.Value(listsForSets{}) != nil {
		return tftypes.List{ElementType: t.ElementType().TerraformType(ctx)}
	}
	return t.SetType.TerraformType(ctx)
}

// ValueFromTerraform returns the set that a set or a list stands for.
func (t SetType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	set, err := retyped(in, t.SetType.TerraformType(ctx))
	if err != nil {
		return nil, err
	}
	value, err := t.SetType.ValueFromTerraform(ctx, set)
	if err != nil {
		return nil, err
	}
	return SetValue{value.(types.Set)}, nil //nolint:forcetypeassert // a set type makes nothing else
}

// ValueFromSet returns the set as a value of the type.
func (t SetType) ValueFromSet(_ context.Context, set types.Set) (basetypes.SetValuable, diag.Diagnostics) {
	return SetValue{set}, nil
}

// ValueType returns an example of a value.
func (t SetType) ValueType(context.Context) attr.Value {
	return SetValue{types.SetNull(t.ElementType())}
}

// Equal reports whether the other type is the same.
func (t SetType) Equal(other attr.Type) bool {
	o, ok := other.(SetType)
	return ok && t.SetType.Equal(o.SetType)
}

// ApplyTerraform5AttributePathStep returns the type of an element, of a set as of a list.
func (t SetType) ApplyTerraform5AttributePathStep(step tftypes.AttributePathStep) (any, error) {
	if _, ok := step.(tftypes.ElementKeyInt); ok {
		return t.ElementType(), nil
	}
	return t.SetType.ApplyTerraform5AttributePathStep(step)
}

// Validate refuses a set that repeats itself, which Terraform makes none of.
func (t SetType) Validate(_ context.Context, in tftypes.Value, at path.Path) (diags diag.Diagnostics) {
	elements, err := elementsOf(in)
	if err != nil {
		diags.Append(diag.WithPath(at, modelError(err)))
	}
	seen := make(map[string]bool, len(elements))
	for _, element := range elements {
		text := element.String()
		if seen[text] && element.IsFullyKnown() {
			diags.Append(diag.WithPath(at, modelError(fmt.Errorf("a set has %s twice", text))))
		}
		seen[text] = true
	}
	return diags
}

// SetValue is a value of a [SetType].
type SetValue struct{ types.Set }

var (
	_ basetypes.SetValuable  = SetValue{}
	_ basetypes.ListValuable = SetValue{}
)

// Type returns the type.
func (v SetValue) Type(ctx context.Context) attr.Type { return SetsOf(v.ElementType(ctx)) }

// ToTerraformValue returns what the type's TerraformType says.
func (v SetValue) ToTerraformValue(ctx context.Context) (tftypes.Value, error) {
	set, err := v.Set.ToTerraformValue(ctx)
	if err != nil {
		return set, err
	}
	return retyped(set, v.Type(ctx).TerraformType(ctx))
}

// ToListValue returns the set as a list. The framework looks for it first when it asks whether elements of two states
// mean the same, and then compares each with one other, not with all.
func (v SetValue) ToListValue(ctx context.Context) (types.List, diag.Diagnostics) {
	switch {
	case v.IsNull():
		return types.ListNull(v.ElementType(ctx)), nil
	case v.IsUnknown():
		return types.ListUnknown(v.ElementType(ctx)), nil
	}
	return types.ListValue(v.ElementType(ctx), v.Elements())
}

// Equal reports whether the other value is a set of the same elements.
func (v SetValue) Equal(other attr.Value) bool {
	o, ok := other.(SetValue)
	if ctx := context.Background(); !ok || !v.ElementType(ctx).Equal(o.ElementType(ctx)) ||
		v.IsNull() != o.IsNull() || v.IsUnknown() != o.IsUnknown() {
		return false
	}
	elements, others := v.Elements(), o.Elements()
	if slices.EqualFunc(elements, others, attr.Value.Equal) { // as most are, in this order
		return true
	}
	in := make(map[string]bool, len(elements))
	for _, element := range elements {
		in[textOf(element)] = true
	}
	for _, element := range others {
		if !in[textOf(element)] {
			return false
		}
	}
	return len(elements) == len(others)
}

// Same reports whether two values are equal, as their own Equal does, but for sets at less cost.
func Same(a, b attr.Value) bool {
	set, isSet := a.(types.Set)
	other, isOtherSet := b.(types.Set)
	if isSet && isOtherSet {
		return SetValue{set}.Equal(SetValue{other})
	}
	return a.Equal(b)
}

// NoStrings is the plan modifier of a set that is empty unless it is given: left out and empty are then the same. A
// Default would be one of the framework's own sets, which is no [SetValue] while those are lists.
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

// retyped returns a set or list as one of the given type.
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
