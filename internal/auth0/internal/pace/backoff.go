package pace

import (
	"math/rand/v2"
	"time"
)

const (
	// The wait before a repetition starts at about firstBackoff and doubles up to maxBackoff.
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 30 * time.Second
)

// Backoff returns a random wait whose bounds double with each attempt, counted from 0. It keeps callers that failed
// together from coming back together. The exchange of package call waits for it.
func Backoff(attempt int) time.Duration {
	limit := maxBackoff
	if attempt < 6 { // 500 ms doubled six times is past the limit
		limit = firstBackoff << attempt
	}
	return limit/2 + rand.N(limit/2) //nolint:gosec // spreading callers needs no secrecy
}
