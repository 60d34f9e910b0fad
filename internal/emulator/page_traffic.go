package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
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
		out.Last = append(out.Last, pageRequest(r))
	}
	return out
}

// pageChangeCount is how many changes the page shows.
const pageChangeCount = 20

// pageChanges are the last requests that write to the Management API or register an application, with their bodies.
func (s *Server) pageChanges() []page.Request {
	last, _ := s.log.Last(pageChangeCount, func(r *Request) bool {
		return r.Method != http.MethodGet && (strings.HasPrefix(r.Path, "/api/v2/") || r.Path == "/oidc/register")
	})
	var out []page.Request
	for _, r := range last {
		shown := pageRequest(r)
		if r.Body != nil {
			body, _ := json.MarshalIndent(r.Body, "", "  ") // read from JSON
			shown.Body = string(body)
		}
		out = append(out, shown)
	}
	return out
}

func pageRequest(r traffic.Numbered) page.Request {
	return page.Request{
		Number: r.Number, Time: r.Time, Method: r.Method, Path: r.Path, Status: r.Status, Millis: r.Millis,
		Fault: string(r.Fault), Throttled: string(r.Throttled),
	}
}

// buckets are what is left of the rate limits.
func buckets(c *seed.Conditions, now time.Time) []page.Bucket {
	var out []page.Bucket
	for _, level := range c.Limiter.Levels(now) {
		out = append(out, page.Bucket(level))
	}
	return out
}
