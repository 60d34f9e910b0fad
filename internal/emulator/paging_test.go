package emulator

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// crowd is a tenant with n organizations, connections and third-party applications with a grant each.
func crowd(n int) *Seed {
	seed := orders()
	for i := range n {
		name := fmt.Sprintf("x%03d", i)
		seed.Clients = append(seed.Clients, map[string]any{"name": name, "client_id": name, "is_first_party": false})
		seed.ClientGrants = append(seed.ClientGrants, map[string]any{"id": fmt.Sprintf("cgr_%03d", n-i), "client_id": name, "audience": ordersAPI})
		seed.Organizations = append(seed.Organizations, map[string]any{"name": name})
		seed.Connections = append(seed.Connections, map[string]any{"name": name, "strategy": "auth0"})
	}
	return seed
}

func TestOffsetPages(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, crowd(60))
	for path, test := range map[string]struct {
		key   string
		order []string
	}{
		"/clients?is_first_party=false&":                                        {"clients", []string{"total", "start", "limit", "clients"}},
		"/client-grants?subject_type=client&audience=https://api.example.com/&": {"client_grants", []string{"total", "start", "limit", "client_grants"}},
		"/connections?":   {"connections", []string{"total", "start", "limit", "connections"}},
		"/organizations?": {"organizations", []string{"organizations", "start", "limit", "total"}},
	} {
		first := s.mustCall(200, "GET", path+"include_totals=true", nil)
		if !slices.Equal(keyNames(t, first.raw), test.order) {
			t.Errorf("%s: key order %v", path, keyNames(t, first.raw))
		}
		for query, want := range map[string][3]any{ // start, limit, rows
			"include_totals=true":                     {0.0, 50.0, 50.0},
			"include_totals=true&page=1":              {50.0, 50.0, 10.0},
			"include_totals=true&page=2":              {100.0, 50.0, 0.0},
			"include_totals=true&page=1&per_page=7":   {7.0, 7.0, 7.0},
			"include_totals=true&page=0&per_page=100": {0.0, 100.0, 60.0},
			"include_totals=true&page=59&per_page=1":  {59.0, 1.0, 1.0},
		} {
			got := s.mustCall(200, "GET", path+query, nil).object
			rows, _ := got[test.key].([]any)
			if have := [3]any{got["start"], got["limit"], float64(len(rows))}; have != want || got["total"] != 60.0 {
				t.Errorf("%s%s: %v of %v, want %v", path, query, have, got["total"], want)
			}
		}
		if rows := s.mustCall(200, "GET", path+"page=1&per_page=20", nil).array; len(rows) != 20 {
			t.Errorf("%s: bare array of %d", path, len(rows))
		}
		if got := s.call("GET", path+"per_page=101", nil); got.object["errorCode"] != "invalid_query_string" {
			t.Errorf("%s: more than 100: %s", path, got.raw)
		}
	}
}

func TestCheckpointPages(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, crowd(60))
	cursor := regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?UTC,\w+$`)
	for path, key := range map[string]string{
		"/clients?is_first_party=false&":                    "clients",
		"/client-grants?audience=https://api.example.com/&": "client_grants",
		"/connections?":   "connections",
		"/organizations?": "organizations",
	} {
		seen := map[string]bool{}
		for from, pages := "", 0; ; pages++ {
			query := path + "take=25&include_totals=true&page=3"
			if from != "" {
				query += "&from=" + from
			}
			got := s.mustCall(200, "GET", query, nil)
			for _, row := range object.Objects(got.object[key]) {
				id := object.Text(row, "id")
				if id == "" {
					id = object.Text(row, "client_id")
				}
				if seen[id] {
					t.Errorf("%s: %s twice", path, id)
				}
				seen[id] = true
			}
			next, more := got.object["next"].(string)
			if got.object["total"] != nil {
				t.Errorf("%s: totals on a checkpoint page", path)
			}
			if !more {
				break
			}
			if raw, err := base64.StdEncoding.DecodeString(next); err != nil || !cursor.Match(raw) {
				t.Errorf("%s: cursor %q", path, raw)
			}
			if from = strings.ReplaceAll(next, "+", "%2B"); pages > 5 {
				t.Fatalf("%s: no end", path)
			}
		}
		if len(seen) != 60 {
			t.Errorf("%s: %d rows", path, len(seen))
		}
		for _, query := range []string{"take=101", "take=0", "from=nonsense"} {
			if got := s.call("GET", path+query, nil); got.object["errorCode"] != "invalid_query_string" {
				t.Errorf("%s%s: %s", path, query, got.raw)
			}
		}
	}
}

// If a row is deleted between two pages, no other row is lost.
func TestCheckpointAfterDeletion(t *testing.T) {
	t.Parallel()
	for _, collection := range []string{"clients", "client-grants"} {
		s := serveTenant(t, crowd(6))
		filter := map[string]string{"clients": "is_first_party=false", "client-grants": "audience=https://api.example.com/"}[collection]
		key := strings.ReplaceAll(collection, "-", "_")
		first := s.mustCall(200, "GET", "/"+collection+"?take=2&"+filter, nil).object
		last := object.Objects(first[key])[1]
		id := object.Text(last, "id")
		if collection == "clients" {
			id = object.Text(last, "client_id")
		}
		s.mustCall(204, "DELETE", "/"+collection+"/"+id, nil)
		rest := s.mustCall(200, "GET", "/"+collection+"?take=50&"+filter+"&from="+strings.ReplaceAll(object.Text(first, "next"), "+", "%2B"), nil)
		if n := len(object.Objects(rest.object[key])); n != 4 {
			t.Errorf("%s: %d rows after the deletion", collection, n)
		}
	}
}

func TestOffsetLimit(t *testing.T) {
	t.Parallel()
	seed := &Seed{}
	for i := range 1005 {
		seed.Organizations = append(seed.Organizations, map[string]any{"name": "x" + strconv.Itoa(i)})
	}
	s := serveTenant(t, seed)
	s.mustCall(200, "GET", "/organizations?page=9&per_page=100", nil)
	wantRefusal(t, s.call("GET", "/organizations?page=10&per_page=100", nil), 400, "invalid_paging", "You can only page through the first 1000 records")
}

func TestZeroPerPage(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	wantJSON(t, "clients", s.mustCall(200, "GET", "/clients?per_page=0&include_totals=true", nil).object, `{"total":2,"start":0,"limit":0,"clients":[]}`)
}
