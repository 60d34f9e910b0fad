package api

import (
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// selectFields applies the parameters fields and include_fields to an object. Members in always are shown even if
// fields leaves them out. A field may name a member of a member ("jwt_configuration.alg").
func (c *call) selectFields(o object.Object, always ...string) object.Object {
	names := c.fields()
	if len(names) == 0 {
		return o
	}
	if include, given := c.query["include_fields"].(bool); given && !include {
		out := object.Clone(o)
		for _, name := range names {
			if parent, field, nested := strings.Cut(name, "."); nested {
				delete(object.Child(out, parent), field)
			} else if !slices.Contains(always, name) {
				delete(out, name)
			}
		}
		return out
	}
	out := object.Object{}
	for _, name := range slices.Concat(always, names) {
		parent, field, nested := strings.Cut(name, ".")
		value, present := o[parent]
		if nested {
			value, present = object.Child(o, parent)[field]
			if present {
				value = object.Object{field: value}
			}
		}
		if !present {
			continue
		}
		if shown := object.Child(out, parent); nested && shown != nil {
			shown[field] = object.Child(o, parent)[field]
			continue
		}
		out[parent] = value
	}
	return out
}

func (c *call) fields() []string {
	if s := object.Text(c.query, "fields"); s != "" {
		return strings.Split(s, ",")
	}
	return nil
}
