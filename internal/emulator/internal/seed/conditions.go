package seed

import (
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/limits"
)

// Conditions are the circumstances under which a tenant answers, beside its faults. They are replaced, never changed.
type Conditions struct {
	RateLimit            string
	Limiter              *limits.Limiter // full when rateLimit is set anew; nil for off
	Latency, Jitter, Lag time.Duration
}

// Conditions reads the circumstances a seed asks for; what it does not mention stays as it is in current.
func (seed *Seed) Conditions(current Conditions) (*Conditions, error) {
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
