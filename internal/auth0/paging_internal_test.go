package auth0

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// A server that always has one more page cannot keep a listing going for ever, whichever way it is paged.
func TestListingsEnd(t *testing.T) {
	t.Parallel()
	var so cursors
	for i := range maxPages - 1 {
		if err := so.follow(strconv.Itoa(i)); err != nil {
			t.Fatalf("page %d: %v", i, err)
		}
	}
	wantEndless(t, so.follow("one more"))

	client := playing(t, func(r *http.Request) string {
		next := map[string]string{"": "a", "a": "b", "b": "a"}[r.URL.Query().Get("from")]
		return `{"connections":[{"id":"con_` + next + `"}],"next":"` + next + `"}`
	})
	wantEndless(t, exhaust(t, byCursor[Connection](client, pathTo("connections"), "connections", url.Values{}, 3)))

	client = playing(t, func(*http.Request) string {
		return `{"clients":[{"client_id":"tpc_1","is_first_party":false}],"total":1000000001}`
	})
	wantEndless(t, exhaust(t, byNumber[Application](client, pathTo("clients"), "clients", url.Values{})))
}

// exhaust fetches pages until there are none left.
func exhaust[T any](t *testing.T, next pager[T]) error {
	t.Helper()
	for {
		if _, left, err := next(t.Context()); err != nil || left == 0 {
			return err
		}
	}
}

func wantEndless(t *testing.T, err error) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), "does not end") {
		t.Errorf("error is %v, want one of a listing that does not end", err)
	}
}

// answers is a transport that answers every request itself.
type answers func(*http.Request) string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	_, _ = recorder.WriteString(a(r))
	return recorder.Result(), nil
}

func playing(t *testing.T, answer answers) *Client {
	t.Helper()
	client, err := New(Config{Domain: "http://127.0.0.1", APIToken: "token", HTTPClient: &http.Client{Transport: answer}})
	if err != nil {
		t.Fatal(err)
	}
	return client
}
