package auth0_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// associating is a tenant that takes a second to answer an association. It refuses batches with applications that are
// associated already, and can be told to lose an answer.
type associating struct {
	mu      sync.Mutex
	there   map[string]bool
	batches []int
	lose    int // the number of the POST whose answer is lost, counted from 1
}

func (a *associating) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(time.Second)
	a.mu.Lock()
	defer a.mu.Unlock()
	if r.Method == http.MethodGet {
		id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		if use, isThere := a.there[id]; isThere {
			answer(w, http.StatusOK, fmt.Sprintf(`{"client_id":%q,"use_for_member_access":%t}`, id, use))
			return
		}
		refuse(http.StatusNotFound)(w, r)
		return
	}
	var body struct{ Clients []map[string]any }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		panic(err)
	}
	a.batches = append(a.batches, len(body.Clients))
	if slices.ContainsFunc(body.Clients, func(c map[string]any) bool { _, is := a.there[fmt.Sprint(c["client_id"])]; return is }) {
		refuse(http.StatusConflict)(w, r)
		return
	}
	for _, client := range body.Clients {
		a.there[fmt.Sprint(client["client_id"])] = client["use_for_member_access"] == true
	}
	if len(a.batches) == a.lose {
		panic(http.ErrAbortHandler)
	}
	encoded, err := json.Marshal(body.Clients)
	if err != nil {
		panic(err)
	}
	answer(w, http.StatusCreated, string(encoded))
}

// Associations that are made at the same time are sent ten in a call. If a batch is refused, only the association at
// fault fails. If an answer is lost, each association is looked for.
func TestAssociationsAreBatched(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		taken   []string
		lose    int
		batches []int
		failing int
	}{
		"all well":           {nil, 0, []int{1, 10, 10, 3}, 0},
		"answer lost":        {nil, 2, []int{1, 10, 10, 3}, 0},
		"one is there":       {[]string{"tpc_5"}, 0, nil, 1},
		"an answer and more": {[]string{"tpc_5", "tpc_6"}, 1, nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := &associating{there: map[string]bool{}, lose: test.lose}
				for _, id := range test.taken {
					tenant.there[id] = false
				}
				client := newClient(t, tenant)
				var all sync.WaitGroup
				var mu sync.Mutex
				failing := 0
				for _, id := range numbered("tpc_", 24) {
					all.Go(func() {
						_, err := client.CreateOrganizationApplication(t.Context(), auth0.OrganizationApplication{OrganizationID: "org_1", ClientID: id, UseForMemberAccess: true})
						mu.Lock()
						defer mu.Unlock()
						if isTaken := slices.Contains(test.taken, id); isTaken != auth0.IsConflict(err) || !isTaken && err != nil {
							t.Errorf("%s: %v", id, err)
						}
						if err != nil {
							failing++
						}
					})
				}
				all.Wait()
				if failing != test.failing || len(tenant.there) != 24 || test.batches != nil && !slices.Equal(tenant.batches, test.batches) {
					t.Errorf("%d failed, %d are there, batches %v", failing, len(tenant.there), tenant.batches)
				}
			})
		})
	}
}
