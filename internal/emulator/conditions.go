package emulator

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/limits"
)

// conditions are the circumstances under which a tenant answers, beside its faults. They are replaced, never changed.
type conditions struct {
	rateLimit            string
	limiter              *limits.Limiter // full when rateLimit is set anew; nil for off
	latency, jitter, lag time.Duration
}

// conditions reads the circumstances a seed asks for; what it does not mention stays as it is in current.
func (seed *Seed) conditions(current conditions) (*conditions, error) {
	if seed.RateLimit != "" {
		limiter, err := limits.New(seed.RateLimit)
		if err != nil {
			return nil, seedFault([]any{"rate_limit"}, "%v", err)
		}
		current.rateLimit, current.limiter = seed.RateLimit, limiter
	}
	for _, one := range []struct {
		member, value string
		into          *time.Duration
	}{
		{"latency", seed.Latency, &current.latency},
		{"jitter", seed.Jitter, &current.jitter},
		{"lag", seed.Lag, &current.lag},
	} {
		if one.value == "" {
			continue
		}
		duration, err := time.ParseDuration(one.value)
		if err != nil || duration < 0 {
			return nil, seedFault([]any{one.member}, `%q is not a time such as "800ms"`, one.value)
		}
		*one.into = duration
	}
	return &current, nil
}

// circumstances returns the circumstances and faults a tenant starts with: those of the options, else of the seed, else
// none.
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
		Faults:    slices.Concat(seed.Faults, options.Faults),
	}
}

// chance returns the source of what is left to chance in replication, nil for nothing.
func (options Options) chance() *rand.Rand {
	if options.LagSeed == 0 {
		return nil
	}
	return rand.New(rand.NewPCG(options.LagSeed, 0)) //nolint:gosec // must be the same every time
}
