package auth0_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func numbered(prefix string, count int) []string {
	ids := make([]string, count)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s%d", prefix, i)
	}
	return ids
}

// Connections can be paged by number only as far as 1,000 rows.
func TestBulkConnections(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ size, calls int }{
		"one page":      {100, 2},
		"ten pages":     {1000, 11},
		"eleven pages":  {1001, 13}, // one more, because the number of pages was not known
		"fifteen pages": {1500, 17},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := newWarehouse(1)
				tenant.connections = test.size
				client := tenant.client(t)
				read := func(id string) {
					if connection, err := client.ReadConnection(t.Context(), id, auth0.Remembered); err != nil || connection.Name != id {
						t.Errorf("%s: got %+v, %v", id, connection, err)
					}
				}
				read("con_0")
				var all sync.WaitGroup
				for _, id := range numbered("con_", test.size) {
					all.Go(func() { read(id) })
				}
				all.Wait()
				if calls := tenant.total(); calls != test.calls {
					t.Errorf("%d calls, want %d: %v", calls, test.calls, tenant.calls)
				}
			})
		})
	}
}

// The default permissions of an API are known only after the whole listing, because its two grants may be pages apart.
func TestBulkDefaultPermissions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := newWarehouse(1)
		tenant.defaults = 300
		client := tenant.client(t)
		var all sync.WaitGroup
		for _, audience := range append(numbered("urn:", 150), "urn:none") {
			all.Go(func() {
				grants, err := client.ReadDefaultPermissions(t.Context(), audience, auth0.Remembered)
				want := 2
				if audience == "urn:none" {
					want = 0
				}
				if err != nil || len(grants) != want {
					t.Errorf("%s: got %d grants, %v", audience, len(grants), err)
				}
			})
		}
		all.Wait()
		if calls := tenant.total(); calls > 5 { // one singly, three pages, one for the API without
			t.Errorf("%d calls, want at most 5: %v", calls, tenant.calls)
		}
	})
}

// If a page cannot be read, single reads go on, and every object is found.
func TestBulkWithoutListing(t *testing.T) {
	t.Parallel()
	tests := map[string]string{"from the first page": "0", "from the third page": "2"}
	for name, broken := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := newWarehouse(1)
				tenant.applications = 500
				tenant.fail = func(req *http.Request) bool { return req.URL.Query().Get("page") == broken }
				problems := readAll(t.Context(), tenant.client(t), numbered("tpc_", 500), 10)
				if len(problems) > 0 {
					t.Error(strings.Join(problems, "\n"))
				}
			})
		})
	}
}

// Several reads of one object at the same time share one call and its error.
func TestBulkReadsShareACall(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"tpc_1", "none_1"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := newWarehouse(1)
				tenant.applications = 2
				if problems := readAll(t.Context(), tenant.client(t), []string{id, id, id, id}, 4); len(problems) > 0 {
					t.Error(strings.Join(problems, "\n"))
				}
				if calls := tenant.total(); calls != 1 {
					t.Errorf("%d calls, want 1", calls)
				}
			})
		})
	}
}

// A caller that gives up does not disturb those who still wait. If all give up, the call ends.
func TestBulkCallersLeave(t *testing.T) {
	t.Parallel()
	tests := map[string]int{"a single call": 1, "a page": 3}
	for name, objects := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				arrived, ended := 0, 0
				tenant := newWarehouse(1)
				tenant.applications = 3
				client := tenant.client(t)
				if objects > 1 {
					if problems := readAll(t.Context(), client, []string{"tpc_0"}, 1); len(problems) > 0 {
						t.Fatal(problems)
					}
				}
				gate := make(chan struct{})
				tenant.hold = func(req *http.Request) error {
					arrived++
					select {
					case <-gate:
						return nil
					case <-req.Context().Done():
						ended++
						return req.Context().Err()
					}
				}
				id := fmt.Sprintf("tpc_%d", objects-1)
				read := func(ctx context.Context) chan error {
					result := make(chan error, 1)
					go func() {
						_, err := client.ReadApplication(ctx, id, auth0.Remembered)
						result <- err
					}()
					synctest.Wait()
					return result
				}
				impatient, leave := context.WithCancelCause(t.Context())
				first, second := read(impatient), read(t.Context())
				why := errors.New("had enough")
				leave(why)
				if err := <-first; !errors.Is(err, why) || !strings.HasPrefix(err.Error(), "GET /api/v2/clients/"+id) {
					t.Errorf("the first caller got %v", err)
				}
				if ended != 0 {
					t.Error("the call ended though somebody waited")
				}
				close(gate)
				if err := <-second; err != nil || arrived != 1 {
					t.Errorf("the second caller got %v after %d calls", err, arrived)
				}

				gate = make(chan struct{})
				impatient, leave = context.WithCancelCause(t.Context())
				id = "none_1"
				alone := read(impatient)
				leave(why)
				if err := <-alone; !errors.Is(err, why) {
					t.Errorf("got %v", err)
				}
				synctest.Wait()
				if ended != 1 {
					t.Errorf("%d calls were ended, want 1", ended)
				}
			})
		})
	}
}

// A client that cannot make calls answers reads with the reason.
func TestBulkUnavailable(t *testing.T) {
	t.Parallel()
	reason := errors.New("not configured yet")
	client := auth0.NewUnavailable(reason)
	for range 3 {
		if _, err := client.ReadApplication(t.Context(), "tpc_1", auth0.Remembered); !errors.Is(err, reason) {
			t.Errorf("got %v", err)
		}
	}
}

// Count returns how many different objects were read, for the hint of the next run.
func TestCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := newWarehouse(1)
		tenant.applications = 20
		client := tenant.client(t)
		_ = readAll(t.Context(), client, append(numbered("tpc_", 10), "tpc_3", "tpc_4"), 2)
		if got := client.Count(auth0.CollectionApplications); got != 10 {
			t.Errorf("%d applications counted, want 10", got)
		}
		if got := client.Count(auth0.CollectionClientGrants); got != 0 {
			t.Errorf("%d grants counted, want 0", got)
		}
	})
}
