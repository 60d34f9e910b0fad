package cache

import (
	"context"
	"math/rand/v2"
	"time"
)

// LagLimit is how long after a write the API is given to show it. The service is eventually consistent: some hundred
// milliseconds were observed, and the official Terraform provider waits 800 ms before it reads a new application back.
// Six times that leaves room for a slow moment, and is short enough to wait out if something is really missing.
//
// Assumption: lag-limit: no write takes longer to show.
const LagLimit = 5 * time.Second

// The wait between two looks starts at about firstLook and doubles up to maxLook.
const (
	firstLook = 200 * time.Millisecond
	maxLook   = time.Second
)

// AwaitLag calls look until it reports that what it saw is not from before a write, and no longer than until the given
// time; it looks once in any case, and for the last time when the time has come. Nil says that the waiting is over, not
// what was seen last. The error of a look ends the waiting, and so does the context.
func AwaitLag(ctx context.Context, until time.Time, look func() (settled bool, err error)) error {
	for wait := firstLook; ; wait = min(2*wait, maxLook) {
		settled, err := look()
		left := time.Until(until)
		if settled || err != nil || left <= 0 {
			return err
		}
		// Up to a quarter more or less keeps callers that began together from staying together.
		timer := time.NewTimer(min(wait*3/4+rand.N(wait/2), left)) //nolint:gosec // spreading callers needs no secrecy
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		}
	}
}
