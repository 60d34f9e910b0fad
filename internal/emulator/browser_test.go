package emulator

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// The controls need no token, so no web page that somebody visits may send a request to them.
func TestOtherSitesDoNotReachControls(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, path, host string
		headers            map[string]string
		want               int
	}{
		"command line":             {"POST", "/__emulator/reset", "127.0.0.1:8080", nil, 204},
		"by name":                  {"GET", "/__emulator/state", "localhost:8080", nil, 200},
		"IPv6":                     {"GET", "/__emulator/state", "[::1]:8080", nil, 200},
		"the own page":             {"POST", "/__emulator/reset", "127.0.0.1:8080", map[string]string{"Origin": "http://127.0.0.1:8080", "Sec-Fetch-Site": "same-origin"}, 204},
		"another site":             {"POST", "/__emulator/reset", "127.0.0.1:8080", map[string]string{"Origin": "https://evil.example.com", "Sec-Fetch-Site": "cross-site"}, 403},
		"another site, old":        {"POST", "/__emulator/reset", "127.0.0.1:8080", map[string]string{"Origin": "https://evil.example.com"}, 403},
		"another port":             {"POST", "/__emulator/faults", "127.0.0.1:8080", map[string]string{"Origin": "http://127.0.0.1:3000", "Sec-Fetch-Site": "same-site"}, 403},
		"rebound name":             {"GET", "/__emulator/state", "evil.example.com:8080", nil, 403},
		"rebound name, the page":   {"GET", "/", "evil.example.com:8080", nil, 403},
		"rebound name, the assets": {"GET", "/__emulator/page/page.js", "evil.example.com:8080", nil, 403},
		"the page":                 {"GET", "/", "127.0.0.1:8080", nil, 200},
	}
	server, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req := httptest.NewRequest(test.method, test.path, http.NoBody)
			req.Host = test.host
			for header, value := range test.headers {
				req.Header.Set(header, value)
			}
			answer := httptest.NewRecorder()
			server.ServeHTTP(answer, req)
			if answer.Code != test.want {
				t.Errorf("status %d, want %d: %s", answer.Code, test.want, answer.Body)
			}
		})
	}
}
