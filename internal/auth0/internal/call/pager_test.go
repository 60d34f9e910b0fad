package call

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/pace"
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

	caller := playing(t, func(r *http.Request) string {
		next := map[string]string{"": "a", "a": "b", "b": "a"}[r.URL.Query().Get("from")]
		return `{"connections":[{"id":"con_` + next + `"}],"next":"` + next + `"}`
	})
	wantEndless(t, exhaust(t, ByCursor[item](caller, PathTo("connections"), "connections", url.Values{}, 3)))

	caller = playing(t, func(*http.Request) string {
		return `{"clients":[{"id":"tpc_1"}],"total":1000000001}`
	})
	wantEndless(t, exhaust(t, ByNumber[item](caller, PathTo("clients"), "clients", url.Values{})))
}

// exhaust fetches pages until there are none left.
func exhaust[T any](t *testing.T, next Pager[T]) error {
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

func playing(t *testing.T, answer answers) *Caller {
	t.Helper()
	return New(Config{
		Origin: "http://127.0.0.1", Credentials: Credentials{APIToken: "token"}, HTTPClient: &http.Client{Transport: answer}, Pacer: pace.New(0), Timeout: time.Minute,
	})
}

// item is an object of a listing.
type item struct {
	ID string `json:"id"`
}

func (i item) Key() string { return i.ID }
