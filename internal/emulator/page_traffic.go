package emulator

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// pageRequestCount is how many requests the page shows.
const pageRequestCount = 40

// pageRequests are the last requests.
func (s *Server) pageRequests() page.Requests {
	last, total := s.log.last(pageRequestCount)
	stats := s.Stats()
	out := page.Requests{Total: total, Throttled: stats.Throttled, Faulted: stats.Faulted}
	for i, r := range last {
		out.Last = append(out.Last, page.Request{
			Number: total - i, Time: r.Time, Method: r.Method, Path: r.Path, Status: r.Status, Millis: r.Millis,
			Fault: string(r.Fault), Throttled: string(r.Throttled),
		})
	}
	return out
}

// buckets are what is left of the rate limits.
func (c *conditions) buckets(now time.Time) []page.Bucket {
	l := c.limiter
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []page.Bucket
	add := func(name string, bucket *rate.Limiter) {
		if bucket == nil {
			return
		}
		left := leftIn(bucket, now)
		out = append(out, page.Bucket{Name: name, Remaining: left.remaining, Limit: left.limit, Refill: refill(bucket.Limit())})
	}
	add("Management API", l.whole)
	for _, endpoint := range tiers[c.rateLimit].endpoints {
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
	add(registrationRoute, l.registration)
	return out
}

// refill writes down how fast a bucket fills.
func refill(limit rate.Limit) string {
	if limit >= 1 && limit == rate.Limit(int(limit)) {
		return fmt.Sprintf("%d a second", int(limit))
	}
	return fmt.Sprintf("%.0f a minute", float64(limit)*60)
}
