package auth0_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// shiftingTenant is a collection that is listed by page number and changes between two pages.
type shiftingTenant struct {
	mu     sync.Mutex
	key    string // the member that holds the items
	items  []map[string]any
	change func(s *shiftingTenant) // after the first page, once
	total  func(actual int) int
	listed int
}

func (s *shiftingTenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	query := r.URL.Query()
	if query.Get("page") == "" && strings.Count(r.URL.Path, "/") > 3 {
		s.one(w, r.URL.EscapedPath())
		return
	}
	s.listed++
	items := slices.DeleteFunc(slices.Clone(s.items), func(item map[string]any) bool {
		audience := query.Get("audience")
		return audience != "" && item["audience"] != audience
	})
	page, _ := strconv.Atoi(query.Get("page"))
	from := min(page*100, len(items))
	total := len(items)
	if s.total != nil {
		total = s.total(total)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{s.key: append([]map[string]any{}, items[from:min(from+100, len(items))]...), "total": total})
	if s.change != nil && page == 0 && query.Get("audience") == "" {
		s.change(s)
		s.change = nil
	}
}

func (s *shiftingTenant) one(w http.ResponseWriter, path string) {
	for _, item := range s.items {
		if identifier, _ := item["identifier"].(string); strings.HasSuffix(path, "/"+url.PathEscape(identifier)) {
			_ = json.NewEncoder(w).Encode(item)
			return
		}
	}
	refuse(http.StatusNotFound)(w, nil)
}

func apis(count int) []map[string]any {
	made := make([]map[string]any, count)
	for i := range made {
		made[i] = map[string]any{"id": fmt.Sprintf("api_%d", i), "identifier": fmt.Sprintf("https://%03d.example.com/", i)}
	}
	return made
}

func (s *shiftingTenant) remove(from, count int) {
	s.items = slices.Delete(slices.Clone(s.items), from, from+count)
}

// A listing of APIs has every one, whatever is deleted or made between two pages, and whatever total the pages tell.
func TestListingOfAPIsThatShifts(t *testing.T) {
	t.Parallel()
	always := func(total int) func(int) int { return func(int) int { return total } }
	tests := map[string]struct {
		count  int
		change func(*shiftingTenant)
		total  func(int) int
		calls  int
	}{
		"no API":                 {count: 0, calls: 1},
		"one page":               {count: 50, calls: 1},
		"two pages":              {count: 150, calls: 2},
		"one is deleted":         {count: 150, change: func(s *shiftingTenant) { s.remove(5, 1) }, calls: 4},
		"many are deleted":       {count: 250, change: func(s *shiftingTenant) { s.remove(0, 120) }, calls: 4},
		"the second page leaves": {count: 120, change: func(s *shiftingTenant) { s.remove(0, 40) }},
		"some are made":          {count: 150, change: func(s *shiftingTenant) { s.items = append(s.items, apis(300)[150:]...) }},
		"some are made in front": {count: 150, change: func(s *shiftingTenant) { s.items = append(apis(200)[150:], s.items...) }},
		"the total is too small": {count: 250, total: always(1)},
		"the total is none":      {count: 250, total: always(0)},
		"the total is negative":  {count: 250, total: always(-7)},
		"the total is a page":    {count: 250, total: always(100)},
		"the total is too great": {count: 250, total: always(900)},
		"the total is old, and one is deleted": {
			count: 150, change: func(s *shiftingTenant) { s.remove(5, 1) }, total: always(150),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := &shiftingTenant{key: "resource_servers", items: apis(test.count), change: test.change, total: test.total}
			listed, err := newClient(t, tenant).ListAPIs(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := make([]string, 0, len(tenant.items))
			for _, item := range tenant.items {
				want = append(want, fmt.Sprint(item["identifier"]))
			}
			got := make([]string, 0, len(listed))
			for _, api := range listed {
				got = append(got, api.Identifier)
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%d APIs are listed, want %d", len(got), len(want))
			}
			if test.calls > 0 && tenant.listed != test.calls {
				t.Errorf("%d calls, want %d", tenant.listed, test.calls)
			}
		})
	}
}

// Both halves of default permissions show, though one of them moves from page to page while others are deleted.
func TestDefaultPermissionsThatShift(t *testing.T) {
	t.Parallel()
	const audiences = 90 // 180 default permissions
	half := func(i int) map[string]any {
		return map[string]any{
			"id": fmt.Sprintf("cgr_%d", i), "default_for": "third_party_clients", "subject_type": []string{"user", "client"}[i%2],
			"audience": fmt.Sprintf("https://%03d.example.com/", i/2), "scope": []string{},
		}
	}
	tenant := &shiftingTenant{key: "client_grants", change: func(s *shiftingTenant) { s.remove(0, 1) }}
	for i := range 2 * audiences {
		tenant.items = append(tenant.items, half(i))
	}
	client := newClient(t, tenant)
	var all sync.WaitGroup
	for i := range audiences {
		all.Go(func() {
			grants, err := client.ReadDefaultPermissions(t.Context(), fmt.Sprintf("https://%03d.example.com/", i), auth0.Remembered)
			if want := 2; err != nil || len(grants) != want && i > 0 {
				t.Errorf("%d: %d default permissions, %v; want %d", i, len(grants), err, want)
			}
		})
	}
	all.Wait()
}
