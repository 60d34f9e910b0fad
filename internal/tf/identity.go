package tf

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// identify makes the identity that of the state: its attributes are those of the state that have the same names. What
// is null, because a create got no answer, is empty: the framework insists on an identity even of what is gone.
func identify(ctx context.Context, state tfsdk.State, identity *tfsdk.ResourceIdentity) {
	var attributes map[string]tftypes.Value
	if err := state.Raw.As(&attributes); err != nil {
		return // a state is an object
	}
	identifying := map[string]tftypes.Value{}
	for name := range identity.Schema.GetAttributes() {
		identifying[name] = attributes[name]
		if identifying[name].IsNull() {
			identifying[name] = tftypes.NewValue(tftypes.String, "")
		}
	}
	identity.Raw = tftypes.NewValue(identity.Schema.Type().TerraformType(ctx), identifying)
}

// isIdentified reports whether the state has the attributes of the identity. It lacks them if a create got no answer.
// An identity that is set then could not change any more.
func isIdentified(state tfsdk.State, identity *tfsdk.ResourceIdentity) bool {
	var attributes map[string]tftypes.Value
	if err := state.Raw.As(&attributes); err != nil {
		return false
	}
	for name := range identity.Schema.GetAttributes() {
		var value string
		if attribute := attributes[name]; !attribute.IsKnown() || attribute.As(&value) != nil || value == "" {
			return false
		}
	}
	return true
}

// identityIn returns the identity in the state of an object that a list resource found, be it a model or an object.
func identityIn(state any, schema attr.Type) types.Object {
	identity, _ := schema.(attr.TypeWithAttributeTypes)
	identifying := map[string]attr.Value{}
	for name := range identity.AttributeTypes() {
		identifying[name] = attributeIn(state, name)
	}
	return types.ObjectValueMust(identity.AttributeTypes(), identifying)
}

func attributeIn(state any, name string) attr.Value {
	if object, ok := state.(types.Object); ok {
		return object.Attributes()[name]
	}
	values := reflect.Indirect(reflect.ValueOf(state))
	for _, field := range fieldsOf(values.Type()) {
		if field.name == name {
			return values.FieldByIndex(field.index).Interface().(attr.Value) //nolint:forcetypeassert // models consist of these
		}
	}
	return nil
}
