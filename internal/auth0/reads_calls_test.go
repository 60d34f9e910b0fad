package auth0_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// pagesOf returns how many calls list so many objects.
func pagesOf(objects int) int { return max(1, (objects+99)/100) }

// Reading takes at most twice the calls of the cheaper way, for any number of objects, in any order, at once or one
// after the other. Every read gets its object. With a hint that is too high, reading still takes at most twice the
// calls of a listing.
func TestBulkReadsTakeAtMostTwiceTheCalls(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.OneOf(rapid.IntRange(0, 30), rapid.IntRange(0, 500), rapid.IntRange(0, 6000)).Draw(rt, "objects in the tenant")
		present := rapid.OneOf(rapid.IntRange(0, 30), rapid.IntRange(0, 600)).Draw(rt, "objects read")
		missing := rapid.IntRange(0, 5).Draw(rt, "objects that are not there")
		concurrency := rapid.IntRange(1, 20).Draw(rt, "concurrency")
		hint := rapid.SampledFrom([]string{"none", "right", "wrong"}).Draw(rt, "hint")
		wrong := rapid.IntRange(0, 100000).Draw(rt, "wrong hint")
		seed := rapid.Uint64().Draw(rt, "seed")
		present = min(present, size)
		ids := make([]string, 0, present+missing)
		order := random(seed)
		for _, n := range order.Perm(size)[:present] {
			ids = append(ids, fmt.Sprintf("tpc_%d", n))
		}
		for n := range missing {
			ids = append(ids, fmt.Sprintf("none_%d", n))
		}
		order.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })

		var calls int
		var problems []string
		synctest.Test(t, func(t *testing.T) {
			tenant := newWarehouse(seed)
			tenant.applications = size
			client := tenant.client(t)
			switch hint {
			case "right":
				client.Expect(auth0.CollectionApplications, len(ids))
			case "wrong":
				client.Expect(auth0.CollectionApplications, wrong)
			}
			problems = readAll(t.Context(), client, ids, concurrency)
			time.Sleep(time.Minute) // a page that nobody waits for any more may still be under way
			calls = tenant.total()
		})
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
		bound := pagesOf(size) + missing
		if hint != "wrong" || wrong < len(ids) {
			bound = min(bound, len(ids))
		}
		if len(ids) > 0 && calls > 2*bound {
			rt.Fatalf("%d calls, want at most twice %d", calls, bound)
		}
	})
}

// readAll reads the applications, several at once, and returns what was wrong.
func readAll(ctx context.Context, client *auth0.Client, ids []string, concurrency int) []string {
	var mu sync.Mutex
	var problems []string
	queue := make(chan string, len(ids))
	for _, id := range ids {
		queue <- id
	}
	close(queue)
	var workers sync.WaitGroup
	for range concurrency {
		workers.Go(func() {
			for id := range queue {
				app, err := client.ReadApplication(ctx, id, auth0.Remembered)
				wanted := err == nil && app.Name == id
				if strings.HasPrefix(id, "none_") {
					wanted = auth0.IsNotFound(err)
				}
				if !wanted {
					mu.Lock()
					problems = append(problems, fmt.Sprintf("%s: got %+v, %v", id, app, err))
					mu.Unlock()
				}
			}
		})
	}
	workers.Wait()
	return problems
}

// A refresh keeps to its budget of calls in tenants of several sizes, with ten reads at once as in Terraform. Grants
// and redirect protections are read after their application.
func TestBulkBudgets(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		managed, grantsEach int
		protected           bool
		tenant, grants      int
		hint                bool
		calls               int
	}{
		"10 with grants and protections":            {managed: 10, grantsEach: 2, protected: true, tenant: 10, grants: 20, calls: 12},
		"10, known":                                 {managed: 10, grantsEach: 2, protected: true, tenant: 10, grants: 20, hint: true, calls: 4},
		"100 with grants and protections":           {managed: 100, grantsEach: 2, protected: true, tenant: 100, grants: 200, calls: 5},
		"1,000 with grants and protections":         {managed: 1000, grantsEach: 2, protected: true, tenant: 1000, grants: 2000, calls: 36},
		"1,000, known":                              {managed: 1000, grantsEach: 2, protected: true, tenant: 1000, grants: 2000, hint: true, calls: 32},
		"10,000":                                    {managed: 10000, tenant: 10000, calls: 170},
		"10,000, known":                             {managed: 10000, tenant: 10000, hint: true, calls: 108},
		"20 among 20,000":                           {managed: 20, grantsEach: 2, protected: true, tenant: 20000, grants: 40, calls: 64},
		"20 among 20,000, known":                    {managed: 20, grantsEach: 2, protected: true, tenant: 20000, grants: 40, hint: true, calls: 64},
		"20 among 20,000, all of which hold grants": {managed: 20, grantsEach: 2, protected: true, tenant: 20000, grants: 40000, calls: 64},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(5) {
				synctest.Test(t, func(t *testing.T) {
					tenant := newWarehouse(seed)
					tenant.applications, tenant.grants = test.tenant, test.grants
					w := newWalk(tenant.client(t), seed, tenant, test.managed, test.grantsEach, test.protected, test.hint)
					w.run(t, 10)
					if calls := tenant.total(); calls > test.calls {
						t.Errorf("%d calls, want at most %d: %v", calls, test.calls, tenant.calls)
					}
				})
			}
		})
	}
}

// walk refreshes resources as Terraform does: each comes after those that it depends on, and otherwise in any order.
type walk struct {
	client *auth0.Client

	mu     sync.Mutex
	ready  []task
	random func(int) int
	left   int
	wake   *sync.Cond
}

type task struct {
	read func(context.Context) (string, error)
	want string
	then []task
}

func newWalk(client *auth0.Client, seed uint64, tenant *warehouse, managed, grantsEach int, protected, hint bool) *walk {
	numbers := random(seed + 100)
	w := &walk{client: client, random: numbers.IntN}
	w.wake = sync.NewCond(&w.mu)
	made := numbers.Perm(managed)
	grants := numbers.Perm(managed * grantsEach)
	grantIDs := numbers.Perm(tenant.grants)
	for i, n := range numbers.Perm(tenant.applications)[:managed] {
		id := fmt.Sprintf("tpc_%d", n)
		application := func(ctx context.Context) (string, error) {
			if hint {
				client.Expect(auth0.CollectionApplications, made[i]+1)
			}
			app, err := client.ReadApplication(ctx, id, auth0.Remembered)
			if err != nil {
				return "", err
			}
			return app.Name, nil
		}
		one := task{read: application, want: id}
		if protected {
			one.then = append(one.then, task{read: application, want: id})
		}
		for g := range grantsEach {
			order := grants[i*grantsEach+g]
			grant := fmt.Sprintf("cgr_%d", grantIDs[i*grantsEach+g])
			one.then = append(one.then, task{want: grant, read: func(ctx context.Context) (string, error) {
				if hint {
					client.Expect(auth0.CollectionClientGrants, order+1)
				}
				grant, err := client.ReadClientGrant(ctx, grant, auth0.Remembered)
				if err != nil {
					return "", err
				}
				return grant.Audience, nil
			}})
		}
		w.ready = append(w.ready, one)
		w.left += 1 + len(one.then)
	}
	return w
}

func (w *walk) run(t *testing.T, concurrency int) {
	t.Helper()
	var workers sync.WaitGroup
	for range concurrency {
		workers.Go(func() {
			for {
				one, ok := w.take()
				if !ok {
					return
				}
				if got, err := one.read(t.Context()); err != nil || got != one.want {
					t.Errorf("read %q, %v; want %q", got, err, one.want)
				}
				w.mu.Lock()
				w.ready = append(w.ready, one.then...)
				w.left--
				w.mu.Unlock()
				w.wake.Broadcast()
			}
		})
	}
	workers.Wait()
}

func (w *walk) take() (task, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.ready) == 0 {
		if w.left == 0 {
			return task{}, false
		}
		w.wake.Wait()
	}
	i := w.random(len(w.ready))
	one := w.ready[i]
	w.ready[i] = w.ready[len(w.ready)-1]
	w.ready = w.ready[:len(w.ready)-1]
	return one, true
}
