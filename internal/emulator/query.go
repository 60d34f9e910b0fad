package emulator

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
)

// parseQuery converts query parameters to the types the schema declares and checks them. What cannot be converted stays a
// string, so that the check names the type that was expected.
//
// Assumption: parameters that are not declared are refused, as undeclared members of bodies are.
func (v *validator) parseQuery(values url.Values) (object, error) {
	out := object{}
	for name, texts := range values {
		property := v.schema.Properties[name]
		var types []string
		if property != nil && property.Types != nil {
			types = property.Types.ToStrings()
		}
		switch last := texts[len(texts)-1]; {
		case slices.Contains(types, "array"):
			out[name] = array(texts...)
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
	return out, v.check(out)
}

func convert[T any](s string, parse func(string) (T, error)) any {
	value, err := parse(s)
	if err != nil {
		return s
	}
	return value
}

// integer returns a query parameter, or the fallback when it is not given.
func (c *call) integer(name string, fallback int) int {
	if n, ok := c.query[name].(float64); ok {
		return int(n)
	}
	return fallback
}

func (c *call) given(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { _, ok := c.query[name]; return ok })
}

// filters writes down the query parameters that choose the rows of a listing, without those that choose a page of them or
// members.
func (c *call) filters() string {
	out := maps.Clone(c.query)
	for _, name := range []string{"page", "per_page", "include_totals", "from", "take", "fields", "include_fields"} {
		delete(out, name)
	}
	return fmt.Sprint(out) // maps are printed in the order of their keys
}
