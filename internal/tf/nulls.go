package tf

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NoNulls is a validator that refuses null among the elements of a set or map, and says how it came there.
func NoNulls() interface {
	validator.Set
	validator.Map
} {
	return noNulls{}
}

type noNulls struct{}

func (noNulls) Description(context.Context) string { return "must have no null elements" }

func (v noNulls) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (noNulls) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	for _, element := range req.ConfigValue.Elements() {
		if element.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path, "Element is null",
				fmt.Sprintf("One of the elements of %s is null, as var.wide ? \"write:orders\" : null gives. "+
					"Leave it out: compact([...]) drops null elements.", lastName(req.Path)))
			return
		}
	}
}

func (noNulls) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	elements := req.ConfigValue.Elements()
	for _, key := range slices.Sorted(maps.Keys(elements)) {
		if elements[key].IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path.AtMapKey(key), "Element is null",
				fmt.Sprintf("The value of %q in %s is null. Leave the entry out: { for k, v in … : k => v if v != null } drops "+
					"such entries.",
					key, lastName(req.Path)))
		}
	}
}

// lastName returns the name of the argument that a path leads to.
func lastName(at path.Path) string {
	steps := at.Steps()
	for i := len(steps) - 1; i >= 0; i-- {
		if name, ok := steps[i].(path.PathStepAttributeName); ok {
			return string(name)
		}
	}
	return at.String()
}
