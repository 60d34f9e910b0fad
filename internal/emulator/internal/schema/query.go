package schema

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// ParseQuery converts query parameters to the types that the schema declares, and checks them. A value that cannot be
// converted stays a string, so that the error names the expected type.
//
// Assumption: undeclared parameters are refused, like undeclared members of bodies.
func (v *Validator) ParseQuery(values url.Values) (object.Object, error) {
	out := object.Object{}
	for name, texts := range values {
		property := v.Schema.Properties[name]
		var types []string
		if property != nil && property.Types != nil {
			types = property.Types.ToStrings()
		}
		switch last := texts[len(texts)-1]; {
		case slices.Contains(types, "array"):
			out[name] = object.Array(texts...)
		case slices.Contains(types, "integer"):
			out[name] = convert(last, func(s string) (float64, error) {
				n, err := strconv.Atoi(s)
				return float64(n), err
			})
		case slices.Contains(types, "boolean"):
			out[name] = convert(last, strconv.ParseBool)
		default:
			out[name] = last
		}
	}
	return out, v.Check(out)
}

func convert[T any](s string, parse func(string) (T, error)) any {
	value, err := parse(s)
	if err != nil {
		return s
	}
	return value
}
