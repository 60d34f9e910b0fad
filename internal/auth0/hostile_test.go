package auth0_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// A redirect could make a client send its token or secret to another host, because 307 and 308 repeat method and body.
func TestNothingGoesToAnotherHost(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range []string{"https://evil.example.com/", "http://evil.example.com/", "//evil.example.com/", "/elsewhere"} {
			t.Run(http.StatusText(status)+" "+location, func(t *testing.T) {
				t.Parallel()
				var mu sync.Mutex
				var seen []string
				handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					mu.Lock()
					seen = append(seen, r.Host+r.URL.Path)
					mu.Unlock()
					w.Header().Set("Location", location)
					w.WriteHeader(status)
				})
				withSecret := func(config *auth0.Config) {
					config.APIToken, config.ClientID, config.ClientSecret = "", "own", "the-secret"
				}
				_, err := newClient(t, handler).ReadApplication(t.Context(), "tpc_1", auth0.Remembered)
				if asError(t, err).StatusCode != status {
					t.Errorf("read: %v", err)
				}
				_, err = newClient(t, handler, withSecret).ReadApplication(t.Context(), "tpc_1", auth0.Remembered)
				if asError(t, err).StatusCode != status {
					t.Errorf("token: %v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				if got := strings.Join(seen, " "); got != testDomain+"/api/v2/clients/tpc_1 "+testDomain+"/oauth/token" {
					t.Errorf("requests were %s", got)
				}
			})
		}
	}
}

// The limit on the size of an answer applies to the unpacked answer.
func TestHugeAnswerIsRefused(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		blank := make([]byte, 1<<20)
		for range 64 {
			if _, err := packed.Write(blank); err != nil {
				return // the client has stopped reading
			}
		}
		_ = packed.Close()
	}), func(c *auth0.Config) { c.RequestTimeout = time.Hour }) // long, for a busy machine
	_, err := client.ReadApplication(t.Context(), "tpc_1", auth0.Remembered)
	if text := asError(t, err).Error(); !strings.Contains(text, "longer than 33554432 bytes") {
		t.Errorf("error is %s", text)
	}
}

func TestErrorsShowNoControlCharacters(t *testing.T) {
	t.Parallel()
	const hostile = "a\x1b[2J\x1b]0;title\x07\r\n\u009b31m\u202eevil\u2066\x00\u200b" + "b"
	refusal := func(members map[string]string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			_ = json.NewEncoder(w).Encode(members)
		}
	}
	tests := map[string]http.HandlerFunc{
		"message":           refusal(map[string]string{"message": hostile}),
		"errorCode":         refusal(map[string]string{"message": "x", "errorCode": hostile}),
		"error_description": refusal(map[string]string{"error_description": hostile, "error": hostile}),
		"scope":             refusal(map[string]string{"message": "Insufficient scope, expected any of: " + hostile, "errorCode": "insufficient_scope"}),
		"text":              respondStatus(http.StatusForbidden, "text/plain", hostile),
		"type":              respondStatus(http.StatusForbidden, hostile, "x"),
		"redirect": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://%C2%9B31m%E2%80%AEevil.example.com/")
			w.WriteHeader(http.StatusFound)
		},
		"number": respondStatus(http.StatusOK, "application/json", `{"jwt_configuration":{"lifetime_in_seconds":"\u001b[31m"}}`),
	}
	for name, act := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newClient(t, act).ReadApplication(t.Context(), "tpc_1", auth0.Remembered)
			failure := asError(t, err)
			for _, text := range append(failure.MissingScopes(), failure.Error(), failure.Message, failure.ErrorCode) {
				if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
					t.Errorf("%q", text)
				}
			}
		})
	}
}

func TestLongMessageIsCut(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"message":"`+strings.Repeat("é", 1<<20)+`"}`)
	}))
	_, err := client.ReadApplication(t.Context(), "tpc_1", auth0.Remembered)
	if text := asError(t, err).Error(); len(text) > 2100 || !strings.Contains(text, "éé…") {
		t.Errorf("error has %d bytes, want about 2000", len(text))
	}
}

// Auth0 silently leaves out members that the access token may not read. They must not count as unset, least of all the
// member that says whether an application is first-party.
func TestPartialApplicationsAreRefused(t *testing.T) {
	t.Parallel()
	const partial = `{"client_id":"own","name":"Back office","app_type":"regular_web"}`
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/clients") {
			answer(w, http.StatusOK, `{"clients":[`+partial+`],"total":1}`)
			return
		}
		answer(w, http.StatusOK, partial)
	}))
	app, err := client.ReadApplication(t.Context(), "own", auth0.Remembered)
	if app != nil || err == nil || !strings.Contains(err.Error(), "needs the scope read:clients") {
		t.Errorf("read: got %v, %v", app, err)
	}
	apps, err := client.ListThirdPartyApplications(t.Context())
	if apps != nil || err == nil || !strings.Contains(err.Error(), "needs the scope read:clients") {
		t.Errorf("list: got %v, %v", apps, err)
	}
	for _, err := range client.EachThirdPartyApplication(t.Context()) {
		if err == nil || !strings.Contains(err.Error(), "needs the scope read:clients") {
			t.Errorf("each: got %v", err)
		}
	}
}
