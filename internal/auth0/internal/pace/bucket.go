package pace

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

const (
	// reserveShare is the part of a bucket that is left to others, at least one request: production traffic that draws
	// on the same bucket is not turned away because of us, and a guess of ours that was too high costs us a wait and
	// not a refusal. More would cost speed in small buckets, in which one request may be half of all.
	reserveShare = 0.2

	// The filling rate that waits are made for is sought between a rate that proved low enough and one that proved too
	// high. As it may change (it is what others leave), the bounds give way by these factors when they seem wrong.
	raise = 1.05
	lower = 0.9

	// None of the tenant's buckets fills up in less than a second, but for large ones, which may take half of that.
	largeBucket = 100

	// maxWait bounds what a server may ask for; Auth0 refills its buckets every second or every minute.
	maxWait = 2 * time.Minute

	// untilNews is how long a call waits that others must be answered before.
	untilNews = time.Duration(math.MaxInt64)
)

// rateLimit is what an answer's headers say about its bucket.
type rateLimit struct {
	limit, remaining int
	wait             time.Duration // until something is added, or until the server wants to see us again
	refused          bool
}

// readRateLimit reads the headers of an answer; ok reports whether the headers describe a bucket.
func readRateLimit(resp *http.Response, now time.Time) (told rateLimit, ok bool) {
	told.refused = resp.StatusCode == http.StatusTooManyRequests
	told.wait = max(min(untilReset(resp, now), maxWait), AskedWait(resp, now))
	limit, noLimit := strconv.Atoi(resp.Header.Get("X-Ratelimit-Limit"))
	remaining, noRemaining := strconv.Atoi(resp.Header.Get("X-Ratelimit-Remaining"))
	if noLimit != nil || noRemaining != nil || limit < 1 {
		return told, false
	}
	told.limit, told.remaining = limit, min(max(remaining, 0), limit)
	return told, true
}

// bucket is a model of one of the tenant's buckets: it holds a number of requests, each call takes one, and it fills
// up steadily. The service tells only whole requests and whole seconds, and neither how fast the bucket fills nor what
// others take, so the model predicts what each answer will say and learns from the difference.
type bucket struct {
	turn chan struct{} // held by the call that is next in line
	news chan struct{} // tells that call to look again

	limit   float64 // size; 0 for a bucket without a limit
	reserve float64

	level     float64   // what is left at the time at, calls on their way taken off
	at        time.Time // may be ahead of us, when the bucket is closed until then
	corrected float64   // sum of what was added to level because the model was wrong
	rate      float64   // requests added per second
	tooLow    float64   // a rate that was not too high
	tooHigh   float64   // a rate that was

	sent      int           // calls counted against the bucket so far
	flying    int           // calls on their way
	gap       time.Duration // the longest time to a reset that was seen
	closed    time.Time     // until when no call may be sent, because one was turned away
	reset     time.Time     // when, by the last answer, something will be added at the latest
	seen      time.Time     // when the last answer came
	last      *Pass         // of the call that it was the answer to
	remaining int           // what it told
}

// route is what is known of one kind of call, such as GET clients/{}.
type route struct {
	bucket *bucket // nil before the first answer
	rank   int     // see bucketKey
	flying int     // calls on their way
}

// Pass is the permission to send one call.
type Pass struct {
	route  *route
	bucket *bucket
	at     time.Time

	// What the bucket's model said when the call was sent, to compare it with the answer.
	level     float64 // what this call leaves in the bucket
	corrected float64 // bucket.corrected
	number    int     // bucket.sent
	ahead     int     // calls on their way that might reach the bucket later than this one
	rate      float64 // bucket.rate if the call waited for that rate to fill the bucket, otherwise 0
}

func newBucket(limit int) *bucket {
	size := float64(limit)
	return &bucket{
		turn:    make(chan struct{}, 1),
		news:    make(chan struct{}, 1),
		limit:   size,
		reserve: min(math.Max(1, math.Floor(size*reserveShare)), size-1),
		tooHigh: math.Inf(1),
	}
}

// begin starts the model from the first answer. Something is added by the reset, so a request until then is the
// slowest that the bucket can fill.
func (b *bucket) begin(told rateLimit, now time.Time) {
	b.level, b.at = float64(told.remaining), now
	b.gap = max(told.wait, time.Second)
	b.rate = 1 / b.gap.Seconds()
	b.tooLow = b.rate
}

// reason says what a call waits for that waits for this bucket.
func (b *bucket) reason() string {
	if b.limit == 0 {
		return "the tenant's rate limit"
	}
	return "the tenant's rate limit (a bucket of " + strconv.Itoa(int(b.limit)) + ")"
}

func (b *bucket) wake() {
	select {
	case b.news <- struct{}{}:
	default: // it has been told already
	}
}

// levelAt returns what the bucket holds.
func (b *bucket) levelAt(now time.Time) float64 {
	return min(b.limit, b.level+b.rate*max(0, now.Sub(b.at).Seconds()))
}

// held returns how long the bucket will lack room for one more call above the reserve. The first call of its kind may
// use the reserve, unless that is half the bucket: it may turn out to be free of this bucket, which shows best while
// the bucket is low. If the model is badly wrong, a single call is sent all the same when the server must have added
// something and had the time for one more.
func (b *bucket) held(now time.Time, first bool) time.Duration {
	if closed := b.closed.Sub(now); closed > 0 {
		return closed
	}
	missing := 1 - b.levelAt(now)
	if !first || 2*b.reserve >= b.limit {
		missing += b.reserve
	}
	if b.limit == 0 || missing <= 0 {
		return 0
	}
	if math.IsInf(b.tooHigh, 1) && b.flying > 0 {
		return untilNews // the rate is a mere guess, so see what the last call on it came to
	}
	held := b.fillTime(missing)
	probe := latest(b.reset, b.seen).Add(b.fillTime(1)).Sub(now)
	switch {
	case probe > 0:
		return min(held, probe)
	case b.flying == 0:
		return 0
	}
	return held
}

// fillTime returns how long the given number of requests takes to be added, rounded up so that they are there then.
func (b *bucket) fillTime(requests float64) time.Duration {
	return time.Duration(math.Ceil(requests / b.rate * float64(time.Second)))
}

// take takes one request out and returns what is left.
func (b *bucket) take(now time.Time) float64 {
	b.level, b.at = b.levelAt(now)-1, latest(b.at, now)
	b.sent++
	return b.level
}

// correct adds to the model what it lacked.
func (b *bucket) correct(by float64, now time.Time) {
	b.level, b.at = b.levelAt(now)+by, latest(b.at, now)
	b.corrected += by
}

// predicted returns what the model, as it is now, says that a call left in the bucket.
func (b *bucket) predicted(permit *Pass) float64 {
	return permit.level + b.corrected - permit.corrected
}

// isSharedWith reports whether an answer to a call of the given kind may come from the same bucket as the last answer.
// It may not if more is left than can have been added since, at the speed of the fastest bucket of its size.
func (b *bucket) isSharedWith(permit *Pass, told rateLimit, now time.Time) bool {
	if b.last.route == permit.route || !permit.at.After(b.seen) {
		return true
	}
	added := b.limit * now.Sub(b.last.at).Seconds()
	if b.limit >= largeBucket {
		added *= 2
	}
	return float64(told.remaining) <= float64(b.remaining)+added
}

// see learns from an answer. Calls are taken to reach the bucket in the order in which they were sent, but only if
// that is the cautious assumption.
func (b *bucket) see(permit *Pass, told rateLimit, now time.Time) {
	b.reset, b.seen, b.last, b.remaining = now.Add(told.wait), now, permit, told.remaining
	b.gap = max(b.gap, told.wait)
	if told.refused {
		b.judge(permit, false)
		b.close(told, now)
		return
	}
	remaining := float64(told.remaining)
	low := b.predicted(permit) - float64(b.sent-permit.number)
	high := b.predicted(permit) + float64(permit.ahead) + b.rate*now.Sub(permit.at).Seconds()
	switch {
	case remaining+1 <= low:
		// Somewhere between this number and the next: the middle.
		b.correct(remaining+0.5-low, now)
		b.judge(permit, false)
	case remaining > high:
		b.correct(remaining-high, now)
		b.judge(permit, true)
	case remaining >= b.limit-1:
		// The bucket was full, and may have been so for a while.
		b.judge(permit, true)
	}
}

// judge draws the conclusion for the filling rate from a call that waited for it: whether the bucket had filled up as
// expected.
func (b *bucket) judge(permit *Pass, filled bool) {
	if permit.rate != b.rate {
		return // not waited, or for another rate
	}
	if filled {
		b.tooLow, b.tooHigh = b.rate, max(b.tooHigh, b.rate*raise)
	} else {
		b.tooHigh, b.tooLow = b.rate, min(b.tooLow, b.rate*lower)
	}
	b.rate = max(min(2*b.tooLow, math.Sqrt(b.tooLow*b.tooHigh)), 1/b.gap.Seconds())
}

// close lets no call pass until the server wants to see us again. Then there is room for one, whose answer tells more.
func (b *bucket) close(told rateLimit, now time.Time) {
	b.closed = latest(b.closed, now.Add(told.wait+Backoff(0)))
	b.correct(b.reserve+1-b.levelAt(now), now)
	b.at = b.closed
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// move counts the call against another bucket than the one that admitted it.
func (permit *Pass) move(to *bucket, level float64, now time.Time) {
	permit.bucket.correct(1, now)
	permit.bucket, permit.level, permit.number, permit.corrected, permit.rate = to, level, to.sent, to.corrected, 0
}

// untilReset returns how long it is to the time in x-ratelimit-reset, 0 if there is none or it has passed.
func untilReset(resp *http.Response, now time.Time) time.Duration {
	reset, err := strconv.ParseInt(resp.Header.Get("X-Ratelimit-Reset"), 10, 64)
	if err != nil {
		return 0
	}
	return max(0, time.Unix(reset, 0).Sub(serverTime(resp, now)))
}

// serverTime returns what the server's clock said when it answered, or now if it does not tell.
func serverTime(resp *http.Response, now time.Time) time.Time {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		return date
	}
	return now
}

// AskedWait returns how long a server that turned a call away wants it to stay away, and no more than two minutes.
func AskedWait(resp *http.Response, now time.Time) time.Duration {
	return min(askedWait(resp, now), maxWait)
}

// askedWait returns how long a server that turned a call away wants it to stay away, 0 if it does not say. A 429
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
