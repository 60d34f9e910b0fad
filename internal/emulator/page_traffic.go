package emulator

import (
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// pageRequestCount is how many requests the page shows.
const pageRequestCount = 40

// pageRequests are the last requests.
func (s *Server) pageRequests() page.Requests {
	last, total := s.log.Last(pageRequestCount, func(*Request) bool { return true })
	stats := s.Stats()
	out := page.Requests{Total: total, Throttled: stats.Throttled, Faulted: stats.Faulted}
	for _, r := range last {
		out.Last = append(out.Last, page.Request{
			Number: r.Number, Time: r.Time, Method: r.Method, Path: r.Path, Status: r.Status, Millis: r.Millis,
			Fault: string(r.Fault), Throttled: string(r.Throttled),
		})
	}
	return out
}

// buckets are what is left of the rate limits.
func buckets(c *seed.Conditions, now time.Time) []page.Bucket {
	var out []page.Bucket
	for _, level := range c.Limiter.Levels(now) {
		out = append(out, page.Bucket(level))
	}
	return out
}
