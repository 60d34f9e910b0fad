package auth0_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// What a lossyTenant does with a POST.
const (
	answered   = "answered"
	lostBefore = "lost before it was acted on"
	lostAfter  = "acted on, answer lost"
	failed     = "acted on, answered 500"
	late       = "lost, acted on after the next listing"
	unknownYet = "application not found"
	refused    = "refused"
	throttled  = "turned away by the rate limit"
)

// lossyTenant keeps one grant, and can be told to lose answers.
type lossyTenant struct {
	mu         sync.Mutex
	grant      string   // JSON of the grant that is there, empty for none
	posts      []string // what to do with each POST, in order
	refuseFrom int      // the first listing that is refused, counted from 1; 0 for none
	unseen     int      // listings that do not show the grant yet

	pending  string
	requests []string
}

const madeGrant = `{"id":"cgr_made","client_id":"tpc_1","audience":"https://api.example.com/","subject_type":"user","scope":["write:orders","read:orders"]}`

func (l *lossyTenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, r.Method)
	if r.Method == http.MethodGet {
		l.list(w)
		return
	}
	todo := l.posts[0]
	l.posts = l.posts[1:]
	if l.grant != "" && todo == answered {
		w.WriteHeader(http.StatusConflict)
		_, _ = w.Write([]byte(`{"statusCode":409,"error":"Conflict","message":"exists"}`))
		return
	}
	if l.grant == "" && (todo == answered || todo == lostAfter || todo == failed) {
		l.grant = madeGrant
	}
	switch todo {
	case unknownYet:
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"statusCode":404,"error":"Not Found","message":"Client not found"}`))
	case refused:
		refuse(http.StatusForbidden)(w, nil)
	case throttled:
		refuse(http.StatusTooManyRequests)(w, nil)
	case answered:
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(l.grant))
	case failed:
		w.WriteHeader(http.StatusInternalServerError)
	case late:
		l.pending = madeGrant
		panic(http.ErrAbortHandler)
	default:
		panic(http.ErrAbortHandler)
	}
}

func (l *lossyTenant) list(w http.ResponseWriter) {
	if l.refuseFrom--; l.refuseFrom == 0 {
		l.refuseFrom++
		w.WriteHeader(http.StatusForbidden)
		return
	}
	grants := []json.RawMessage{}
	l.unseen--
	if l.grant != "" && l.unseen < 0 {
		grants = append(grants, json.RawMessage(l.grant))
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"client_grants": grants})
	if l.pending != "" {
		l.grant, l.pending = l.pending, ""
	}
}

func TestCreateClientGrantOnce(t *testing.T) {
	t.Parallel()
	otherGrant := strings.Replace(madeGrant, `"write:orders",`, "", 1)
	tests := map[string]struct {
		tenant   *lossyTenant
		requests string
		wantErr  func(error) bool // nil: the grant that was made is returned
	}{
		"answered": {
			tenant:   &lossyTenant{posts: []string{answered}},
			requests: "POST",
		},
		"somebody else's is there": {
			tenant:   &lossyTenant{posts: []string{answered}, grant: madeGrant},
			requests: "POST",
			wantErr:  auth0.IsConflict,
		},
		"acted on, answer lost": {
			tenant:   &lossyTenant{posts: []string{lostAfter}},
			requests: "POST GET",
		},
		"acted on, answered by a failing proxy": {
			tenant:   &lossyTenant{posts: []string{failed}},
			requests: "POST GET",
		},
		"lost before it was acted on": {
			tenant:   &lossyTenant{posts: []string{lostBefore, answered}},
			requests: "POST GET POST",
		},
		"lost while somebody else's is there": {
			tenant:   &lossyTenant{posts: []string{lostBefore, answered}, grant: otherGrant},
			requests: "POST GET POST GET",
			wantErr:  auth0.IsConflict,
		},
		"acted on late": {
			tenant:   &lossyTenant{posts: []string{late, answered}},
			requests: "POST GET POST GET",
		},
		"lost twice, acted on the second time": {
			tenant:   &lossyTenant{posts: []string{lostBefore, lostAfter}},
			requests: "POST GET POST GET",
		},
		"lost twice, acted on the third time": {
			tenant:   &lossyTenant{posts: []string{lostBefore, lostBefore, answered}},
			requests: "POST GET POST GET POST",
		},
		"lost three times, acted on the last time": {
			tenant:   &lossyTenant{posts: []string{lostBefore, lostBefore, lostAfter}},
			requests: "POST GET POST GET POST GET",
		},
		"lost three times, and the listing lags": {
			tenant:   &lossyTenant{posts: []string{lostAfter, lostBefore, lostBefore}, unseen: 4},
			requests: "POST GET POST GET POST GET GET GET",
		},
		"lost, and the listing lags": {
			tenant:   &lossyTenant{posts: []string{lostAfter, answered}, unseen: 3},
			requests: "POST GET POST GET GET GET",
		},
		"somebody else's is shown late": {
			tenant:   &lossyTenant{posts: []string{lostBefore, answered}, grant: otherGrant, unseen: 2},
			requests: "POST GET POST GET GET",
			wantErr:  auth0.IsConflict,
		},
		"application is seen late": {
			tenant:   &lossyTenant{posts: []string{unknownYet, unknownYet, answered}},
			requests: "POST POST POST",
		},
		"lost, the listing lags, the repetition is refused": {
			tenant:   &lossyTenant{posts: []string{lostAfter, refused}, unseen: 2},
			requests: "POST GET POST GET GET",
		},
		"lost, the listing lags, the repetition is turned away": {
			tenant:   &lossyTenant{posts: []string{lostAfter, throttled}, unseen: 2},
			requests: "POST GET POST GET GET",
		},
		"lost, the listing lags, the application is not seen yet": {
			tenant:   &lossyTenant{posts: []string{lostAfter, unknownYet}, unseen: 2},
			requests: "POST GET POST GET GET",
		},
		"lost while somebody else's is there, the repetition is refused": {
			tenant:   &lossyTenant{posts: []string{lostBefore, refused}, grant: otherGrant},
			requests: "POST GET POST GET",
			wantErr:  func(err error) bool { return !isUnknownOutcome(err) && !auth0.IsConflict(err) },
		},
		"lost, and no permission to look": {
			tenant:   &lossyTenant{posts: []string{lostAfter}, refuseFrom: 1},
			requests: "POST GET",
			wantErr:  isUnknownOutcome,
		},
		"lost, the listing lags, and then fails": {
			tenant:   &lossyTenant{posts: []string{lostAfter, answered}, unseen: 1, refuseFrom: 2},
			requests: "POST GET POST GET",
			wantErr:  func(err error) bool { return isUnknownOutcome(err) && !auth0.IsConflict(err) },
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := newClient(t, test.tenant)
				grant, err := client.CreateClientGrantOnce(t.Context(), wantedGrant())
				if got := strings.Join(test.tenant.requests, " "); got != test.requests {
					t.Errorf("requests: %s; want %s", got, test.requests)
				}
				switch {
				case test.wantErr != nil:
					if !test.wantErr(err) {
						t.Errorf("unexpected outcome: %+v, %v", grant, err)
					}
				case err != nil:
					t.Error(err)
				case grant.ID != "cgr_made":
					t.Errorf("returned grant %q", grant.ID)
				}
			})
		})
	}
}

// wantedGrant is the request for madeGrant.
func wantedGrant() auth0.ClientGrantFields {
	return auth0.ClientGrantFields{
		ClientID:    auth0.Set("tpc_1"),
		Audience:    auth0.Set("https://api.example.com/"),
		SubjectType: auth0.Set(auth0.SubjectTypeUser),
		Scope:       auth0.Set([]string{"read:orders", "write:orders"}),
	}
}

// The search for a grant that never becomes visible ends after a while, because it may not exist.
func TestCreateClientGrantOnceGivesUp(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		post    string
		wantErr func(error) bool
	}{
		"application is not there": {unknownYet, auth0.IsNotFound},
		"never acted on":           {lostBefore, isUnknownOutcome},
		"lost, then refused":       {lostBefore + refused, isUnknownOutcome},
		"lost, then turned away":   {lostBefore + throttled, isUnknownOutcome},
		"lost, then not found":     {lostBefore + unknownYet, isUnknownOutcome},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				posts := slices.Repeat([]string{test.post}, 50)
				if then, isRefused := strings.CutPrefix(test.post, lostBefore); isRefused && then != "" {
					posts = []string{lostBefore, then}
				}
				client := newClient(t, &lossyTenant{posts: posts})
				started := time.Now()
				_, err := client.CreateClientGrantOnce(t.Context(), wantedGrant())
				if took := time.Since(started); !test.wantErr(err) || took != auth0.LagLimit {
					t.Errorf("gave up after %s with %v", took, err)
				}
			})
		})
	}
}

func isUnknownOutcome(err error) bool { return errors.Is(err, auth0.ErrUnknownOutcome) }

// TestCreateClientGrantOnceTakesOnlyWhatWasAskedFor varies the grant that is found after a lost answer.
func TestCreateClientGrantOnceTakesOnlyWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		found string // members after the natural key
		taken bool
	}{
		"same":                              {found: `"scope":["a","b"],"organization_usage":"allow","authorization_details_types":["pay"]`, taken: true},
		"same in another order":             {found: `"scope":["b","a"],"organization_usage":"allow","authorization_details_types":["pay"]`, taken: true},
		"more scopes":                       {found: `"scope":["a","b","c"],"organization_usage":"allow","authorization_details_types":["pay"]`},
		"fewer scopes":                      {found: `"scope":["a"],"organization_usage":"allow","authorization_details_types":["pay"]`},
		"all scopes":                        {found: `"allow_all_scopes":true,"organization_usage":"allow","authorization_details_types":["pay"]`},
		"other organization usage":          {found: `"scope":["a","b"],"organization_usage":"require","authorization_details_types":["pay"]`},
		"any organization":                  {found: `"scope":["a","b"],"organization_usage":"allow","allow_any_organization":true,"authorization_details_types":["pay"]`},
		"other authorization details types": {found: `"scope":["a","b"],"organization_usage":"allow"`},
		"system grant":                      {found: `"scope":["a","b"],"organization_usage":"allow","authorization_details_types":["pay"],"is_system":true`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := &lossyTenant{
				posts: []string{lostBefore, answered},
				grant: `{"id":"cgr_found","client_id":"tpc_1","audience":"https://api.example.com/","subject_type":"client",` + test.found + `}`,
			}
			server := httptest.NewServer(tenant)
			defer server.Close()
			client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "token"})
			if err != nil {
				t.Fatal(err)
			}
			grant, err := client.CreateClientGrantOnce(t.Context(), auth0.ClientGrantFields{
				ClientID:                  auth0.Set("tpc_1"),
				Audience:                  auth0.Set("https://api.example.com/"),
				SubjectType:               auth0.Set(auth0.SubjectTypeClient),
				Scope:                     auth0.Set([]string{"a", "b"}),
				OrganizationUsage:         auth0.Set("allow"),
				AuthorizationDetailsTypes: auth0.Set([]string{"pay"}),
			})
			if taken := err == nil && grant.ID == "cgr_found"; taken != test.taken {
				t.Errorf("taken: %t, error %v", taken, err)
			}
			if !test.taken && !auth0.IsConflict(err) {
				t.Errorf("error is no conflict: %v", err)
			}
		})
	}
}

func TestFindClientGrantAsksForTheKey(t *testing.T) {
	t.Parallel()
	var queries []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		queries = append(queries, r.URL.Query().Encode())
		_, _ = w.Write([]byte(`{"client_grants":[]}`))
	}))
	defer server.Close()
	client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "token"})
	if err != nil {
		t.Fatal(err)
	}
	grant, err := client.FindClientGrant(t.Context(), auth0.ClientGrantFilter{ClientID: "tpc_1", Audience: "a|b&c", SubjectType: "user"})
	if grant != nil || err != nil {
		t.Errorf("FindClientGrant = %v, %v; want nothing", grant, err)
	}
	if want := []string{"audience=a%7Cb%26c&client_id=tpc_1&subject_type=user&take=100"}; !slices.Equal(queries, want) {
		t.Errorf("queries %q, want %q", queries, want)
	}
}
