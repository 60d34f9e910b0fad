package auth0_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// crowd is a tenant of third-party applications that can be told to lose answers.
type crowd struct {
	mu     sync.Mutex
	apps   []map[string]any // in order of creation
	made   int
	posts  []string              // what to do with each POST, in order; answered after that
	before func(*crowd)          // what somebody else does while a POST is under way
	lag    time.Duration         // how long a listing does not show a new application
	shown  map[string]time.Time  // when a listing shows it
	refuse func(listed int) bool // whether to refuse a listing, by how many there were before
	told   int                   // the total that pages tell, 0 for the true one

	created, listed int
}

// add makes an application; the mutex must be held.
func (c *crowd) add(members map[string]any) map[string]any {
	c.made++
	app := map[string]any{"client_id": fmt.Sprintf("tpc_%d", c.made), "is_first_party": false, "grant_types": []any{"authorization_code"}}
	for name, value := range members {
		app[name] = value
	}
	c.apps = append(c.apps, app)
	return app
}

// populate makes n applications of the given name.
func (c *crowd) populate(n int, name string) *crowd {
	for range n {
		c.add(map[string]any{"name": name, "app_type": "spa", "third_party_security_mode": "strict"})
	}
	return c
}

func (c *crowd) ids() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ids []string
	for _, app := range c.apps {
		ids = append(ids, fmt.Sprint(app["client_id"]))
	}
	return ids
}

func (c *crowd) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.Method == http.MethodGet {
		c.list(w, r)
		return
	}
	c.created++
	var body map[string]any
	_ = json.NewDecoder(r.Body).Decode(&body)
	todo := answered
	if len(c.posts) > 0 {
		todo, c.posts = c.posts[0], c.posts[1:]
	}
	if c.before != nil {
		c.before(c)
	}
	if todo == lostBefore {
		panic(http.ErrAbortHandler)
	}
	if todo == refused {
		refuse(http.StatusForbidden)(w, r)
		return
	}
	app := c.add(body)
	if c.shown == nil {
		c.shown = map[string]time.Time{}
	}
	c.shown[fmt.Sprint(app["client_id"])] = time.Now().Add(c.lag)
	switch todo {
	case lostAfter:
		panic(http.ErrAbortHandler)
	case failed:
		w.WriteHeader(http.StatusBadGateway)
	default:
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(app)
	}
}

func (c *crowd) list(w http.ResponseWriter, r *http.Request) {
	c.listed++
	if c.refuse != nil && c.refuse(c.listed-1) {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	visible := slices.DeleteFunc(slices.Clone(c.apps), func(app map[string]any) bool {
		return time.Now().Before(c.shown[fmt.Sprint(app["client_id"])])
	})
	from := min(page*100, len(visible))
	_ = json.NewEncoder(w).Encode(map[string]any{"clients": append([]map[string]any{}, visible[from:min(from+100, len(visible))]...), "total": cmp.Or(c.told, len(visible))})
}

func wantedApplication() auth0.ApplicationFields {
	return auth0.ApplicationFields{
		Name:                   auth0.Set("Partner"),
		AppType:                auth0.Set("spa"),
		IsFirstParty:           auth0.Set(false),
		ThirdPartySecurityMode: auth0.Set("strict"),
	}
}

// once returns a function that does something the first time only.
func once(do func(*crowd)) func(*crowd) {
	var done sync.Once
	return func(c *crowd) { done.Do(func() { do(c) }) }
}

func isUndecided(err error) bool {
	_, ok := errors.AsType[*auth0.UndecidedError](err)
	return ok
}

func TestCreateApplicationOnce(t *testing.T) {
	t.Parallel()
	namesake := map[string]any{"name": "Partner", "app_type": "spa", "third_party_security_mode": "strict"}
	tests := map[string]struct {
		tenant  *crowd
		want    string // client id
		wantErr func(error) bool
		made    int // applications made by the call
		created int // requests that create
		listed  int // requests that list; the first is before the first creation
		took    time.Duration
	}{
		"answered":                    {tenant: &crowd{}, want: "tpc_1", made: 1, created: 1, listed: 1},
		"answered, large tenant":      {tenant: (&crowd{}).populate(250, "Other"), want: "tpc_251", made: 1, created: 1, listed: 2},
		"acted on, answer lost":       {tenant: &crowd{posts: []string{lostAfter}}, want: "tpc_1", made: 1, created: 1, listed: 2},
		"acted on, failing proxy":     {tenant: &crowd{posts: []string{failed}}, want: "tpc_1", made: 1, created: 1, listed: 2},
		"namesakes were there":        {tenant: (&crowd{posts: []string{lostAfter}}).populate(3, "Partner"), want: "tpc_4", made: 1, created: 1, listed: 2},
		"namesakes fill the page":     {tenant: (&crowd{posts: []string{lostAfter}}).populate(100, "Partner"), want: "tpc_101", made: 1, created: 1, listed: 4},
		"namesakes fill several":      {tenant: (&crowd{posts: []string{lostAfter}}).populate(350, "Partner"), want: "tpc_351", made: 1, created: 1, listed: 3},
		"lost before it was acted on": {tenant: (&crowd{posts: []string{lostBefore}}).populate(3, "Partner"), want: "tpc_4", made: 1, created: 2, took: auth0.LagLimit},
		"lost twice":                  {tenant: &crowd{posts: []string{lostBefore, lostAfter}}, want: "tpc_1", made: 1, created: 2, took: auth0.LagLimit},
		"lost three times": {
			tenant: &crowd{posts: []string{lostBefore, lostBefore, lostBefore}}, created: 3, took: 3 * auth0.LagLimit,
			wantErr: func(err error) bool {
				return !isUndecided(err) && !isUnknownOutcome(err) && !strings.Contains(err.Error(), "unknown") &&
					strings.HasSuffix(err.Error(), "; Auth0 created nothing in 3 attempts, as the list of applications shows")
			},
		},
		"lost, and the repetition is refused": {
			tenant: &crowd{posts: []string{lostBefore, refused}}, created: 2, took: auth0.LagLimit, wantErr: isUndecided,
		},
		"refused": {
			tenant: &crowd{posts: []string{refused}}, created: 1, listed: 1,
			wantErr: func(err error) bool { return !isUndecided(err) && !isUnknownOutcome(err) },
		},
		"listing lags": {tenant: &crowd{posts: []string{lostAfter}, lag: 2 * time.Second}, want: "tpc_1", made: 1, created: 1},
		"no permission to list": {
			tenant: &crowd{refuse: func(int) bool { return true }}, listed: 1,
			wantErr: func(err error) bool { return !isUndecided(err) && !isUnknownOutcome(err) },
		},
		"listing fails afterwards": {
			tenant: &crowd{posts: []string{lostAfter}, refuse: func(listed int) bool { return listed > 0 }}, made: 1, created: 1, listed: 2,
			wantErr: isUndecided,
		},
		"somebody else makes the same at the same time": {
			tenant: &crowd{posts: []string{lostAfter}, before: func(c *crowd) { c.add(namesake) }}, made: 2, created: 1, listed: 2,
			wantErr: isUndecided,
		},
		"somebody else makes a namesake that differs": {
			tenant: &crowd{posts: []string{lostBefore}, before: func(c *crowd) {
				c.add(map[string]any{"name": "Partner", "app_type": "spa", "third_party_security_mode": "strict", "description": "theirs"})
			}},
			made: 1, created: 1, wantErr: isUndecided, took: auth0.LagLimit,
		},
		"somebody else makes a namesake that differs, ours is there": {
			tenant: &crowd{posts: []string{lostAfter}, before: func(c *crowd) {
				c.add(map[string]any{"name": "Partner", "app_type": "spa", "third_party_security_mode": "strict", "description": "theirs"})
			}},
			want: "tpc_2", made: 2, created: 1, listed: 2,
		},
		"the owner of a namesake registers it": {
			tenant: &crowd{posts: []string{lostAfter}, before: func(c *crowd) {
				c.add(map[string]any{"name": "Partner", "third_party_security_mode": "strict", "external_metadata_type": "dcr"})
			}},
			want: "tpc_2", made: 2, created: 1, listed: 2,
		},
		"the document of a namesake is registered, and ours is lost": {
			tenant: &crowd{posts: []string{lostBefore}, before: once(func(c *crowd) {
				c.add(map[string]any{"name": "Partner", "app_type": "spa", "third_party_security_mode": "strict", "external_metadata_type": "cimd"})
			})},
			want: "tpc_2", made: 2, created: 2, took: auth0.LagLimit,
		},
		"somebody else makes a namesake of another mode, and ours is lost": {
			tenant: &crowd{posts: []string{lostBefore}, before: once(func(c *crowd) {
				c.add(map[string]any{"name": "Partner", "app_type": "spa", "third_party_security_mode": "permissive"})
			})},
			want: "tpc_2", made: 2, created: 2, took: auth0.LagLimit,
		},
		"somebody else makes a namesake of another type, and ours is lost": {
			tenant: &crowd{posts: []string{lostBefore}, before: once(func(c *crowd) {
				c.add(map[string]any{"name": "Partner", "app_type": "native", "third_party_security_mode": "strict"})
			})},
			want: "tpc_2", made: 2, created: 2, took: auth0.LagLimit,
		},
		"the last ones are deleted meanwhile, and there is no namesake": {
			tenant: (&crowd{posts: []string{lostBefore}, before: once(func(c *crowd) { c.apps = c.apps[:100] })}).populate(150, "Other"),
			want:   "tpc_151", made: -49, created: 2, took: auth0.LagLimit,
		},
		"others are deleted meanwhile": {
			tenant: (&crowd{posts: []string{lostAfter}, before: func(c *crowd) { c.apps = c.apps[60:] }}).populate(150, "Partner"),
			want:   "tpc_151", made: -59, created: 1, listed: 4,
		},
		"all others are deleted meanwhile": {
			tenant: (&crowd{posts: []string{lostAfter}, before: func(c *crowd) { c.apps = nil }}).populate(30, "Partner"),
			want:   "tpc_31", made: -29, created: 1, listed: 2,
		},
		"all the last ones are deleted meanwhile": {
			tenant:  (&crowd{posts: []string{lostAfter}, before: func(c *crowd) { c.apps = c.apps[:100] }}).populate(150, "Partner"),
			wantErr: isUndecided, made: -49, created: 1,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				there := len(test.tenant.apps)
				client := newClient(t, test.tenant)
				started := time.Now()
				app, err := client.CreateApplicationOnce(t.Context(), wantedApplication())
				switch {
				case test.wantErr != nil && (err == nil || !test.wantErr(err)):
					t.Errorf("unexpected outcome: %v, %v", app, err)
				case test.wantErr == nil && (err != nil || app.ClientID != test.want):
					t.Errorf("got %+v, %v; want %s", app, err, test.want)
				}
				if made := len(test.tenant.apps) - there; made != test.made {
					t.Errorf("there are %d applications more, want %d", made, test.made)
				}
				if test.tenant.created != test.created || test.listed > 0 && test.tenant.listed != test.listed {
					t.Errorf("%d creations and %d listings, want %d and %d", test.tenant.created, test.tenant.listed, test.created, test.listed)
				}
				if took := time.Since(started); test.took > 0 && took != test.took {
					t.Errorf("took %s, want %s", took, test.took)
				}
			})
		})
	}
}

// Many equal applications are created at once, and some of the answers are lost. Each creation gets an application of
// its own, and none is left over.
func TestCreateApplicationOnceManyAlike(t *testing.T) {
	t.Parallel()
	for name, lag := range map[string]time.Duration{"at once": 0, "lagging": 2 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := (&crowd{lag: lag}).populate(120, "Partner")
				for i := range 40 {
					tenant.posts = append(tenant.posts, []string{answered, lostAfter, answered, lostBefore, failed}[i%5])
				}
				client := newClient(t, tenant)
				ids := make(chan string)
				for range 30 {
					go func() {
						app, err := client.CreateApplicationOnce(t.Context(), wantedApplication())
						if err != nil {
							t.Error(err)
							ids <- ""
							return
						}
						ids <- app.ClientID
					}()
				}
				var got []string
				for range 30 {
					got = append(got, <-ids)
				}
				slices.Sort(got)
				want := tenant.ids()[120:]
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Errorf("got %v, but there are %v", got, want)
				}
			})
		})
	}
}

// The outcome of a creation that is cancelled while its answer is outstanding stays undecided, so that it can be found
// out later.
func TestCreateApplicationOnceBrokenOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := &crowd{posts: []string{lostBefore}}
		client := newClient(t, tenant)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := client.CreateApplicationOnce(ctx, wantedApplication())
		if !isUndecided(err) || !errors.Is(err, context.DeadlineExceeded) || !isUnknownOutcome(err) {
			t.Errorf("error is %v", err)
		}
	})
}
