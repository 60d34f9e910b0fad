package wire

import "reflect"

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
