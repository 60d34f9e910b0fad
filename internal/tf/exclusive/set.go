package exclusive

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Names of attributes that every kind has.
const (
	undeclared     = "undeclared"
	removeOnCreate = "remove_on_create"
)

// Set is a set as a plan or a state has it.
type Set struct {
	attributes map[string]attr.Value
	types      map[string]attr.Type
}

// setIn returns the set in a plan or a state.
func setIn(ctx context.Context, from tf.Source, diags *diag.Diagnostics) Set {
	var object types.Object
	diags.Append(tf.Get(ctx, from, &object)...)
	return Set{attributes: object.Attributes(), types: object.AttributeTypes(ctx)}
}

// write puts the set into a response.
func (s Set) write(ctx context.Context, into tf.Target, diags *diag.Diagnostics) {
	diags.Append(tf.Set(ctx, into, s.object())...)
}

// object returns the set with its id.
func (s Set) object() types.Object {
	s.attributes["id"] = s.attributes["domain"]
	if clientID, ok := s.attributes["client_id"]; ok {
		s.attributes["id"] = clientID
	}
	return types.ObjectValueMust(s.types, s.attributes)
}

// ClientID returns the client id of the application that the set is of, null for a set of the tenant's.
func (s Set) ClientID() types.String {
	clientID, _ := s.attributes["client_id"].(types.String)
	return clientID
}

// IsTrue reports whether a boolean argument is known to be true.
func (s Set) IsTrue(argument string) bool {
	value, _ := s.attributes[argument].(types.Bool)
	return value.ValueBool()
}

// setDefaults completes a state that no plan made: an imported or listed one, or one of an earlier version.
func (s Set) setDefaults() {
	if removes, isArgument := s.attributes[removeOnCreate]; isArgument && removes.IsNull() {
		s.attributes[removeOnCreate] = types.BoolValue(false)
	}
}

func (s Set) elements(name string) types.Set {
	value, _ := s.attributes[name].(tf.SetValue)
	return value.Set
}

// declared returns the objects that the set declares, and whether all of them are known.
func (k Kind[O]) declared(s Set) (objects []O, isComplete bool) {
	declared := s.elements(k.Argument)
	isComplete = !declared.IsUnknown()
	for _, element := range declared.Elements() {
		object, isKnown := k.Declared(element)
		if !isKnown {
			isComplete = false
			continue
		}
		objects = append(objects, object)
	}
	return sorted(objects), isComplete
}

// declare makes the set declare the objects.
func (k Kind[O]) declare(s Set, objects []O) {
	elements := make([]attr.Value, len(objects))
	for i, object := range objects {
		elements[i] = k.Element(object)
	}
	elementType := s.elements(k.Argument).ElementType(context.Background())
	s.attributes[k.Argument] = tf.SetValue{Set: tf.SetOf(elementType, elements)}
}

// undeclared returns the objects that a state shows as not declared.
func (k Kind[O]) undeclared(s Set) (objects []O, diags diag.Diagnostics) {
	for _, element := range s.elements(undeclared).Elements() {
		var object O
		diags.Append(tf.GetMembers(element, &object)...)
		objects = append(objects, object)
	}
	return sorted(objects), diags
}

// show makes the set show the objects as not declared.
func (k Kind[O]) show(s Set, objects []O) { s.attributes[undeclared] = k.shownAs(objects) }

func (k Kind[O]) shownAs(objects []O) tf.SetValue {
	object, _ := k.Undeclared.NestedObject.Type().(types.ObjectType)
	elements := make([]attr.Value, len(objects))
	for i, one := range objects {
		elements[i] = tf.ObjectOf(one, object)
	}
	return tf.SetValue{Set: tf.SetOf(object, elements)}
}

// notDeclared returns those of the objects whose key the set does not declare.
func (k Kind[O]) notDeclared(s Set, objects []O) []O {
	isDeclared := k.isDeclared(s)
	return sorted(slices.DeleteFunc(slices.Clone(objects), func(object O) bool { return isDeclared(object.Key()) }))
}

func (k Kind[O]) isDeclared(s Set) func(key string) bool {
	objects, _ := k.declared(s)
	keys := make(map[string]bool, len(objects))
	for _, object := range objects {
		keys[object.Key()] = true
	}
	return func(key string) bool { return keys[key] }
}

// removals returns what the plan shows as leaving: what was found undeclared, and what is declared no longer, unless
// the kind demands that undeclared shows it first.
func (k Kind[O]) removals(plan, state Set) (removals []O, diags diag.Diagnostics) {
	found, diags := k.undeclared(state)
	if k.Consent != "" {
		return k.notDeclared(plan, found), diags
	}
	before, _ := k.declared(state)
	return append(k.notDeclared(plan, found), k.notDeclared(plan, before)...), diags
}

// keysOf returns the keys of the objects.
func keysOf[O Object](objects []O) []string {
	keys := make([]string, len(objects))
	for i, object := range objects {
		keys[i] = object.Key()
	}
	return keys
}

func sorted[O Object](objects []O) []O {
	slices.SortFunc(objects, func(a, b O) int { return cmp.Compare(a.String(), b.String()) })
	return objects
}
