package call

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
)

// LogLevel is the importance of a log event.
type LogLevel int

// The log levels, from the least important to the most.
const (
	LogTrace LogLevel = iota
	LogDebug
	LogInfo
	LogWarn
)

// Log receives log events, with everything secret already left out.
type Log func(ctx context.Context, level LogLevel, message string, fields map[string]any)

// logger writes the events of calls. Headers of requests are never logged, and bodies only masked.
type logger struct {
	write Log // nil for silence
	mask  *mask.Masker
}

// attempt is one attempt of a call: what was sent, what came of it, and how long that took.
type attempt struct {
	method, path, query string
	number              int
	sent                []byte
	resp                *http.Response // nil if there was no answer
	answer              []byte
	err                 error // why there was none
	took                time.Duration
}

// isSuccess reports whether the answer has the status of a success.
func (a *attempt) isSuccess() bool { return a.err == nil && a.resp.StatusCode/100 == 2 }

func (a *attempt) fields() map[string]any {
	return map[string]any{"method": a.method, "path": a.path, "attempt": a.number}
}

// rateLimitHeaders are the headers of an answer that its log event repeats.
var rateLimitHeaders = []string{"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset", "Retry-After"}

// attempt reports what was asked, how it ended, how long it took, and what is left of the rate limit.
func (l logger) attempt(ctx context.Context, a *attempt) {
	if l.write == nil {
		return
	}
	fields := a.fields()
	fields["duration_ms"] = a.took.Milliseconds()
	if a.query != "" {
		fields["query"] = a.query
	}
	if a.err != nil {
		fields["error"] = l.mask.Text(a.err.Error())
	}
	if a.resp != nil {
		fields["status"] = a.resp.StatusCode
		for _, name := range rateLimitHeaders {
			if value := a.resp.Header.Get(name); value != "" {
				fields[strings.ReplaceAll(strings.ToLower(name), "-", "_")] = l.mask.Text(value)
			}
		}
	}
	l.write(ctx, LogDebug, "Auth0 request", fields)

	fields = a.fields()
	fields["request_body"] = l.mask.Body(a.sent)
	fields["response_body"] = l.mask.Body(a.answer)
	l.write(ctx, LogTrace, "Auth0 request bodies", fields)
}

// retry reports that the call will be tried again after a wait.
func (l logger) retry(ctx context.Context, a *attempt, wait time.Duration) {
	if l.write == nil {
		return
	}
	level, message := LogInfo, "Auth0 request failed, trying again"
	if a.err == nil && a.resp.StatusCode == http.StatusTooManyRequests {
		message = "Auth0 rate limit reached, waiting"
	}
	if wait > pace.LongWait {
		level = LogWarn
	}
	fields := a.fields()
	fields["wait_ms"] = wait.Milliseconds()
	l.write(ctx, level, message, fields)
}

// heldBack warns that an attempt is held back for long before it is made, and for what.
func (l logger) heldBack(ctx context.Context, a *attempt, reason string, wait time.Duration) {
	if l.write == nil {
		return
	}
	fields := a.fields()
	fields["reason"] = reason
	fields["wait_ms"] = wait.Milliseconds()
	l.write(ctx, LogWarn, "Auth0 request held back, waiting", fields)
}

// nameless warns that a page of a listing has objects without an id, which are left out.
func (l logger) nameless(ctx context.Context, path string, objects int) {
	if l.write != nil && objects > 0 {
		l.write(
			ctx,
			LogWarn,
			"Auth0 listed objects without an id, which are left out",
			map[string]any{"path": path, "objects": objects},
		)
	}
}
