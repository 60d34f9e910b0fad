package emulator

import (
	"math/rand/v2"
	"time"
)

// conditions are the circumstances under which a tenant answers, beside its faults.
type conditions struct {
	lag time.Duration
}

// conditions reads the circumstances a seed asks for; what it does not mention stays as it is in current.
func (seed *Seed) conditions(current conditions) (conditions, error) {
	for _, one := range []struct {
		member, value string
		into          *time.Duration
	}{
		{"lag", seed.Lag, &current.lag},
	} {
		if one.value == "" {
			continue
		}
		duration, err := time.ParseDuration(one.value)
		if err != nil || duration < 0 {
			return current, seedFault([]any{one.member}, `%q is not a time such as "800ms"`, one.value)
		}
		*one.into = duration
	}
	return current, nil
}

// override lets the options have the last word.
func (c conditions) override(options Options) conditions {
	if options.Lag > 0 {
		c.lag = options.Lag
	}
	return c
}

// write puts the circumstances into a seed.
func (c conditions) write(seed *Seed) {
	seed.Lag = c.lag.String()
}

// chance returns the source of what is left to chance, nil for nothing.
func (options Options) chance() *rand.Rand {
	if options.LagSeed == 0 {
		return nil
	}
	return rand.New(rand.NewPCG(options.LagSeed, 0)) //nolint:gosec // must be the same every time
}
