package auth0_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func TestErrorTexts(t *testing.T) {
	t.Parallel()
	const scope = "Insufficient scope, expected any of: read:clients,read:client_keys"
	tests := map[string]struct {
		err  auth0.Error
		want string
	}{
		"refusal": {
			auth0.Error{StatusCode: 400, ErrorCode: "invalid_body", Message: "Payload validation error.", Method: "POST", Path: "/api/v2/clients"},
			"POST /api/v2/clients: 400 Bad Request: Payload validation error. (invalid_body)",
		},
		"without code": {
			auth0.Error{StatusCode: 404, Message: "No organization found by that id or name", Method: "GET", Path: "/api/v2/organizations/x"},
			"GET /api/v2/organizations/x: 404 Not Found: No organization found by that id or name",
		},
		"without anything": {auth0.Error{StatusCode: 520, Method: "GET", Path: "/api/v2/clients"}, "GET /api/v2/clients: 520"},
		"scope":            {auth0.Error{StatusCode: 403, ErrorCode: "insufficient_scope", Message: scope, Method: "GET", Path: "/api/v2/clients"}, "GET /api/v2/clients: 403 Forbidden: " + scope + " (insufficient_scope)"},
		"redirect": {
			auth0.Error{StatusCode: 301, Message: "redirect to example.com", Method: "GET", Path: "/api/v2/clients"},
			"GET /api/v2/clients: 301 Moved Permanently: redirect to example.com; redirects are not followed; check the domain",
		},
		"unknown outcome": {
			auth0.Error{Method: "POST", Path: "/api/v2/clients", Err: errors.New("EOF"), OutcomeUnknown: true, Attempts: 1},
			"POST /api/v2/clients: EOF; it is unknown whether Auth0 carried this out",
		},
		"refused after an attempt without an answer": {
			auth0.Error{Method: "PATCH", Path: "/api/v2/clients/x", StatusCode: 400, Message: "No.", OutcomeUnknown: true, Attempts: 2, Waited: time.Second},
			"PATCH /api/v2/clients/x: 400 Bad Request: No.; gave up after 2 attempts, having waited 1s; an earlier attempt got no answer, and it is unknown " +
				"whether Auth0 carried that out",
		},
		"success that cannot be read": {
			auth0.Error{Method: "POST", Path: "/api/v2/clients", StatusCode: 201, Err: errors.New("expected JSON but got 0 bytes"), OutcomeUnknown: true},
			"POST /api/v2/clients: 201 Created: expected JSON but got 0 bytes; whether Auth0 answered this, and carried it out, is unknown",
		},
		"server fault of a write": {
			auth0.Error{Method: "POST", Path: "/api/v2/clients", StatusCode: 502, OutcomeUnknown: true},
			"POST /api/v2/clients: 502 Bad Gateway; it is unknown whether Auth0 carried this out",
		},
		"rate limit": {
			auth0.Error{StatusCode: 429, ErrorCode: "too_many_requests", Message: "Global limit has been reached", Method: "PATCH", Path: "/api/v2/clients/x", Attempts: 4, Waited: 12340 * time.Millisecond, RateLimited: true},
			"PATCH /api/v2/clients/x: 429 Too Many Requests: Global limit has been reached (too_many_requests); gave up after 4 attempts, having waited 12.3s for the rate limit",
		},
		"repeated read": {
			auth0.Error{StatusCode: 500, Method: "GET", Path: "/api/v2/clients/x", Attempts: 2, Waited: time.Second},
			"GET /api/v2/clients/x: 500 Internal Server Error; gave up after 2 attempts, having waited 1s",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.err.Error()); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestErrorKinds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err                       error
		notFound, conflict, scope bool
		unknown, cancelled        bool
	}{
		"nothing":         {},
		"other":           {err: errors.New("other")},
		"not found":       {err: &auth0.Error{StatusCode: 404}, notFound: true},
		"wrapped":         {err: fmt.Errorf("reading: %w", &auth0.Error{StatusCode: 404}), notFound: true},
		"conflict":        {err: &auth0.Error{StatusCode: 409}, conflict: true},
		"scope":           {err: &auth0.Error{StatusCode: 403, ErrorCode: "insufficient_scope"}, scope: true},
		"plan":            {err: &auth0.Error{StatusCode: 403, ErrorCode: "feature_not_enabled"}},
		"unknown outcome": {err: &auth0.Error{StatusCode: 500, OutcomeUnknown: true}, unknown: true},
		"cancelled write": {err: &auth0.Error{Err: context.Canceled, OutcomeUnknown: true}, unknown: true, cancelled: true},
		"cancelled read":  {err: &auth0.Error{Err: context.Canceled}, cancelled: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for what, pair := range map[string][2]bool{
				"IsNotFound":        {auth0.IsNotFound(test.err), test.notFound},
				"IsConflict":        {auth0.IsConflict(test.err), test.conflict},
				"IsScope":           {auth0.IsScope(test.err), test.scope},
				"ErrUnknownOutcome": {errors.Is(test.err, auth0.ErrUnknownOutcome), test.unknown},
				"context.Canceled":  {errors.Is(test.err, context.Canceled), test.cancelled},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s: %t, want %t", what, pair[0], pair[1])
				}
			}
		})
	}
}

func TestMissingScopes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		code, message string
		want          []string
	}{
		"one":           {"insufficient_scope", "Insufficient scope, expected any of: read:organization_clients", []string{"read:organization_clients"}},
		"several":       {"insufficient_scope", "Insufficient scope, expected any of: read:clients,read:client_keys", []string{"read:clients", "read:client_keys"}},
		"with spaces":   {"insufficient_scope", "Insufficient scope, expected any of: read:clients, read:client_keys", []string{"read:clients", "read:client_keys"}},
		"none named":    {"insufficient_scope", "Insufficient scope", nil},
		"other refusal": {"feature_not_enabled", "expected any of: read:clients", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := &auth0.Error{StatusCode: 403, ErrorCode: test.code, Message: test.message}
			if diff := cmp.Diff(test.want, err.MissingScopes()); diff != "" {
				t.Errorf("scopes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnswersThatAreNotTheAPIs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		act  http.HandlerFunc
		want string
	}{
		"page":             {respondStatus(502, "text/html; charset=utf-8", "<h1>Bad gateway</h1>"), `502 Bad Gateway: instead of the API's own error came 20 bytes of text/html (not shown, because it might hold a secret)`},
		"plain text":       {respondStatus(503, "text/plain", "upstream connect error"), `came 22 bytes of text/plain (not shown, because it might hold a secret)`},
		"no type":          {respondStatus(404, "", "what?"), `came 5 bytes of unknown type (not shown`},
		"no body":          {respondStatus(404, "text/plain", ""), "GET /api/v2/clients/tpc_1: 404 Not Found"},
		"truncated JSON":   {respondStatus(400, "application/json", `{"message":"secre`), "instead of the API's own error came 17 bytes of application/json (JSON that is cut off)"},
		"JSON, no object":  {respondStatus(400, "application/json", `["x"]`), "instead of the API's own error came 5 bytes of application/json (JSON of another form)"},
		"no members":       {respondStatus(400, "application/json", `{}`), "GET /api/v2/clients/tpc_1: 400 Bad Request"},
		"odd members":      {respondStatus(400, "application/json", `{"message":7,"errorCode":["x"],"error":{}}`), "GET /api/v2/clients/tpc_1: 400 Bad Request"},
		"success, a page":  {respond("text/html", "<html>Sign in to the hotel network</html>"), `200 OK: expected JSON but got 41 bytes of text/html (not shown, because it might hold a secret)`},
		"success, cut off": {respond("application/json", `{"client_secret":"abc`), "200 OK: expected JSON but got 21 bytes of application/json (JSON that is cut off)"},
		"success, nothing": {respond("application/json", ""), "200 OK: expected JSON but got 0 bytes of application/json"},
		"wrong shape":      {respond("application/json", `["x"]`), "200 OK: the answer does not show the object that the call is about"},
		"redirect":         {http.RedirectHandler("https://elsewhere.example.com/?secret=x", http.StatusFound).ServeHTTP, "GET /api/v2/clients/tpc_1: 302 Found: redirect to elsewhere.example.com; redirects are not followed; check the domain"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := calls[http.MethodGet](t.Context(), newClient(t, test.act))
			text := asError(t, err).Error()
			whole := strings.HasPrefix(test.want, "GET ")
			if whole && text != test.want || !whole && !strings.Contains(text, test.want) {
				t.Errorf("error is\n%s, want\n%s", text, test.want)
			}
		})
	}
}
