package auth0_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// warehouse is a tenant with many objects, reached without a network. Its calls take different times, and it counts
// them. Ids are numbers, and every object has its id for a name as well.
type warehouse struct {
	applications int // tpc_0, tpc_1, …
	grants       int // cgr_0, cgr_1, …
	connections  int // con_0, con_1, …
	defaults     int // default grants; two for each of the APIs urn:0, urn:1, …

	fail func(*http.Request) bool  // reports which calls fail, nil for none
	hold func(*http.Request) error // what happens before a call is answered, nil for a short while

	mu    sync.Mutex
	pace  *rand.Rand
	calls map[string]int // by kind: "GET clients" for a page, "GET clients/" for a single call
}

// random returns a source of numbers that are the same for the same seed.
func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

func newWarehouse(seed uint64) *warehouse {
	return &warehouse{pace: random(seed), calls: map[string]int{}}
}

func (w *warehouse) client(t testing.TB) *auth0.Client {
	t.Helper()
	client, err := auth0.New(auth0.Config{Domain: "http://" + testDomain, APIToken: "token", HTTPClient: &http.Client{Transport: w}})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// total returns how many calls were made.
func (w *warehouse) total() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	sum := 0
	for _, calls := range w.calls {
		sum += calls
	}
	return sum
}

func (w *warehouse) RoundTrip(req *http.Request) (*http.Response, error) {
	collection, id, single := strings.Cut(strings.TrimPrefix(req.URL.Path, "/api/v2/"), "/")
	kind := req.Method + " " + collection
	if single {
		kind += "/"
	}
	w.mu.Lock()
	w.calls[kind]++
	latency := time.Duration(w.pace.IntN(50)) * time.Millisecond
	w.mu.Unlock()
	if w.hold == nil {
		time.Sleep(latency)
	} else if err := w.hold(req); err != nil {
		return nil, err
	}
	if w.fail != nil && w.fail(req) {
		return respondWith(http.StatusInternalServerError, `{}`), nil
	}
	if single {
		return w.one(collection, id), nil
	}
	return w.page(collection, req.URL.Query()), nil
}

func (w *warehouse) one(collection, id string) *http.Response {
	prefix, number, _ := strings.Cut(id, "_")
	n, err := strconv.Atoi(number)
	if count, _ := w.shelf(collection, nil); err != nil || n >= count || prefix == "none" {
		return respondWith(http.StatusNotFound, `{"statusCode":404,"error":"Not Found","message":"There is none.","errorCode":"inexistent"}`)
	}
	return respondWith(http.StatusOK, item(collection, n))
}

// shelf returns how many objects a listing has, and the item with a number.
func (w *warehouse) shelf(collection string, query url.Values) (count int, show func(int) string) {
	show = func(n int) string { return item(collection, n) }
	switch {
	case collection == "clients":
		return w.applications, show
	case collection == "connections":
		return w.connections, show
	case query.Get("default_for") == "":
		return w.grants, show
	case query.Get("audience") == "":
		return w.defaults, w.defaultGrant
	}
	n, err := strconv.Atoi(strings.TrimPrefix(query.Get("audience"), "urn:"))
	if err != nil || n >= w.defaults/2 {
		return 0, nil
	}
	return 2, func(half int) string { return w.defaultGrant(n + half*(w.defaults/2)) }
}

func item(collection string, n int) string {
	switch collection {
	case "clients":
		return fmt.Sprintf(`{"client_id":"tpc_%d","is_first_party":false,"name":"tpc_%[1]d"}`, n)
	case "connections":
		return fmt.Sprintf(`{"id":"con_%d","name":"con_%[1]d"}`, n)
	default:
		return fmt.Sprintf(`{"id":"cgr_%d","audience":"cgr_%[1]d"}`, n)
	}
}

func (w *warehouse) page(collection string, query url.Values) *http.Response {
	count, show := w.shelf(collection, query)
	size, _ := strconv.Atoi(query.Get("per_page") + query.Get("take"))
	number, _ := strconv.Atoi(query.Get("page") + query.Get("from"))
	if collection == "connections" && query.Has("page") && (number+1)*size > 1000 {
		return respondWith(http.StatusBadRequest, `{"statusCode":400,"error":"Bad Request","message":"Past 1,000 rows."}`)
	}
	var items []string
	for n := number * size; n < min((number+1)*size, count); n++ {
		items = append(items, show(n))
	}
	more := ""
	if query.Has("take") && (number+1)*size < count {
		more = fmt.Sprintf(`,"next":"%d"`, number+1)
	}
	if query.Has("include_totals") {
		more = fmt.Sprintf(`,"total":%d`, count)
	}
	return respondWith(http.StatusOK, fmt.Sprintf(`{%q:[%s]%s}`, strings.ReplaceAll(collection, "-", "_"), strings.Join(items, ","), more))
}

// defaultGrant returns a default grant. The second half of an API's two comes long after the first.
func (w *warehouse) defaultGrant(n int) string {
	return fmt.Sprintf(`{"id":"cgr_d%d","audience":"urn:%d","default_for":"third_party_clients"}`, n, n%(w.defaults/2))
}

func respondWith(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(bytes.NewReader([]byte(body))),
	}
}
