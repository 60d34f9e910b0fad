package emulator

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// circumstances returns the conditions and faults that a tenant starts with: those of the options, else of the seed,
// else none.
func (options Options) circumstances(seed *Seed) Seed {
	first := func(given time.Duration, fallback string) string {
		if given != 0 {
			return given.String()
		}
		return cmp.Or(fallback, "0s")
	}
	return Seed{
		RateLimit: cmp.Or(options.RateLimit, seed.RateLimit, RateLimitOff),
		Latency:   first(options.Latency, seed.Latency),
		Jitter:    first(options.Jitter, seed.Jitter),
		Lag:       first(options.Lag, seed.Lag),
		Clock:     cmp.Or(options.StartsAt, seed.Clock, MachineClock),
		Faults:    slices.Concat(seed.Faults, options.Faults),
	}
}

// chance returns the random source for reads while replication lags, nil if nothing is random.
func (options Options) chance() *rand.Rand {
	if options.LagSeed == 0 {
		return nil
	}
	return rand.New(rand.NewPCG(options.LagSeed, 0)) //nolint:gosec // must be the same every time
}
