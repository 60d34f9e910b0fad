package wire

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// Holds reports whether a JSON value that is shown is the one that was sent: objects, also those in lists, may have
// more members, the order of lists has no meaning, and what is empty may be left out.
func Holds(shown, sent any) bool {
	switch sent := sent.(type) {
	case map[string]any:
		object, _ := shown.(map[string]any)
		for name, value := range sent {
			if !Holds(object[name], value) {
				return false
			}
		}
		return true
	case []any:
		list, _ := shown.([]any)
		return holdsElements(list, sent)
	default:
		return IsEmpty(sent) && IsEmpty(shown) || reflect.DeepEqual(shown, sent)
	}
}

func holdsElements(shown, sent []any) bool {
	if len(sent) == 0 || !isObject(sent[0]) {
		return SameElements(asTexts(shown), asTexts(sent))
	}
	rest := slices.Clone(shown)
	for _, element := range sent {
		at := slices.IndexFunc(rest, func(candidate any) bool { return Holds(candidate, element) })
		if at < 0 {
			return false
		}
		rest = slices.Delete(rest, at, at+1)
	}
	return len(rest) == 0
}

func isObject(value any) bool {
	_, ok := value.(map[string]any)
	return ok
}

func asTexts(list []any) []string {
	texts := make([]string, len(list))
	for i, value := range list {
		texts[i] = fmt.Sprint(value)
	}
	return texts
}

// IsEmpty reports whether a JSON value says as much as leaving it out.
func IsEmpty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case bool:
		return !value
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}

// Members returns the JSON members of a value, by name.
func Members(value any) map[string]any {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err) // requests and answers have JSON
	}
	var members map[string]any
	_ = json.Unmarshal(encoded, &members)
	return members
}

// IsSame reports whether two values are the same, in whatever order lists come.
func IsSame(a, b any) bool { return reflect.DeepEqual(a, b) || Holds(a, b) && Holds(b, a) }

// SameElements reports whether two lists have the same elements, in whatever order.
func SameElements(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
