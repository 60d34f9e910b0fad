package exclusive

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// thing is an object of a set of names.
type thing struct {
	Name    types.String `tfsdk:"name"`
	ThingID types.String `tfsdk:"id"`
}

func (t thing) Key() string    { return t.Name.ValueString() }
func (t thing) ID() string     { return t.ThingID.ValueString() }
func (t thing) String() string { return t.Key() + " " + t.ID() }

func seen(name, id string) thing { return thing{types.StringValue(name), tf.StringOrNull(id)} }

var things = Kind[thing]{
	Type:     "things_exclusive",
	Argument: "names",
	Undeclared: schema.SetNestedAttribute{NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{}, "id": schema.StringAttribute{},
	}}},
	Declared: func(element attr.Value) (thing, bool) {
		name, ok := element.(types.String)
		return thing{Name: name}, ok && !name.IsUnknown()
	},
	Element: func(t thing) attr.Value { return t.Name },
}

func setOf(names types.Set, found ...thing) Set {
	s := Set{attributes: map[string]attr.Value{"names": tf.SetValue{Set: names}}}
	things.show(s, found)
	return s
}

func TestNotDeclared(t *testing.T) {
	t.Parallel()
	first, second := seen("orders", "1"), seen("orders", "2")
	found := []thing{second, first}
	tests := map[string]struct {
		names types.Set
		want  []thing
	}{
		"nothing declared":   {names: tf.StringSet(nil), want: []thing{first, second}},
		"declared":           {names: tf.StringSet([]string{"files", "orders"})},
		"other declared":     {names: tf.StringSet([]string{"files"}), want: []thing{first, second}},
		"partly unknown":     {names: types.SetValueMust(types.StringType, []attr.Value{types.StringUnknown()}), want: []thing{first, second}},
		"wholly unknown":     {names: types.SetUnknown(types.StringType), want: []thing{first, second}},
		"imported, none yet": {names: types.SetNull(types.StringType), want: []thing{first, second}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := things.notDeclared(setOf(test.names), found); !slices.Equal(got, test.want) {
				t.Errorf("undeclared are %v, want %v", got, test.want)
			}
		})
	}
}

func TestDeclaredIsComplete(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		names types.Set
		want  bool
	}{
		"known":          {names: tf.StringSet([]string{"orders"}), want: true},
		"none":           {names: tf.StringSet(nil), want: true},
		"partly unknown": {names: types.SetValueMust(types.StringType, []attr.Value{types.StringValue("orders"), types.StringUnknown()})},
		"wholly unknown": {names: types.SetUnknown(types.StringType)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, got := things.declared(setOf(test.names)); got != test.want {
				t.Errorf("complete = %t, want %t", got, test.want)
			}
		})
	}
}

func TestRemovals(t *testing.T) {
	t.Parallel()
	files := seen("files", "3")
	state := setOf(tf.StringSet([]string{"orders", "customers"}), files)
	tests := map[string]struct {
		planned []string
		want    []thing
	}{
		"nothing changed":       {planned: []string{"orders", "customers"}, want: []thing{files}},
		"declared meanwhile":    {planned: []string{"orders", "customers", "files"}},
		"declared no longer":    {planned: []string{"orders", "files"}, want: []thing{{Name: types.StringValue("customers")}}},
		"none allowed any more": {want: []thing{files, {Name: types.StringValue("customers")}, {Name: types.StringValue("orders")}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := things.removals(setOf(tf.StringSet(test.planned)), state)
			if !slices.Equal(got, test.want) || diags.HasError() {
				t.Errorf("removals are %v, want %v; %v", got, test.want, diags)
			}
		})
	}
}

// If the removal needs consent, what leaves the set is not removed before undeclared has shown it.
func TestRemovalsWithConsent(t *testing.T) {
	t.Parallel()
	kind, files := things, seen("files", "3")
	kind.Consent = "remove"
	state := setOf(tf.StringSet([]string{"orders", "customers"}), files)
	for _, planned := range [][]string{{"orders", "customers"}, {"orders"}, nil} {
		if got, diags := kind.removals(setOf(tf.StringSet(planned)), state); !slices.Equal(got, []thing{files}) || diags.HasError() {
			t.Errorf("%v: removals are %v, want %v; %v", planned, got, files, diags)
		}
	}
}

func TestIsTrue(t *testing.T) {
	t.Parallel()
	set := Set{attributes: map[string]attr.Value{
		"yes": types.BoolValue(true), "no": types.BoolValue(false), "null": types.BoolNull(), "unknown": types.BoolUnknown(), "text": types.StringValue("true"),
	}}
	for _, argument := range []string{"yes", "no", "null", "unknown", "text", "missing"} {
		if got := set.IsTrue(argument); got != (argument == "yes") {
			t.Errorf("%s is true: %t", argument, got)
		}
	}
}

// A resource asks for consent or offers to remove at once, never both.
func TestRemoveOnCreateOrConsent(t *testing.T) {
	t.Parallel()
	kind := things
	kind.Arguments = map[string]schema.Attribute{}
	for _, consent := range []string{"", "remove"} {
		kind.Consent = consent
		var described resource.SchemaResponse
		New(kind).Schema(t.Context(), resource.SchemaRequest{}, &described)
		if _, offers := described.Schema.Attributes[removeOnCreate]; offers != (consent == "") {
			t.Errorf("consent by %q: offers remove_on_create is %t", consent, offers)
		}
	}
}

// Right after a write, a listing that shows what the state does not may lag behind; one that shows less does not.
func TestHasOthers(t *testing.T) {
	t.Parallel()
	orders, files := seen("orders", "1"), seen("files", "2")
	tests := map[string]struct {
		found, shown []thing
		want         bool
	}{
		"nothing":   {shown: []thing{orders}},
		"the same":  {found: []thing{orders}, shown: []thing{files, orders}},
		"another":   {found: []thing{orders, files}, shown: []thing{orders}, want: true},
		"made anew": {found: []thing{seen("orders", "3")}, shown: []thing{orders}, want: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := hasOthers(test.found, test.shown); got != test.want {
				t.Errorf("hasOthers = %t, want %t", got, test.want)
			}
		})
	}
}

// Of two objects with one key, the set declares it once.
func TestDeclare(t *testing.T) {
	t.Parallel()
	s := setOf(types.SetNull(types.StringType))
	things.declare(s, []thing{seen("orders", "1"), seen("orders", "2"), seen("files", "3")})
	if want := tf.StringSet([]string{"orders", "files"}); !s.elements("names").Equal(want) {
		t.Errorf("declared are %s, want %s", s.elements("names"), want)
	}
}
