package tf_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type thing struct {
	Name  types.String `tfsdk:"name"`
	Parts types.Set    `tfsdk:"parts"`
	Owner *owner       `tfsdk:"owner"`
}

type owner struct {
	person
	Since types.Int64 `tfsdk:"since"`
}

type person struct {
	Email types.String `tfsdk:"email"`
}

var thingSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"name":  schema.StringAttribute{},
	"parts": schema.SetAttribute{ElementType: types.StringType},
	"owner": schema.SingleNestedAttribute{Attributes: map[string]schema.Attribute{
		"email": schema.StringAttribute{},
		"since": schema.Int64Attribute{},
	}},
}}

func nothing(t *testing.T) tfsdk.State {
	t.Helper()
	return tfsdk.State{Schema: thingSchema, Raw: tftypes.NewValue(thingSchema.Type().TerraformType(t.Context()), nil)}
}

func failing(t *testing.T, diags diag.Diagnostics) {
	t.Helper()
	if diags.HasError() {
		t.Fatal(diags)
	}
}

// TestModel compares Get and Set with those of the framework.
func TestModel(t *testing.T) {
	t.Parallel()
	for name, model := range map[string]thing{
		"all":     {Name: types.StringValue("a"), Parts: tf.StringSet([]string{"b"}), Owner: &owner{person{types.StringValue("c")}, types.Int64Value(1)}},
		"null":    {Parts: types.SetNull(types.StringType)},
		"unknown": {Name: types.StringUnknown(), Parts: types.SetUnknown(types.StringType), Owner: &owner{person{types.StringUnknown()}, types.Int64Unknown()}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, got := nothing(t), nothing(t)
			failing(t, want.Set(t.Context(), model))
			for _, written := range []any{model, &model} {
				got = nothing(t)
				failing(t, tf.Set(t.Context(), &got, written))
				if !got.Raw.Equal(want.Raw) {
					t.Errorf("the framework writes\n%s, and Set\n%s", want.Raw, got.Raw)
				}
			}
			var read thing
			failing(t, tf.Get(t.Context(), got, &read))
			var pointer *thing
			failing(t, tf.Get(t.Context(), got, &pointer))
			if !reflect.DeepEqual(read, model) || !reflect.DeepEqual(*pointer, model) {
				t.Errorf("%+v was written, and %+v and %+v read", model, read, *pointer)
			}
		})
	}
	var absent *thing
	failing(t, tf.Get(t.Context(), nothing(t), &absent))
	if absent != nil {
		t.Errorf("%+v was read where there is nothing", absent)
	}
}

// TestModelMisfits shows that a model that is not of the schema's shape is an error and no panic.
func TestModelMisfits(t *testing.T) {
	t.Parallel()
	owners := map[string]attr.Type{"email": types.StringType}
	for name, test := range map[string]struct {
		from attr.Value
		into any
		want string
	}{
		"nothing for a struct": {types.ObjectNull(owners), &person{}, "<null> does not fit into a tf_test.person"},
		"unknown":              {types.ObjectUnknown(owners), &person{}, "<unknown> does not fit into a tf_test.person"},
		"no object":            {types.StringValue("a"), &person{}, `"a" does not fit into a tf_test.person`},
		"other type": {
			types.ObjectValueMust(map[string]attr.Type{"email": types.BoolType}, map[string]attr.Value{"email": types.BoolValue(true)}),
			&person{}, "email: true does not fit into a basetypes.StringValue",
		},
		"other name": {
			types.ObjectValueMust(map[string]attr.Type{"mail": types.StringType}, map[string]attr.Value{"mail": types.StringNull()}),
			&person{}, "there is no email for the tf_test.person",
		},
		"fewer fields": {
			types.ObjectValueMust(owners, map[string]attr.Value{"email": types.StringNull()}),
			&struct{}{}, "1 attributes do not fit into the 0 fields of a struct {}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diags := tf.GetMembers(test.from, test.into)
			if len(diags) != 1 || !strings.HasPrefix(diags[0].Detail(), test.want+".") {
				t.Errorf("want %q, got %v", test.want, diags)
			}
		})
	}
	state := nothing(t)
	if diags := tf.Set(t.Context(), &state, person{}); !diags.HasError() {
		t.Error("a model of another schema was written")
	}
}
