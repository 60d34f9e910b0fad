package object

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// SyntaxError adds the line of the text to an error of encoding/json.
func SyntaxError(raw []byte, err error) error {
	var syntax *json.SyntaxError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: not JSON: %w", LineAt(raw, syntax.Offset), syntax)
	case errors.As(err, &wrongType):
		at := wrongType.Field
		if at == "" {
			at = "the document"
		}
		return fmt.Errorf("line %d: %s: want %s here, not %s",
			LineAt(raw, wrongType.Offset), at, needed(wrongType.Type), named(wrongType.Value))
	default:
		return err
	}
}

// needed names the JSON value that a type is decoded from.
func needed(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return named("bool")
	case reflect.String:
		return named("string")
	case reflect.Slice, reflect.Array:
		return named("array")
	case reflect.Map, reflect.Struct, reflect.Pointer:
		return named("object")
	default:
		return named("number")
	}
}

// named returns a kind of JSON value, as encoding/json calls it, with its article.
func named(kind string) string {
	kind, _, _ = strings.Cut(kind, " ") // after the word number, the value may follow
	switch kind {
	case "bool":
		return "true or false"
	case "array", "object":
		return "an " + kind
	default:
		return "a " + kind
	}
}

// LineAt returns the line of an offset, counted from 1.
func LineAt(raw []byte, offset int64) int {
	return 1 + bytes.Count(raw[:min(int(offset), len(raw))], []byte("\n"))
}
