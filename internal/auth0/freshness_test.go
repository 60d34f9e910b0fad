package auth0_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// shifting is a tenant of connections that somebody else changes too. For the time lag after a write, reads answer as
// before it.
type shifting struct {
	mu      sync.Mutex
	lag     time.Duration
	objects map[string]map[string]any
	past    []past
	calls   []string
}

// past is an object as it was until a write.
type past struct {
	id     string
	object map[string]any // nil if there was none
	until  time.Time      // reads show it that long
}

func newShifting(ids ...string) *shifting {
	s := &shifting{objects: map[string]map[string]any{}}
	for _, id := range ids {
		s.objects[id] = map[string]any{"id": id, "name": id, "display_name": "old", "is_domain_connection": false}
	}
	return s
}

// change is somebody else's write.
func (s *shifting) change(id, name string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(id, map[string]any{name: value})
}

func (s *shifting) write(id string, members map[string]any) {
	now := map[string]any{}
	for name, value := range s.objects[id] {
		now[name] = value
	}
	for name, value := range members {
		now[name] = value
	}
	s.past = append(s.past, past{id, s.objects[id], time.Now().Add(s.lag)})
	s.objects[id] = now
}

// seen is the object as reads show it.
func (s *shifting) seen(id string) map[string]any {
	for _, before := range s.past {
		if before.id == id && time.Now().Before(before.until) {
			return before.object
		}
	}
	return s.objects[id]
}

func (s *shifting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/api/v2/connections"), "/")
	s.calls = append(s.calls, strings.TrimSpace(r.Method+" "+id))
	switch {
	case r.Method == http.MethodPatch:
		var members map[string]any
		_ = json.NewDecoder(r.Body).Decode(&members)
		s.write(id, members)
		_ = json.NewEncoder(w).Encode(s.objects[id])
	case id == "":
		listed := []any{}
		for n := range len(s.objects) {
			seen := s.seen(fmt.Sprintf("con_%d", n))
			if name := r.URL.Query().Get("name"); seen != nil && (name == "" || name == seen["name"]) {
				listed = append(listed, seen)
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"connections": listed, "total": len(listed)})
	case s.seen(id) == nil:
		refuse(http.StatusNotFound)(w, r)
	default:
		_ = json.NewEncoder(w).Encode(s.seen(id))
	}
}

// Somebody else's change between two reads shows in the second one, except in a plan.
func TestFreshness(t *testing.T) {
	t.Parallel()
	const apply, plan = false, true
	tests := map[string]struct {
		walk  bool
		how   auth0.Freshness
		wrote bool // whether this client has written something before
		want  string
	}{
		"before a write":                {apply, auth0.Fresh, false, "new"},
		"before a write, after another": {apply, auth0.Fresh, true, "new"},
		"data source in an apply":       {apply, auth0.FreshInApply, false, "new"},
		"data source after a write":     {apply, auth0.FreshInApply, true, "new"},
		"data source in a plan":         {plan, auth0.FreshInApply, false, "old"},
		"refresh":                       {plan, auth0.Remembered, false, "old"},
		"before a write in any walk":    {plan, auth0.Fresh, false, "new"},
		"plan and apply in one client":  {plan, auth0.FreshInApply, true, "new"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newShifting("con_0", "con_1", "con_2")
			client := newClient(t, tenant)
			first := test.how
			if test.walk == plan {
				first = auth0.Remembered
			}
			for _, id := range []string{"con_0", "con_1", "con_2"} { // by pages, too
				if _, err := client.ReadConnection(t.Context(), id, first); err != nil {
					t.Fatal(err)
				}
			}
			if test.wrote {
				fields := auth0.ConnectionFields{IsDomainConnection: auth0.Set(true)}
				if _, err := client.UpdateConnection(t.Context(), "con_0", fields); err != nil {
					t.Fatal(err)
				}
			}
			tenant.change("con_1", "display_name", "new")
			got, err := client.ReadConnection(t.Context(), "con_1", test.how)
			if err != nil || got.DisplayName != test.want {
				t.Errorf("read %+v, %v; want %s", got, err, test.want)
			}
		})
	}
}

// Data sources that are read at the same time share pages that were requested after all of them asked.
func TestReadsAtOnceShareAPage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := newWarehouse(1)
		tenant.applications = 50
		client := tenant.client(t)
		for batch := range 2 {
			var all sync.WaitGroup
			for _, id := range numbered("tpc_", 10) {
				all.Go(func() {
					if _, err := client.ReadApplication(t.Context(), id, auth0.FreshInApply); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if calls := tenant.total(); calls != 2*(batch+1) {
				t.Errorf("%d calls after batch %d, want a single one and a page for each: %v", calls, batch+1, tenant.calls)
			}
		}
	})
}

// This client's write shows in every later read, even if the API lags behind. Later writes of somebody else show as
// well.
func TestOwnWritesShow(t *testing.T) {
	t.Parallel()
	promote := auth0.ConnectionFields{IsDomainConnection: auth0.Set(true), DisplayName: auth0.Set("old")}
	demote := auth0.ConnectionFields{IsDomainConnection: auth0.Set(false), DisplayName: auth0.Set("old")}
	reads := map[string]func(context.Context, *auth0.Client) (*auth0.Connection, error){
		"single": func(ctx context.Context, client *auth0.Client) (*auth0.Connection, error) {
			return client.ReadConnection(ctx, "con_0", auth0.Fresh)
		},
		"data source": func(ctx context.Context, client *auth0.Client) (*auth0.Connection, error) {
			return client.ReadConnection(ctx, "con_0", auth0.FreshInApply)
		},
		"by name": func(ctx context.Context, client *auth0.Client) (*auth0.Connection, error) {
			found, err := client.FindConnections(ctx, "con_0")
			if err != nil || len(found) != 1 {
				return nil, fmt.Errorf("found %v, %w", found, err)
			}
			return &found[0], nil
		},
		"listing": func(ctx context.Context, client *auth0.Client) (*auth0.Connection, error) {
			listed, err := client.ListConnections(ctx)
			return &listed[0], err
		},
	}
	tests := map[string]struct {
		writes    []auth0.ConnectionFields
		readFirst bool
		since     string // display name that somebody else sets after the writes
		promoted  bool
		name      string
		longest   time.Duration
	}{
		"promoted":                       {writes: []auth0.ConnectionFields{promote}, readFirst: true, promoted: true, name: "old", longest: 2 * time.Second},
		"promoted, not read before":      {writes: []auth0.ConnectionFields{promote}, promoted: true, name: "old", longest: 2 * time.Second},
		"promoted and demoted":           {writes: []auth0.ConnectionFields{promote, demote}, readFirst: true, name: "old", longest: 2 * time.Second},
		"renamed by somebody since":      {writes: []auth0.ConnectionFields{promote}, readFirst: true, since: "new", promoted: true, name: "new", longest: 2 * time.Second},
		"renamed since, not read before": {writes: []auth0.ConnectionFields{promote}, since: "new", promoted: true, name: "new", longest: auth0.LagLimit},
	}
	for name, test := range tests {
		for how, read := range reads {
			t.Run(name+"/"+how, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					tenant := newShifting("con_0", "con_1")
					tenant.lag = time.Second
					client := newClient(t, tenant)
					for _, fields := range test.writes {
						if test.readFirst {
							if _, err := client.ReadConnection(t.Context(), "con_0", auth0.Fresh); err != nil {
								t.Fatal(err)
							}
						}
						if _, err := client.UpdateConnection(t.Context(), "con_0", fields); err != nil {
							t.Fatal(err)
						}
					}
					if test.since != "" {
						time.Sleep(2 * time.Second)
						tenant.change("con_0", "display_name", test.since)
						time.Sleep(time.Second)
					}
					started := time.Now()
					got, err := read(t.Context(), client)
					if err != nil || got.IsDomainConnection != test.promoted || got.DisplayName != test.name {
						t.Errorf("read %+v, %v", got, err)
					}
					if took := time.Since(started); took > test.longest {
						t.Errorf("took %s", took)
					}
				})
			})
		}
	}
}
