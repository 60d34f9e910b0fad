package auth0

import "encoding/json"

// Field is a member of a request body that can be left out, sent as an explicit null, or sent with a value. The
// zero value is left out, provided that the struct tag says omitzero. PATCH bodies are made of Fields, because the
// Management API tells apart "leave it as it is" and "clear it".
type Field[T any] struct {
	sent  bool
	value *T
}

// Set returns a Field that is sent with the value v.
func Set[T any](v T) Field[T] { return Field[T]{sent: true, value: &v} }

// Null returns a Field that is sent as null, which clears the member.
func Null[T any]() Field[T] { return Field[T]{sent: true} }

// IsZero reports whether the member is left out. It is what the omitzero tag asks.
func (f Field[T]) IsZero() bool { return !f.sent }

// Value returns the value to be sent, and false if the member is left out or null.
func (f Field[T]) Value() (T, bool) {
	if f.value == nil {
		var zero T
		return zero, false
	}
	return *f.value, true
}

// MarshalJSON encodes the value, or null.
func (f Field[T]) MarshalJSON() ([]byte, error) { return json.Marshal(f.value) }

// valueOrZero returns the value to be sent, the zero value if the member is left out or null.
func valueOrZero[T any](field Field[T]) T {
	value, _ := field.Value()
	return value
}
