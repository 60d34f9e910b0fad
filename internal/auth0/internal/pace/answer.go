package pace

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	// The wait before a repetition starts at about firstBackoff and doubles up to maxBackoff.
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 30 * time.Second

	// maxWait bounds what a server may ask for; Auth0 refills its buckets every second or every minute.
	maxWait = 2 * time.Minute
)

// rateLimit is what an answer tells of its bucket.
type rateLimit struct {
	limit, remaining int
	wait             time.Duration // until something is added, or until the server wants to see us again
	refused          bool
}

// readRateLimit reads the headers of an answer; ok reports whether they tell of a bucket.
func readRateLimit(resp *http.Response, now time.Time) (told rateLimit, ok bool) {
	told.refused = resp.StatusCode == http.StatusTooManyRequests
	told.wait = min(max(untilReset(resp, now), askedWait(resp, now)), maxWait)
	limit, noLimit := strconv.Atoi(resp.Header.Get("X-Ratelimit-Limit"))
	remaining, noRemaining := strconv.Atoi(resp.Header.Get("X-Ratelimit-Remaining"))
	if noLimit != nil || noRemaining != nil || limit < 1 {
		return told, false
	}
	told.limit, told.remaining = limit, min(max(remaining, 0), limit)
	return told, true
}

// AskedWait returns how long a server that turned a call away wants it to stay away, and no more than two minutes.
func AskedWait(resp *http.Response, now time.Time) time.Duration {
	return min(askedWait(resp, now), maxWait)
}

// askedWait returns how long a server that turned a call away wants it to stay away, 0 where it does not say. A 429
// says it by x-ratelimit-reset (Unix time in seconds), and a 429 or 503 by retry-after (seconds or a date); the longer
// one counts. Points in time are measured by the server's own clock (its Date header) because ours may be wrong.
func askedWait(resp *http.Response, now time.Time) time.Duration {
	limited := resp.StatusCode == http.StatusTooManyRequests
	if !limited && resp.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	var wait time.Duration
	if limited {
		wait = untilReset(resp, now)
	}
	after := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(after, 10, 32); err == nil {
		wait = max(wait, time.Duration(seconds)*time.Second)
	} else if date, err := http.ParseTime(after); err == nil {
		wait = max(wait, date.Sub(serverTime(resp, now)))
	}
	return wait
}

// untilReset returns how long it is to the time in x-ratelimit-reset, 0 where there is none or it has passed.
func untilReset(resp *http.Response, now time.Time) time.Duration {
	reset, err := strconv.ParseInt(resp.Header.Get("X-Ratelimit-Reset"), 10, 64)
	if err != nil {
		return 0
	}
	return max(0, time.Unix(reset, 0).Sub(serverTime(resp, now)))
}

// serverTime returns what the server's clock said when it answered, or now where it does not tell.
func serverTime(resp *http.Response, now time.Time) time.Time {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		return date
	}
	return now
}

// Backoff returns a random wait whose bounds double with each attempt, counted from 0. It keeps callers that failed
// together from coming back together.
func Backoff(attempt int) time.Duration {
	limit := maxBackoff
	if attempt < 6 { // 500 ms doubled six times is past the limit
		limit = firstBackoff << attempt
	}
	return limit/2 + rand.N(limit/2) //nolint:gosec // spreading callers needs no secrecy
}
