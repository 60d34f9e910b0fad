package tf

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// NestedSet is an attribute that is a set of objects with attributes of their own. Its type is a [SetType].
type NestedSet struct{ schema.SetNestedAttribute }

var _ schema.NestedAttribute = NestedSet{}

// GetType returns the type of the set.
func (a NestedSet) GetType() attr.Type { return SetsOf(a.NestedObject.Type()) }

// ApplyTerraform5AttributePathStep returns the object that an element is, of a set as of a list.
func (a NestedSet) ApplyTerraform5AttributePathStep(step tftypes.AttributePathStep) (any, error) {
	if _, ok := step.(tftypes.ElementKeyInt); ok {
		return a.NestedObject, nil
	}
	return a.SetNestedAttribute.ApplyTerraform5AttributePathStep(step)
}
