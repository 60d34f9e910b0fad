// Package object has functions for JSON objects: read members, copy, merge as Auth0's PATCH does, and write members in
// Auth0's order. Objects are plain maps, as encoding/json decodes them, so that unknown members are kept.
package object

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Object is a JSON object as encoding/json decodes it: numbers are float64, arrays are []any.
type Object = map[string]any

// Plain converts a Go value to the types that encoding/json decodes, so that an object written in Go (with ints and
// []string) equals the same object read from a file.
func Plain[T any](value T) (T, error) {
	var out T
	encoded, err := json.Marshal(value)
	if err != nil {
		return out, fmt.Errorf("not JSON: %w", err)
	}
	if err := json.Unmarshal(encoded, &out); err != nil {
		return out, fmt.Errorf("not JSON: %w", err)
	}
	return out, nil
}

// Clone copies an object deeply.
func Clone(o Object) Object {
	out := make(Object, len(o))
	for key, value := range o {
		out[key] = cloneValue(value)
	}
	return out
}

func cloneValue(value any) any {
	switch v := value.(type) {
	case Object:
		return Clone(v)
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = cloneValue(item)
		}
		return out
	default:
		return v
	}
}

// ReplaceWhole makes [Merge] replace every member.
func ReplaceWhole(string) bool { return false }

// Merge applies an update to an object the way Auth0 does: null removes a member, the members named in deep are merged
// one level down with the same rule ({} empties them), everything else is replaced.
func Merge(target, update Object, deep func(key string) bool) {
	for key, value := range update {
		if value == nil {
			delete(target, key)
			continue
		}
		nested, isObject := value.(Object)
		current, _ := target[key].(Object)
		if !isObject || !deep(key) || len(nested) == 0 || current == nil {
			target[key] = WithoutNulls(value)
			continue
		}
		for member, memberValue := range nested {
			if memberValue == nil {
				delete(current, member)
				continue
			}
			current[member] = WithoutNulls(memberValue)
		}
	}
}

// WithoutNulls removes the null members of an object and of the objects in it, because Auth0's answers omit unset
// members.
func WithoutNulls[T any](value T) T {
	if nested, ok := any(value).(Object); ok {
		maps.DeleteFunc(nested, func(_ string, member any) bool { return member == nil })
		for _, member := range nested {
			WithoutNulls(member)
		}
	}
	return value
}

// SetDefault sets a member that is absent or null.
func SetDefault(target Object, key string, value any) {
	if target[key] == nil {
		target[key] = value
	}
}

// Text returns a member that is a string, else "".
func Text(o Object, key string) string {
	s, _ := o[key].(string)
	return s
}

// Flag reports whether a member is true.
func Flag(o Object, key string) bool {
	b, _ := o[key].(bool)
	return b
}

// Child returns a member that is an object, else nil.
func Child(o Object, key string) Object {
	nested, _ := o[key].(Object)
	return nested
}

// List returns the strings of an array member.
func List(o Object, key string) []string {
	items, _ := o[key].([]any)
	out := make([]string, 0, len(items))
	for _, item := range items {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Objects returns the objects of an array.
func Objects(value any) []Object {
	items, _ := value.([]any)
	out := make([]Object, 0, len(items))
	for _, item := range items {
		if nested, ok := item.(Object); ok {
			out = append(out, nested)
		}
	}
	return out
}

// Array makes a JSON array of strings.
func Array(items ...string) []any {
	out := make([]any, len(items))
	for i, item := range items {
		out[i] = item
	}
	return out
}

// Order is the order in which the members of an object are shown.
type Order []string

// Arrange gives an object its key order; members without a place follow by name.
func (order Order) Arrange(o Object) Document {
	out := make(Document, 0, len(o))
	for _, key := range order {
		if value, ok := o[key]; ok {
			out = append(out, member{key, value})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(o)) {
		if !slices.Contains(order, key) {
			out = append(out, member{key, o[key]})
		}
	}
	return out
}

// Document is a JSON object whose members keep their order.
type Document []member

// With appends a member.
func (d Document) With(key string, value any) Document { return append(d, member{key, value}) }

// Texts returns the members as texts, without those that are arrays or objects.
func (d Document) Texts() map[string]string {
	out := map[string]string{}
	for _, m := range d {
		switch m.value.(type) {
		case string, int, bool:
			out[m.key] = fmt.Sprint(m.value)
		}
	}
	return out
}

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order and, like Auth0, leaves <, > and & as they are.
func (d Document) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, m := range d {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(m.key); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := encoder.Encode(m.value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
