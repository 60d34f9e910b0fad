package tf

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// SetOf returns a set of the elements. What a tenant has twice is in it once: the framework refuses a set that repeats
// itself.
func SetOf(elementType attr.Type, elements []attr.Value) types.Set {
	distinct := make([]attr.Value, 0, len(elements))
	seen := make(map[string]bool, len(elements))
	for _, element := range elements {
		if text := element.String(); !seen[text] {
			seen[text] = true
			distinct = append(distinct, element)
		}
	}
	return types.SetValueMust(elementType, distinct)
}

// StringSet returns a set of the values as [Foreign] has them; nil gives an empty set.
func StringSet(values []string) types.Set {
	elements := make([]attr.Value, 0, len(values))
	for _, value := range values {
		elements = append(elements, types.StringValue(Foreign(value)))
	}
	return SetOf(types.StringType, elements)
}

// TextOrUnknown returns the text for a message, which may come before the text is known.
func TextOrUnknown(text types.String) string {
	if text.IsUnknown() {
		return "(known after apply)"
	}
	return text.ValueString()
}

// StringOrNull returns the value as [Foreign] has it, or null for the empty string.
func StringOrNull(value string) types.String {
	if value == "" {
		return types.StringNull()
	}
	return types.StringValue(Foreign(value))
}

// Strings returns the known elements of a set of strings, sorted; null and unknown elements are left out, and a null or
// unknown set gives nil.
func Strings(set types.Set) []string {
	if set.IsNull() || set.IsUnknown() {
		return nil
	}
	values := make([]string, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		if value, ok := element.(types.String); ok && !value.IsNull() && !value.IsUnknown() {
			values = append(values, value.ValueString())
		}
	}
	slices.Sort(values)
	return values
}

// AddedStrings returns the known elements that the set has now and had not before.
func AddedStrings(before, now types.Set) []string {
	had := make(map[string]bool)
	for _, value := range Strings(before) {
		had[value] = true
	}
	return slices.DeleteFunc(Strings(now), func(value string) bool { return had[value] })
}

// StringIn returns an attribute of an object, which is unknown if the object is.
func StringIn(object types.Object, name string) types.String {
	if value, ok := object.Attributes()[name].(types.String); ok {
		return value
	}
	return types.StringUnknown()
}
