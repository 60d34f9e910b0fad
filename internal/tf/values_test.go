package tf_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// A value that a tenant has twice is in the set once.
func TestSetsHaveNothingTwice(t *testing.T) {
	t.Parallel()
	if got := tf.Strings(tf.StringSet([]string{"b", "a", "b", "", `"a"`, "<null>", "<unknown>", "a"})); !slices.Equal(got, []string{"", `"a"`, "<null>", "<unknown>", "a", "b"}) {
		t.Errorf("texts: %q", got)
	}
	objectType := types.ObjectType{AttrTypes: map[string]attr.Type{"id": types.StringType, "on": types.BoolType}}
	object := func(id string, on bool) attr.Value {
		return types.ObjectValueMust(objectType.AttrTypes, map[string]attr.Value{"id": types.StringValue(id), "on": types.BoolValue(on)})
	}
	set := tf.SetOf(objectType, []attr.Value{object("a", true), object("a", false), object("a", true), types.ObjectNull(objectType.AttrTypes)})
	if got := len(set.Elements()); got != 3 {
		t.Errorf("objects: %s", set)
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	set := func(values ...string) attr.Value { return tf.StringSet(values) }
	null, unknown := types.SetNull(types.StringType), types.SetUnknown(types.StringType)
	values := []attr.Value{set(), set("a"), set("a", "b"), set("c", "b"), null, unknown, types.StringValue("a"), types.StringNull(), types.SetNull(types.BoolType)}
	for i, a := range values {
		for j, b := range values {
			if got := tf.Same(a, b); got != (i == j) {
				t.Errorf("%s and %s: %t", a, b, got)
			}
		}
	}
	if !tf.Same(set("b", "a"), set("a", "b")) {
		t.Error("the order of a set counts")
	}
}
