package object

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// SyntaxError puts the line before an error of encoding/json about a text.
func SyntaxError(raw []byte, err error) error {
	var syntax *json.SyntaxError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: not JSON: %w", LineAt(raw, syntax.Offset), syntax)
	case errors.As(err, &wrongType):
		return fmt.Errorf("line %d: %s: a %s cannot stand "+
			"here", LineAt(raw, wrongType.Offset), wrongType.Field, wrongType.Value)
	default:
		return err
	}
}

// LineAt returns the line of an offset, counted from 1.
func LineAt(raw []byte, offset int64) int {
	return 1 + bytes.Count(raw[:min(int(offset), len(raw))], []byte("\n"))
}
