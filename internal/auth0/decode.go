package auth0

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// decode reads JSON into what target points to. Of an object with members of other types than are expected it takes what
// can be taken: anybody may register an application, tenants are older than any description of them, and one odd value
// must not hide the object, or all that are listed with it. What is not even of the expected kind, such as a list in
// place of an object, is an error.
func decode(encoded []byte, target any) error {
	err := json.Unmarshal(encoded, target)
	if _, isOdd := errors.AsType[*json.UnmarshalTypeError](err); !isOdd {
		return err
	}
	return decodeOdd(encoded, target, err)
}

// decodeOdd is decode for JSON of which it is known that it does not fit. problem is the error if nothing can be taken.
func decodeOdd(encoded []byte, target any, problem error) error {
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var value any
	if decodeErr := decoder.Decode(&value); decodeErr != nil {
		return decodeErr
	}
	taken := reflect.New(reflect.TypeOf(target).Elem())
	if !take(value, taken.Elem()) {
		return problem
	}
	reflect.ValueOf(target).Elem().Set(taken.Elem())
	return nil
}

// take sets target to a decoded JSON value, as far as the two fit, and reports whether they do at all. A target that
// decodes itself is asked to.
func take(value any, target reflect.Value) bool {
	if value == nil {
		return false
	}
	if own, ok := target.Addr().Interface().(json.Unmarshaler); ok {
		encoded, err := json.Marshal(value)
		return err == nil && own.UnmarshalJSON(encoded) == nil
	}
	switch target.Kind() {
	case reflect.Struct:
		return takeMembers(value, target)
	case reflect.Pointer:
		return takePointer(value, target)
	case reflect.Slice:
		return takeList(value, target)
	case reflect.Map:
		return takeMap(value, target)
	case reflect.String:
		target.SetString(textOf(value))
		return true
	case reflect.Bool:
		truth, ok := truthOf(value)
		target.SetBool(truth)
		return ok
	case reflect.Int, reflect.Int64:
		number, ok := integerOf(value)
		target.SetInt(number)
		return ok
	default:
		return false
	}
}

func takeMembers(value any, target reflect.Value) bool {
	object, ok := value.(map[string]any)
	for _, field := range reflect.VisibleFields(target.Type()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if member := object[name]; member != nil && name != "" {
			take(member, target.FieldByIndex(field.Index))
		}
	}
	return ok
}

// takePointer leaves the target nil if the value does not fit: it then counts as left out, and not as zero.
func takePointer(value any, target reflect.Value) bool {
	element := reflect.New(target.Type().Elem())
	if !take(value, element.Elem()) {
		return false
	}
	target.Set(element)
	return true
}

// takeList leaves out elements that do not fit. A single value counts as a list of one.
func takeList(value any, target reflect.Value) bool {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	target.Set(reflect.MakeSlice(target.Type(), 0, len(list)))
	for _, value := range list {
		element := reflect.New(target.Type().Elem()).Elem()
		if take(value, element) {
			target.Set(reflect.Append(target, element))
		}
	}
	return ok || target.Len() > 0
}

func takeMap(value any, target reflect.Value) bool {
	object, ok := value.(map[string]any)
	target.Set(reflect.MakeMapWithSize(target.Type(), len(object)))
	for name, value := range object {
		element := reflect.New(target.Type().Elem()).Elem()
		if take(value, element) {
			target.SetMapIndex(reflect.ValueOf(name), element)
		}
	}
	return ok
}

// textOf returns a text as it is, and any other value as its JSON.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	default:
		var encoded strings.Builder
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false)
		if encoder.Encode(value) != nil {
			return ""
		}
		return strings.TrimSuffix(encoded.String(), "\n")
	}
}

// truthOf returns a boolean, and whether the value is one, be it written as a text.
func truthOf(value any) (truth, ok bool) {
	truth, ok = value.(bool)
	if text, isText := value.(string); isText {
		truth, ok = strings.EqualFold(text, "true"), strings.EqualFold(text, "true") || strings.EqualFold(text, "false")
	}
	return truth, ok
}

// integerOf returns a whole number, and whether the value is one, be it written as a text or as 36e2.
func integerOf(value any) (int64, bool) {
	text, ok := value.(string)
	if number, isNumber := value.(json.Number); isNumber {
		text, ok = number.String(), true
	}
	if whole, err := strconv.ParseInt(text, 10, 64); ok && err == nil {
		return whole, true
	}
	float, err := strconv.ParseFloat(text, 64)
	if !ok || err != nil || float != math.Trunc(float) || math.Abs(float) >= 1<<53 {
		return 0, false
	}
	return int64(float), true
}

// List is a list in an answer: without null, without what no T can be made of, and without repetitions.
type List[T comparable] []T

// UnmarshalJSON decodes the list.
func (l *List[T]) UnmarshalJSON(encoded []byte) error {
	var elements []T
	err := json.Unmarshal(encoded, &elements)
	var zero T
	if err != nil || slices.Contains(elements, zero) { // which is also what null is decoded to
		err = decodeOdd(encoded, &elements, err)
	}
	if err != nil {
		return err
	}
	seen := make(map[T]bool, len(elements))
	*l = slices.DeleteFunc(elements, func(element T) bool {
		isRepeated := seen[element]
		seen[element] = true
		return isRepeated
	})
	return nil
}

// Metadata is texts by name in an answer, without null. Other values are texts too: their JSON.
type Metadata map[string]string

// UnmarshalJSON decodes the metadata.
func (m *Metadata) UnmarshalJSON(encoded []byte) error {
	var texts map[string]string
	err := json.Unmarshal(encoded, &texts)
	if err != nil || slices.Contains(slices.Collect(maps.Values(texts)), "") {
		err = decodeOdd(encoded, &texts, err)
	}
	*m = texts
	return err
}

// listed is an object that listings show. Its key is what it is asked for by.
type listed interface{ key() string }

func (a Application) key() string  { return a.ClientID }
func (g ClientGrant) key() string  { return g.ID }
func (c Connection) key() string   { return c.ID }
func (o Organization) key() string { return o.ID }
func (a API) key() string          { return a.Identifier }
func (c Credential) key() string   { return c.ID }
