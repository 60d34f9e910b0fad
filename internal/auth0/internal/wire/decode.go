package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// Decode reads JSON into what target points to. If members are of other types than expected, it decodes what it can:
// one odd value must not hide the object, or all that are listed with it. A value of another kind, such as a list
// instead of an object, is an error.
func Decode(encoded []byte, target any) error {
	err := json.Unmarshal(encoded, target)
	if err == nil && tidy(reflect.ValueOf(target).Elem()) {
		return nil
	}
	if _, isOdd := errors.AsType[*json.UnmarshalTypeError](err); err == nil || isOdd {
		return decodeOdd(encoded, target, err)
	}
	return err
}

// decodeOdd is Decode for JSON that does not fit. problem is the error if nothing can be taken.
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
	tidy(taken.Elem())
	reflect.ValueOf(target).Elem().Set(taken.Elem())
	return nil
}

// take sets target to a decoded JSON value, as far as the two fit, and reports whether they do at all. A target that
// decodes itself is asked to, also for null.
func take(value any, target reflect.Value) bool {
	if own, ok := target.Addr().Interface().(json.Unmarshaler); ok {
		encoded, err := json.Marshal(value)
		return err == nil && own.UnmarshalJSON(encoded) == nil
	}
	if value == nil {
		return false
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
		if member, isThere := object[name]; isThere && name != "" {
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
	taken := reflect.MakeSlice(target.Type(), 0, len(list))
	for _, value := range list {
		element := reflect.New(target.Type().Elem()).Elem()
		if take(value, element) {
			taken = reflect.Append(taken, element)
		}
	}
	if !ok && taken.Len() == 0 {
		return false
	}
	target.Set(taken)
	return true
}

func takeMap(value any, target reflect.Value) bool {
	object, ok := value.(map[string]any)
	if !ok {
		return false
	}
	target.Set(reflect.MakeMapWithSize(target.Type(), len(object)))
	for name, value := range object {
		element := reflect.New(target.Type().Elem()).Elem()
		if take(value, element) {
			target.SetMapIndex(reflect.ValueOf(name), element)
		}
	}
	return true
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

// A Tidier puts itself in order after it was decoded. It reports false if it may have been decoded from null or from
// what holds null, which has to be looked at again.
type Tidier interface{ Tidy() bool }

// List is a list in an answer: without null, without what no T can be made of, and without repetitions.
type List[T comparable] []T

// Tidy removes repetitions.
func (l *List[T]) Tidy() bool {
	var zero T
	isWhole := true
	isKnown := repetitions[T](len(*l))
	kept := (*l)[:0]
	for i := range *l {
		if one, ok := any(&(*l)[i]).(Tidier); ok {
			one.Tidy()
		}
		element := (*l)[i]
		isWhole = isWhole && element != zero // null is decoded to a zero value
		if !isKnown(element) {
			kept = append(kept, element)
		}
	}
	*l = kept
	return isWhole
}

// repetitions returns what reports whether it was asked about an element before. Most lists have one element.
func repetitions[T comparable](length int) func(T) bool {
	if length < 2 {
		return func(T) bool { return false }
	}
	seen := make(map[T]bool, length)
	return func(element T) bool {
		isKnown := seen[element]
		seen[element] = true
		return isKnown
	}
}

// Metadata is texts by name in an answer, without null. Other values are texts too: their JSON.
type Metadata map[string]string

// Tidy changes nothing.
func (m *Metadata) Tidy() bool {
	for _, text := range *m {
		if text == "" {
			return false
		}
	}
	return true
}

// tidy puts in order whatever can be put in order in a value, and reports whether it is whole.
func tidy(value reflect.Value) bool {
	if value.Kind() == reflect.Pointer {
		return value.IsNil() || tidy(value.Elem())
	}
	if one, ok := value.Addr().Interface().(Tidier); ok {
		return one.Tidy()
	}
	isWhole := true
	if value.Kind() == reflect.Struct {
		for i := range value.NumField() {
			if member := value.Field(i); mayBeUntidy(member.Kind()) && value.Type().Field(i).IsExported() {
				isWhole = tidy(member) && isWhole
			}
		}
	}
	return isWhole
}

func mayBeUntidy(kind reflect.Kind) bool {
	return kind == reflect.Struct || kind == reflect.Pointer || kind == reflect.Slice || kind == reflect.Map
}
