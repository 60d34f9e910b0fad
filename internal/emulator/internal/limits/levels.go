package limits

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// level is what is left of a bucket, as text for people.
type level struct {
	Name      string // the endpoint, or the first of several
	Remaining int
	Limit     int
	Refill    string // how fast the bucket fills
}

// Levels returns what is left of each bucket.
func (l *Limiter) Levels(now time.Time) []level {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []level
	add := func(name string, bucket *rate.Limiter) {
		if bucket == nil {
			return
		}
		left := leftIn(bucket, now)
		out = append(out, level{Name: name, Remaining: left.remaining, Limit: left.limit, Refill: refill(bucket.Limit())})
	}
	add("Management API", l.whole)
	for _, endpoint := range l.tier.endpoints {
		name := strings.TrimSuffix(strings.Replace(endpoint.routes[0], "/api/v2", "", 1), searching)
		switch others := len(endpoint.routes) - 1; {
		case strings.HasSuffix(endpoint.routes[0], searching):
			name += " with q"
		case others == 1:
			name += " and 1 more"
		case others > 1:
			name += fmt.Sprintf(" and %d more", others)
		}
		add(name, l.own[endpoint.routes[0]])
	}
	add("All other endpoints", l.rest)
	add(registration, l.registrations)
	return out
}

// refill formats how fast a bucket fills.
func refill(limit rate.Limit) string {
	if limit >= 1 && limit == rate.Limit(int(limit)) {
		return fmt.Sprintf("%d a second", int(limit))
	}
	return fmt.Sprintf("%.0f a minute", float64(limit)*60)
}
