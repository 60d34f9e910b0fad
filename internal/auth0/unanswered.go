package auth0

import "fmt"

// maxCreations is how often a creation is attempted if its answers are lost.
const maxCreations = 3

// LookupError is the failure of a write without an answer, and of the attempt to find out its outcome.
type LookupError struct {
	Lost   error // ErrUnknownOutcome is in its chain
	Lookup error
}

// Error says how the write ended, and why its outcome is unknown.
func (e *LookupError) Error() string {
	return fmt.Sprintf("%s, and it could not be found out: %s", e.Lost, e.Lookup)
}

// Unwrap returns both failures.
func (e *LookupError) Unwrap() []error { return []error{e.Lost, e.Lookup} }

// RepetitionError is the failure of a write without an answer that was sent again and refused. The refusal is not the
// outcome of the first one.
type RepetitionError struct {
	Lost    error // ErrUnknownOutcome is in its chain
	Refusal error
}

// Error says how both ended.
func (e *RepetitionError) Error() string {
	return fmt.Sprintf("%s. Sent again, it was refused: %s", e.Lost, e.Refusal)
}

// Unwrap returns both failures, that of the first one before the other.
func (e *RepetitionError) Unwrap() []error { return []error{e.Lost, e.Refusal} }
