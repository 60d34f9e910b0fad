package auth0

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

// rateLimitHeaders are the headers of an answer that its log event repeats.
var rateLimitHeaders = []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset", "Retry-After"}

// logAttempt reports one attempt: what was asked, how it ended, how long it took, what is left of the rate limit.
// Headers of the request are never logged, and bodies only masked.
func (x *exchange) logAttempt(ctx context.Context, resp *http.Response, err error, took time.Duration) {
	log := x.client.config.Log
	if log == nil {
		return
	}
	fields := x.logFields()
	fields["duration_ms"] = took.Milliseconds()
	if x.url.RawQuery != "" {
		fields["query"] = x.url.RawQuery
	}
	if err != nil {
		fields["error"] = x.client.redact(err.Error())
	}
	if resp != nil {
		fields["status"] = resp.StatusCode
		for _, name := range rateLimitHeaders {
			if value := resp.Header.Get(name); value != "" {
				fields[strings.ReplaceAll(strings.ToLower(name), "-", "_")] = x.client.redact(value)
			}
		}
	}
	log(ctx, LogDebug, "Auth0 request", fields)

	fields = x.logFields()
	fields["request_body"] = x.client.maskBody(x.sentBody)
	fields["response_body"] = x.client.maskBody(x.answer)
	log(ctx, LogTrace, "Auth0 request bodies", fields)
}

// logWait reports that the call will be tried again after a wait; resp is nil where there was no answer.
func (x *exchange) logWait(ctx context.Context, resp *http.Response, wait time.Duration) {
	log := x.client.config.Log
	if log == nil {
		return
	}
	level, message := LogInfo, "Auth0 request failed, trying again"
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		message = "Auth0 rate limit reached, waiting"
	}
	if wait > pace.LongWait {
		level = LogWarn
	}
	fields := x.logFields()
	fields["wait_ms"] = wait.Milliseconds()
	log(ctx, level, message, fields)
}

// logPause warns that an attempt is held back for long before it is made, and for what.
func (x *exchange) logPause(ctx context.Context, reason string, wait time.Duration) {
	log := x.client.config.Log
	if log == nil {
		return
	}
	fields := x.logFields()
	fields["reason"] = reason
	fields["wait_ms"] = wait.Milliseconds()
	log(ctx, LogWarn, "Auth0 request held back, waiting", fields)
}

// logNameless warns that a page of a listing has objects without an id, which are left out.
func (c *Client) logNameless(ctx context.Context, path string, objects int) {
	if log := c.config.Log; log != nil && objects > 0 {
		log(ctx, LogWarn, "Auth0 listed objects without an id, which are left out", map[string]any{"path": apiPath + path, "objects": objects})
	}
}

func (x *exchange) logFields() map[string]any {
	return map[string]any{"method": x.method, "path": x.url.EscapedPath(), "attempt": x.attempts}
}
