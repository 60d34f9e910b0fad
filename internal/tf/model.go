package tf

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Source is a configuration, a plan, a state or an identity in a request.
type Source interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// Target is a *tfsdk.Plan, *tfsdk.State, *tfsdk.ResourceIdentity, *tfsdk.Resource or *tfsdk.EphemeralResultData in a
// response.
type Target interface {
	Set(ctx context.Context, value any) diag.Diagnostics
}

// Get reads from into the model that target points to. If target points to a pointer, it becomes one to a new model, or
// nil if there is nothing. The fields of a model are framework values, pointers to structs of such, embedded structs,
// and slices of structs too, which can be written but not read.
//
// This is the Get of from for resources, of which Terraform reads thousands at once. That one compiles a regular
// expression for each field, every time, which took a tenth of the processor time of a large plan.
func Get(ctx context.Context, from Source, target any) diag.Diagnostics {
	var object types.Object
	diags := from.Get(ctx, &object)
	if !diags.HasError() {
		diags.Append(GetMembers(object, target)...)
	}
	return diags
}

// GetMembers is [Get] for an object inside a model.
func GetMembers(object attr.Value, target any) diag.Diagnostics {
	if err := unpack(object, reflect.ValueOf(target).Elem()); err != nil {
		return diag.Diagnostics{modelError(err)}
	}
	return nil
}

// Set writes a model, or what it points to, as [Get] reads it.
func Set(ctx context.Context, into Target, model any) diag.Diagnostics {
	object, err := pack(reflect.ValueOf(model), typeOf(into))
	if err != nil {
		return diag.Diagnostics{modelError(err)}
	}
	return into.Set(ctx, object)
}

// ObjectOf returns a model as an object of the type, as [GetMembers] reads it. It is for models of which every member
// fits.
func ObjectOf(model any, as types.ObjectType) types.Object {
	object, err := pack(reflect.ValueOf(model), as)
	if err != nil {
		panic(err)
	}
	return object.(types.Object) //nolint:forcetypeassert // what pack returns for an object type
}

func typeOf(target Target) attr.Type {
	switch target := target.(type) {
	case *tfsdk.Plan:
		return target.Schema.Type()
	case *tfsdk.State:
		return target.Schema.Type()
	case *tfsdk.ResourceIdentity:
		return target.Schema.Type()
	case *tfsdk.Resource:
		return target.Schema.Type()
	case *tfsdk.EphemeralResultData:
		return target.Schema.Type()
	}
	return nil
}

func unpack(value attr.Value, target reflect.Value) error {
	if from := reflect.ValueOf(value); from.Type().AssignableTo(target.Type()) {
		target.Set(from)
		return nil
	}
	if set, ok := value.(SetValue); ok {
		return unpack(set.Set, target)
	}
	if target.Kind() == reflect.Slice && value.IsNull() {
		target.SetZero()
		return nil
	}
	object, isObject := value.(types.Object)
	isPointer := target.Kind() == reflect.Pointer
	switch {
	case !isObject, object.IsUnknown(), object.IsNull() && !isPointer, !isPointer && target.Kind() != reflect.Struct:
		return fmt.Errorf("%s does not fit into a %s", value, target.Type())
	case object.IsNull():
		target.SetZero()
		return nil
	case isPointer:
		target.Set(reflect.New(target.Type().Elem()))
		return unpack(object, target.Elem())
	default:
		return unpackMembers(object.Attributes(), target)
	}
}

func unpackMembers(attributes map[string]attr.Value, target reflect.Value) error {
	fields := fieldsOf(target.Type())
	if len(attributes) != len(fields) {
		return fmt.Errorf("%d attributes do not fit into the %d fields of a %s", len(attributes), len(fields), target.Type())
	}
	for _, field := range fields {
		attribute, ok := attributes[field.name]
		if !ok {
			return fmt.Errorf("there is no %s for the %s", field.name, target.Type())
		}
		if field.isCopy {
			continue
		}
		if err := unpack(attribute, target.FieldByIndex(field.index)); err != nil {
			return fmt.Errorf("%s: %w", field.name, err)
		}
	}
	return nil
}

func pack(model reflect.Value, as attr.Type) (attr.Value, error) {
	set, isSet := model.Interface().(types.Set)
	if _, ok := as.(SetType); ok && isSet {
		return SetValue{set}, nil
	}
	if value, ok := model.Interface().(attr.Value); ok {
		return value, nil
	}
	if list, ok := as.(types.ListType); ok && model.Kind() == reflect.Slice {
		return packList(model, list)
	}
	object, ok := as.(types.ObjectType)
	if !ok {
		return nil, fmt.Errorf("a %s does not fit into a %s", model.Type(), as)
	}
	if model.Kind() == reflect.Pointer {
		if model.IsNil() {
			return types.ObjectNull(object.AttrTypes), nil
		}
		model = model.Elem()
	}
	members := make(map[string]attr.Value, len(object.AttrTypes))
	for _, field := range fieldsOf(model.Type()) {
		member, err := pack(model.FieldByIndex(field.index), object.AttrTypes[field.name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", field.name, err)
		}
		members[field.name] = member
	}
	packed, diags := types.ObjectValue(object.AttrTypes, members)
	return packed, firstOf(diags)
}

func packList(models reflect.Value, as types.ListType) (attr.Value, error) {
	elements := make([]attr.Value, models.Len())
	for i := range elements {
		element, err := pack(models.Index(i), as.ElemType)
		if err != nil {
			return nil, err
		}
		elements[i] = element
	}
	packed, diags := types.ListValue(as.ElemType, elements)
	return packed, firstOf(diags)
}

func firstOf(diags diag.Diagnostics) error {
	for _, d := range diags {
		return fmt.Errorf("%s: %s", d.Summary(), d.Detail())
	}
	return nil
}

// field is a field of a model, and the name of the attribute that it stands for. A copy is only written: another
// attribute that is always the same, named by the tag "also".
type field struct {
	name   string
	index  []int
	isCopy bool
}

var knownFields sync.Map // from reflect.Type to []field

func fieldsOf(model reflect.Type) []field {
	if fields, ok := knownFields.Load(model); ok {
		return fields.([]field) //nolint:forcetypeassert // nothing else is stored
	}
	var fields []field
	for _, f := range reflect.VisibleFields(model) {
		if name, ok := f.Tag.Lookup("tfsdk"); ok {
			fields = append(fields, field{name, f.Index, false})
		}
		if name, ok := f.Tag.Lookup("also"); ok {
			fields = append(fields, field{name, f.Index, true})
		}
	}
	knownFields.Store(model, fields)
	return fields
}
