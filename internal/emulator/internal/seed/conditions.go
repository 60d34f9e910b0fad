package seed

import (
	"fmt"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/limits"
)

// Conditions are a tenant's rate limit, delays and clock. A value is replaced, never changed.
type Conditions struct {
	RateLimit            string
	Limiter              *limits.Limiter // full after each change of the rate limit; nil for off
	Latency, Jitter, Lag time.Duration
	// Ahead is how far the tenant's clock is ahead of the machine's; negative if it is behind.
	Ahead time.Duration
}

// MachineClock is the clock of a seed that shows the time of the machine.
const MachineClock = "machine"

// Conditions reads the conditions of a seed. Those that it does not mention stay as in current. now is the machine's
// time, from which the offset of the seed's clock is computed.
func (seed *Seed) Conditions(current Conditions, machine time.Time) (*Conditions, error) {
	if seed.Clock != "" {
		ahead, err := Ahead(seed.Clock, machine)
		if err != nil {
			return nil, errorAt([]any{"clock"}, "%v", err)
		}
		current.Ahead = ahead
	}
	if seed.RateLimit != "" {
		limiter, err := limits.New(seed.RateLimit)
		if err != nil {
			return nil, errorAt([]any{"rate_limit"}, "%v", err)
		}
		current.RateLimit, current.Limiter = seed.RateLimit, limiter
	}
	for _, one := range []struct {
		member, value string
		into          *time.Duration
	}{
		{"latency", seed.Latency, &current.Latency},
		{"jitter", seed.Jitter, &current.Jitter},
		{"lag", seed.Lag, &current.Lag},
	} {
		if one.value == "" {
			continue
		}
		duration, err := time.ParseDuration(one.value)
		if err != nil || duration < 0 {
			return nil, errorAt([]any{one.member}, `%q is not a time such as "800ms"`, one.value)
		}
		*one.into = duration
	}
	return &current, nil
}

// Ahead returns how far a clock that shows the given time, or that of the machine, is ahead of the machine's.
func Ahead(clock string, machine time.Time) (time.Duration, error) {
	if clock == MachineClock {
		return 0, nil
	}
	at, err := time.Parse(time.RFC3339, clock)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time such as 2027-01-31T12:00:00Z, nor %s", clock, MachineClock)
	}
	return at.Sub(machine), nil
}
