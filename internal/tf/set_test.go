package tf_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

var (
	setOfStrings  = tftypes.Set{ElementType: tftypes.String}
	listOfStrings = tftypes.List{ElementType: tftypes.String}
)

// On the wire a set is a set, or a list if the server asks for one, and reads back unchanged from both.
func TestStringSetsOnTheWire(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{
		"null":    nil,
		"unknown": tftypes.UnknownValue,
		"empty":   []tftypes.Value{},
		"elements": []tftypes.Value{
			tftypes.NewValue(tftypes.String, "b"), tftypes.NewValue(tftypes.String, "a"), tftypes.NewValue(tftypes.String, tftypes.UnknownValue), tftypes.NewValue(tftypes.String, nil),
		},
	} {
		for ctx, wire := range map[context.Context]tftypes.Type{t.Context(): setOfStrings, tf.WithListsForSets(t.Context()): listOfStrings} {
			if got := tf.StringSets.TerraformType(ctx); !got.Equal(wire) {
				t.Errorf("%s: the type is %s, want %s", name, got, wire)
			}
			want := tftypes.NewValue(wire, value)
			read, err := tf.StringSets.ValueFromTerraform(ctx, want)
			if err != nil {
				t.Fatalf("%s as %s: %v", name, wire, err)
			}
			if written, err := read.ToTerraformValue(ctx); err != nil || !written.Equal(want) {
				t.Errorf("%s as %s: written as %s, %v", name, wire, written, err)
			}
			plain, err := types.SetType{ElemType: types.StringType}.ValueFromTerraform(ctx, tftypes.NewValue(setOfStrings, value))
			if set, ok := read.(tf.SetValue); err != nil || !ok || !set.Set.Equal(plain) {
				t.Errorf("%s as %s: read as %s, %v", name, wire, read, err)
			}
		}
	}
}

func TestStringSetsRefuse(t *testing.T) {
	t.Parallel()
	text := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	numbers := tftypes.NewValue(tftypes.Set{ElementType: tftypes.Number}, []tftypes.Value{tftypes.NewValue(tftypes.Number, 1)})
	if _, err := tf.StringSets.ValueFromTerraform(t.Context(), numbers); err == nil {
		t.Error("numbers are taken for strings")
	}
	for want, elements := range map[int][]tftypes.Value{
		0: {text("a"), text("b"), text(tftypes.UnknownValue), text(tftypes.UnknownValue)},
		2: {text("a"), text("b"), text("a"), text("b")},
	} {
		for _, wire := range []tftypes.Type{setOfStrings, listOfStrings} {
			if diags := tf.StringSets.Validate(t.Context(), tftypes.NewValue(wire, elements), path.Root("x")); len(diags) != want {
				t.Errorf("%v as %s: %v", elements, wire, diags)
			}
		}
	}
}

func TestStringSetValue(t *testing.T) {
	t.Parallel()
	value := func(set types.Set) tf.SetValue { return tf.SetValue{Set: set} }
	list, diags := value(tf.StringSet([]string{"b", "a"})).ToListValue(t.Context())
	want := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("b"), types.StringValue("a")})
	if diags.HasError() || !list.Equal(want) {
		t.Errorf("as a list: %s, %v", list, diags)
	}
	for _, set := range []types.Set{types.SetNull(types.StringType), types.SetUnknown(types.StringType)} {
		list, diags := value(set).ToListValue(t.Context())
		if diff := cmp.Diff([]bool{set.IsNull(), set.IsUnknown()}, []bool{list.IsNull(), list.IsUnknown()}); diff != "" || diags.HasError() {
			t.Errorf("%s as a list: %s, %v", set, list, diags)
		}
	}
	if value(tf.StringSet(nil)).Equal(tf.StringSet(nil)) || !value(tf.StringSet(nil)).Equal(value(tf.StringSet(nil))) {
		t.Error("a value equals one of another type, or not itself")
	}
	same := tf.SetType{SetType: types.SetType{ElemType: types.StringType}}
	if !tf.StringSets.Equal(same) || tf.StringSets.Equal(types.SetType{ElemType: types.StringType}) {
		t.Error("the type equals another, or not itself")
	}
	for _, step := range []tftypes.AttributePathStep{tftypes.ElementKeyInt(1), tftypes.ElementKeyValue(tftypes.NewValue(tftypes.String, "a"))} {
		if got, err := tf.StringSets.ApplyTerraform5AttributePathStep(step); err != nil || got != types.StringType {
			t.Errorf("%v leads to %v, %v", step, got, err)
		}
	}
	if _, err := tf.StringSets.ApplyTerraform5AttributePathStep(tftypes.AttributeName("a")); err == nil {
		t.Error("a set has a member")
	}
}

func TestSetsOfObjects(t *testing.T) {
	t.Parallel()
	objectType := types.ObjectType{AttrTypes: map[string]attr.Type{"api": types.StringType, "type": types.StringType}}
	object := func(api, of types.String) attr.Value {
		return types.ObjectValueMust(objectType.AttrTypes, map[string]attr.Value{"api": api, "type": of})
	}
	text := types.StringValue
	a, b := object(text("a"), text("user")), object(text("a"), text("client"))
	unknown := object(text("a"), types.StringUnknown())
	set := func(elements ...attr.Value) tf.SetValue {
		return tf.SetValue{Set: types.SetValueMust(objectType, elements)}
	}
	nested := tf.NestedSet{SetNestedAttribute: schema.SetNestedAttribute{NestedObject: schema.NestedAttributeObject{
		Attributes: map[string]schema.Attribute{"api": schema.StringAttribute{}, "type": schema.StringAttribute{}},
	}}}
	if typ := set().Type(t.Context()); !nested.GetType().Equal(typ) || typ.Equal(tf.StringSets) {
		t.Errorf("the type of the attribute is %s", nested.GetType())
	}
	for i, one := range []tf.SetValue{set(), set(a), set(b), set(unknown), set(a, b)} {
		for j, other := range []tf.SetValue{set(), set(a), set(b), set(unknown), set(b, a)} {
			if got := one.Equal(other); got != (i == j) {
				t.Errorf("%s and %s: %t", one, other, got)
			}
		}
	}
	for ctx, step := range map[context.Context]tftypes.AttributePathStep{
		t.Context():                      tftypes.ElementKeyValue(tftypes.Value{}),
		tf.WithListsForSets(t.Context()): tftypes.ElementKeyInt(1),
	} {
		value, err := set(a, unknown, unknown, b, a).ToTerraformValue(ctx)
		if err != nil || !value.Type().Equal(nested.GetType().TerraformType(ctx)) {
			t.Fatalf("%s, %v", value, err)
		}
		if diags := tf.SetsOf(objectType).Validate(ctx, value, path.Root("x")); len(diags) != 1 {
			t.Errorf("one element is there twice: %v", diags)
		}
		if read, err := tf.SetsOf(objectType).ValueFromTerraform(ctx, value); err != nil || !read.Equal(set(a, unknown, unknown, b, a)) {
			t.Errorf("read %s, %v", read, err)
		}
		if got, err := nested.ApplyTerraform5AttributePathStep(step); err != nil || got == nil {
			t.Errorf("%v leads to %v, %v", step, got, err)
		}
	}
}
