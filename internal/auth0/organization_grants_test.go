package auth0_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// grantedOrganizations is a tenant in which organizations have client grants. It answers the calls about those.
type grantedOrganizations struct {
	mu    sync.Mutex
	pairs map[auth0.OrganizationGrant]bool
	posts []string // what to do with each POST, in order; then answered
	sent  []string
}

func newGranted(organizations, grants int) (tenant *grantedOrganizations, pairs []auth0.OrganizationGrant) {
	tenant = &grantedOrganizations{pairs: map[auth0.OrganizationGrant]bool{}}
	for o := range organizations {
		for g := range grants {
			pair := auth0.OrganizationGrant{OrganizationID: fmt.Sprintf("org_%d", o), GrantID: fmt.Sprintf("cgr_%d", g)}
			tenant.pairs[pair] = true
			pairs = append(pairs, pair)
		}
	}
	return tenant, pairs
}

func (g *grantedOrganizations) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	elements := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v2/"), "/")
	g.sent = append(g.sent, r.Method)
	if r.Method == http.MethodPost {
		g.add(w, r, elements[1])
		return
	}
	key, rows := strings.ReplaceAll(elements[2], "-", "_"), []map[string]any{}
	for pair := range g.pairs {
		asked := r.URL.Query().Get("grant_ids")
		switch {
		case elements[0] == "client-grants" && pair.GrantID == elements[1]:
			rows = append(rows, map[string]any{"id": pair.OrganizationID})
		case elements[0] == "organizations" && pair.OrganizationID == elements[1] && (asked == "" || asked == pair.GrantID):
			rows = append(rows, map[string]any{"id": pair.GrantID})
		}
	}
	slices.SortFunc(rows, func(a, b map[string]any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	first := min(len(rows), 100*page(r))
	encoded, err := json.Marshal(map[string]any{key: rows[first:min(len(rows), first+100)], "total": len(rows)})
	if err != nil {
		panic(err)
	}
	answer(w, http.StatusOK, string(encoded))
}

func page(r *http.Request) (number int) {
	_, _ = fmt.Sscan(r.URL.Query().Get("page"), &number)
	return number
}

func (g *grantedOrganizations) add(w http.ResponseWriter, r *http.Request, organizationID string) {
	var body struct {
		GrantID string `json:"grant_id"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		panic(err)
	}
	todo := answered
	if len(g.posts) > 0 {
		todo, g.posts = g.posts[0], g.posts[1:]
	}
	pair := auth0.OrganizationGrant{OrganizationID: organizationID, GrantID: body.GrantID}
	switch {
	case todo == lostBefore:
		panic(http.ErrAbortHandler)
	case todo == refused || g.pairs[pair]:
		refuse(http.StatusConflict)(w, nil)
		return
	}
	g.pairs[pair] = true
	if todo == lostAfter {
		panic(http.ErrAbortHandler)
	}
	answer(w, http.StatusCreated, fmt.Sprintf(`{"grant_id":%q}`, body.GrantID))
}

func (g *grantedOrganizations) calls() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return strings.Join(g.sent, " ")
}

// For any pairs, a refresh makes the listing that answers most of them: the grants of an organization, or the
// organizations of a grant.
func TestOrganizationGrantsAreReadInBulk(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ organizations, grants, atMost int }{
		"one of each":                       {1, 1, 1},
		"many grants of one organization":   {1, 100, 2}, // a full page may have a successor
		"one grant of many organizations":   {100, 1, 3},
		"one grant of a thousand":           {1000, 1, 22},
		"some grants of two organizations":  {2, 50, 2},
		"two grants of many organizations":  {50, 2, 14},
		"as many organizations as grants":   {10, 10, 20},
		"many grants of some organizations": {10, 99, 110},
	}
	for name, test := range tests {
		for _, concurrency := range []int{1, 10} {
			t.Run(fmt.Sprintf("%s, %d at once", name, concurrency), func(t *testing.T) {
				t.Parallel()
				tenant, pairs := newGranted(test.organizations, test.grants)
				client := newClient(t, tenant)
				readPairs(t, client, pairs, concurrency)
				if got := len(strings.Fields(tenant.calls())); got > test.atMost {
					t.Errorf("%d calls, want at most %d", got, test.atMost)
				}
			})
		}
	}
}

func readPairs(t *testing.T, client *auth0.Client, pairs []auth0.OrganizationGrant, concurrency int) {
	t.Helper()
	var all sync.WaitGroup
	queue := make(chan auth0.OrganizationGrant)
	for range concurrency {
		all.Go(func() {
			for pair := range queue {
				got, err := client.ReadOrganizationGrant(t.Context(), pair.OrganizationID, pair.GrantID, auth0.Remembered)
				if err != nil || *got != pair {
					t.Errorf("%v: %v, %v", pair, got, err)
				}
			}
		})
	}
	for _, pair := range pairs {
		queue <- pair
	}
	close(queue)
	all.Wait()
}

// A pair that no listing shows is read by itself, and counts as gone only then.
func TestOrganizationGrantThatIsGone(t *testing.T) {
	t.Parallel()
	tenant, _ := newGranted(1, 2)
	client := newClient(t, tenant)
	_, err := client.ReadOrganizationGrant(t.Context(), "org_0", "cgr_2", auth0.Remembered)
	if !auth0.IsNotFound(err) || tenant.calls() != "GET GET" {
		t.Errorf("%v after %s", err, tenant.calls())
	}
}

// The next read shows what this client has given or taken away.
func TestOrganizationGrantsAfterWrites(t *testing.T) {
	t.Parallel()
	tenant, _ := newGranted(1, 1)
	client := newClient(t, tenant)
	read := func(grantID string) error {
		_, err := client.ReadOrganizationGrant(t.Context(), "org_0", grantID, auth0.Remembered)
		return err
	}
	if err := read("cgr_0"); err != nil {
		t.Fatal(err)
	}
	if err := client.AddOrganizationGrant(t.Context(), "org_0", "cgr_1"); err != nil {
		t.Fatal(err)
	}
	if err := read("cgr_1"); err != nil {
		t.Error("given, and then:", err)
	}
	tenant.mu.Lock()
	clear(tenant.pairs)
	tenant.mu.Unlock()
	if err := client.RemoveOrganizationGrant(t.Context(), "org_0", "cgr_0"); err != nil {
		t.Fatal(err)
	}
	if err := read("cgr_0"); !auth0.IsNotFound(err) {
		t.Error("taken, and then:", err)
	}
}

func TestAddOrganizationGrant(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		posts   []string
		isThere bool
		calls   string
		wantErr func(error) bool
	}{
		"answered":                 {nil, false, "POST", nil},
		"there already":            {nil, true, "POST", auth0.IsConflict},
		"acted on, answer lost":    {[]string{lostAfter}, false, "POST GET", nil},
		"lost before it was acted": {[]string{lostBefore}, false, "POST GET POST", nil},
		"lost every time":          {[]string{lostBefore, lostBefore, lostBefore}, false, "POST GET POST GET POST GET", isUnknownOutcome},
		"lost, then refused": {
			[]string{lostBefore, refused}, false, "POST GET POST GET", isUnknownOutcome,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant, _ := newGranted(1, 0)
				tenant.posts = test.posts
				if test.isThere {
					tenant.pairs[auth0.OrganizationGrant{OrganizationID: "org_0", GrantID: "cgr_0"}] = true
				}
				client := newClient(t, tenant)
				err := client.AddOrganizationGrant(t.Context(), "org_0", "cgr_0")
				switch {
				case test.wantErr == nil && err != nil, test.wantErr != nil && !test.wantErr(err):
					t.Errorf("error %v", err)
				}
				// The number of GETs does not matter while the pair may only be late.
				if got := strings.Join(slices.Compact(strings.Fields(tenant.calls())), " "); got != test.calls {
					t.Errorf("calls %s, want %s", got, test.calls)
				}
			})
		})
	}
}
