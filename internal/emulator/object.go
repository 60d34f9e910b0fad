package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// object is a JSON object as encoding/json decodes it: numbers are float64, arrays are []any.
type object = map[string]any

// plain turns a Go value into what encoding/json would decode from it, so that an object written in Go (with ints and
// []string) and one read from a file are the same thing afterwards.
func plain[T any](value T) (T, error) {
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

// clone copies an object deeply.
func clone(o object) object {
	out := make(object, len(o))
	for key, value := range o {
		out[key] = cloneValue(value)
	}
	return out
}

func cloneValue(value any) any {
	switch v := value.(type) {
	case object:
		return clone(v)
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

// replaceWhole, given to merge, replaces every member.
func replaceWhole(string) bool { return false }

// merge applies an update to an object the way Auth0 does: null removes a member, the members named in deep are merged
// one level down with the same rule ({} empties them), everything else is replaced.
func merge(target, update object, deep func(key string) bool) {
	for key, value := range update {
		if value == nil {
			delete(target, key)
			continue
		}
		nested, isObject := value.(object)
		current, _ := target[key].(object)
		if !isObject || !deep(key) || len(nested) == 0 || current == nil {
			target[key] = withoutNulls(value)
			continue
		}
		for member, memberValue := range nested {
			if memberValue == nil {
				delete(current, member)
				continue
			}
			current[member] = withoutNulls(memberValue)
		}
	}
}

// withoutNulls drops the null members of an object and of the objects in it: unset members are left out of Auth0's answers.
func withoutNulls[T any](value T) T {
	if nested, ok := any(value).(object); ok {
		maps.DeleteFunc(nested, func(_ string, member any) bool { return member == nil })
		for _, member := range nested {
			withoutNulls(member)
		}
	}
	return value
}

// setDefault sets a member that is absent or null.
func setDefault(target object, key string, value any) {
	if target[key] == nil {
		target[key] = value
	}
}

func text(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

func flag(o object, key string) bool {
	b, _ := o[key].(bool)
	return b
}

func child(o object, key string) object {
	nested, _ := o[key].(object)
	return nested
}

// list returns the strings of an array member.
func list(o object, key string) []string {
	items, _ := o[key].([]any)
	out := make([]string, 0, len(items))
	for _, item := range items {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// objects returns the objects of an array.
func objects(value any) []object {
	items, _ := value.([]any)
	out := make([]object, 0, len(items))
	for _, item := range items {
		if nested, ok := item.(object); ok {
			out = append(out, nested)
		}
	}
	return out
}

// array makes a JSON array of strings.
func array(items ...string) []any {
	out := make([]any, len(items))
	for i, item := range items {
		out[i] = item
	}
	return out
}

// keyOrder is the order in which the members of an object are shown.
type keyOrder []string

// arrange gives an object its key order; members without a place follow by name.
func (order keyOrder) arrange(o object) document {
	out := make(document, 0, len(o))
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

// document is a JSON object whose members keep their order.
type document []member

// with appends a member.
func (d document) with(key string, value any) document { return append(d, member{key, value}) }

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order and, like Auth0, leaves <, > and & as they are.
func (d document) MarshalJSON() ([]byte, error) {
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
