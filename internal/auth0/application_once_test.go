package auth0_test

import (
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

// crowd is a tenant of third-party applications that loses answers as it is told.
type crowd struct {
	mu     sync.Mutex
	apps   []map[string]any // in order of creation
	made   int
	posts  []string              // what to do with each POST, in order; answered after that
	before func(*crowd)          // what somebody else does while a POST is under way
	lag    time.Duration         // how long a listing does not show a new application
	shown  map[string]time.Time  // when a listing shows it
	refuse func(listed int) bool // whether to refuse a listing, by how many there were before

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
	_ = json.NewEncoder(w).Encode(map[string]any{"clients": visible[from:min(from+100, len(visible))], "total": len(visible)})
}

func wantedApplication() auth0.ApplicationFields {
	return auth0.ApplicationFields{
		Name:                   auth0.Set("Partner"),
		AppType:                auth0.Set("spa"),
		IsFirstParty:           auth0.Set(false),
		ThirdPartySecurityMode: auth0.Set("strict"),
	}
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
		listed  int // requests that list; the first is the census
		took    time.Duration
	}{
		"answered":                    {tenant: &crowd{}, want: "tpc_1", made: 1, created: 1, listed: 1},
		"answered, large tenant":      {tenant: (&crowd{}).populate(250, "Other"), want: "tpc_251", made: 1, created: 1, listed: 2},
		"acted on, answer lost":       {tenant: &crowd{posts: []string{lostAfter}}, want: "tpc_1", made: 1, created: 1, listed: 2},
		"acted on, failing proxy":     {tenant: &crowd{posts: []string{failed}}, want: "tpc_1", made: 1, created: 1, listed: 2},
		"namesakes were there":        {tenant: (&crowd{posts: []string{lostAfter}}).populate(3, "Partner"), want: "tpc_4", made: 1, created: 1, listed: 2},
		"namesakes fill the page":     {tenant: (&crowd{posts: []string{lostAfter}}).populate(100, "Partner"), want: "tpc_101", made: 1, created: 1, listed: 3},
		"namesakes fill several":      {tenant: (&crowd{posts: []string{lostAfter}}).populate(350, "Partner"), want: "tpc_351", made: 1, created: 1, listed: 3},
		"lost before it was acted on": {tenant: (&crowd{posts: []string{lostBefore}}).populate(3, "Partner"), want: "tpc_4", made: 1, created: 2, took: auth0.LagLimit},
		"lost twice":                  {tenant: &crowd{posts: []string{lostBefore, lostAfter}}, want: "tpc_1", made: 1, created: 2, took: auth0.LagLimit},
		"lost three times": {
			tenant: &crowd{posts: []string{lostBefore, lostBefore, lostBefore}}, created: 3, took: 3 * auth0.LagLimit,
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

// Of many applications that are the same in every member, some creations get their answers and others do not. Each gets
// one application, none gets that of another, and none is left over.
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

// A creation that stays undecided holds up those that could be mistaken for it, and no others; another client finds out
// later what became of it.
func TestFollowTrace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		posts []string
		there bool
	}{
		"was made":     {[]string{answered, lostAfter}, true},
		"was not made": {[]string{answered, lostBefore}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := (&crowd{posts: test.posts, refuse: func(listed int) bool { return listed == 1 }}).populate(2, "Partner")
				client := newClient(t, tenant)
				if _, err := client.CreateApplicationOnce(t.Context(), wantedApplication()); err != nil {
					t.Fatal(err)
				}
				_, err := client.CreateApplicationOnce(t.Context(), wantedApplication())
				undecided, ok := errors.AsType[*auth0.UndecidedError](err)
				if !ok {
					t.Fatalf("error is %v", err)
				}
				if _, err := client.CreateApplicationOnce(t.Context(), wantedApplication()); err == nil || !strings.Contains(err.Error(), "nothing was created") {
					t.Errorf("another of that name: %v", err)
				}
				other := wantedApplication()
				other.Name = auth0.Set("Another")
				if _, err := client.CreateApplicationOnce(t.Context(), other); err != nil {
					t.Errorf("one of another name: %v", err)
				}

				kept, err := json.Marshal(undecided.Trace)
				if err != nil {
					t.Fatal(err)
				}
				var trace auth0.Trace
				if err := json.Unmarshal(kept, &trace); err != nil {
					t.Fatal(err)
				}
				found, err := newClient(t, tenant).FollowTrace(t.Context(), trace)
				if err != nil || (found != nil) != test.there {
					t.Fatalf("found %v, %v", found, err)
				}
				if found != nil && found.ClientID != "tpc_4" {
					t.Errorf("found %s, want tpc_4", found.ClientID)
				}
			})
		})
	}
}

// An apply that is broken off while an answer is outstanding leaves a trace too.
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

// What tells an application that a request made from one that it did not.
func TestTraceDescribes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		changes map[string]any
		ours    bool
	}{
		"as sent":               {nil, true},
		"lists in other order":  {map[string]any{"callbacks": []any{"https://b.example.com/", "https://a.example.com/"}}, true},
		"defaults of Auth0's":   {map[string]any{"jwt_configuration": map[string]any{"alg": "RS256", "lifetime_in_seconds": 60, "secret_encoded": false}, "oidc_conformant": true}, true},
		"other callbacks":       {map[string]any{"callbacks": []any{"https://a.example.com/"}}, false},
		"other lifetime":        {map[string]any{"jwt_configuration": map[string]any{"lifetime_in_seconds": 61}}, false},
		"no lifetime":           {map[string]any{"jwt_configuration": nil}, false},
		"other metadata":        {map[string]any{"client_metadata": map[string]any{"team": "b"}}, false},
		"other mode":            {map[string]any{"third_party_security_mode": "permissive"}, false},
		"a description":         {map[string]any{"description": "theirs"}, false},
		"an empty description":  {map[string]any{"description": ""}, true},
		"a key":                 {map[string]any{"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": []any{map[string]any{"id": "cred_1"}}}}}, false},
		"registered by itself":  {map[string]any{"external_metadata_type": "cimd"}, false},
		"proof of possession":   {map[string]any{"require_proof_of_possession": nil}, true},
		"authentication method": {map[string]any{"token_endpoint_auth_method": "none"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fields := wantedApplication()
				fields.Callbacks = auth0.Set([]string{"https://a.example.com/", "https://b.example.com/"})
				fields.JWTConfiguration = auth0.Set(auth0.JWTConfigurationFields{LifetimeInSeconds: auth0.Set(int64(60))})
				fields.ClientMetadata = auth0.Set(map[string]*string{"team": new("a")})
				fields.RequireProofOfPossession = auth0.Set(false)
				tenant := &crowd{posts: []string{lostBefore}, before: func(c *crowd) {
					var app map[string]any
					body, _ := json.Marshal(fields)
					_ = json.Unmarshal(body, &app)
					for member, value := range test.changes {
						app[member] = value
					}
					c.add(app)
				}}
				_, err := newClient(t, tenant).CreateApplicationOnce(t.Context(), fields)
				if ours := err == nil; ours != test.ours {
					t.Errorf("taken for ours: %t (%v)", ours, err)
				}
			})
		})
	}
}
