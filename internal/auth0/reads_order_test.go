package auth0_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// ledger is a tenant whose objects show how often they were written to. A call takes effect at some moment between its
// beginning and its end. Every application has one grant, which goes when the application goes.
type ledger struct {
	size int

	mu       sync.Mutex
	random   *rand.Rand
	versions map[string]int // by path
	gone     map[string]bool
}

func (l *ledger) pause() {
	l.mu.Lock()
	long := time.Duration(l.random.IntN(20)) * time.Millisecond
	l.mu.Unlock()
	time.Sleep(long)
}

func (l *ledger) RoundTrip(req *http.Request) (*http.Response, error) {
	l.pause()
	resp := l.act(req)
	l.pause()
	return resp, nil
}

func (l *ledger) act(req *http.Request) *http.Response {
	l.mu.Lock()
	defer l.mu.Unlock()
	path := strings.TrimPrefix(req.URL.Path, "/api/v2/")
	collection, id, single := strings.Cut(path, "/")
	switch {
	case !single:
		var rows []string
		for n := range l.size {
			if row := fmt.Sprintf("%s/%s%d", collection, prefixOf(collection), n); !l.gone[row] {
				rows = append(rows, l.show(row))
			}
		}
		return respondWith(http.StatusOK, fmt.Sprintf(`{%q:[%s],"total":%d}`, strings.ReplaceAll(collection, "-", "_"), strings.Join(rows, ","), len(rows)))
	case req.Method == http.MethodDelete:
		l.gone[path] = true
		l.gone["client-grants/cgr_"+strings.TrimPrefix(id, "tpc_")] = true
		return respondWith(http.StatusNoContent, "")
	case l.gone[path]:
		return respondWith(http.StatusNotFound, `{"statusCode":404}`)
	case req.Method == http.MethodPatch:
		l.versions[path]++
		if l.random.IntN(5) == 0 {
			return respondWith(http.StatusBadGateway, "") // although the write was done
		}
	}
	return respondWith(http.StatusOK, l.show(path))
}

func (l *ledger) show(path string) string {
	collection, id, _ := strings.Cut(path, "/")
	if collection == "clients" {
		return fmt.Sprintf(`{"client_id":%q,"is_first_party":false,"name":"%d"}`, id, l.versions[path])
	}
	return fmt.Sprintf(`{"id":%q,"client_id":"tpc_%s","audience":"%d"}`, id, strings.TrimPrefix(id, "cgr_"), l.versions[path])
}

func prefixOf(collection string) string {
	if collection == "clients" {
		return "tpc_"
	}
	return "cgr_"
}

// floor has the lowest version of each object that later reads may see.
type floor struct {
	mu       sync.Mutex
	versions map[string]int
}

const deleted = 1 << 30 // greater than any version

func (f *floor) at(path string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.versions[path]
}

func (f *floor) raise(path string, version int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.versions[path] = max(f.versions[path], version)
}

// However reads and writes overlap, no read sees an older version than a read or write that ended before it began.
func TestBulkReadsNeverGoBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.IntRange(1, 6).Draw(rt, "objects")
		callers := rapid.IntRange(2, 8).Draw(rt, "callers")
		steps := rapid.IntRange(1, 30).Draw(rt, "steps")
		seed := rapid.Uint64().Draw(rt, "seed")
		var mu sync.Mutex
		var problems []string
		synctest.Test(t, func(t *testing.T) {
			tenant := &ledger{size: size, random: random(seed), versions: map[string]int{}, gone: map[string]bool{}}
			client, err := auth0.New(auth0.Config{Domain: "http://" + testDomain, APIToken: "token", HTTPClient: &http.Client{Transport: tenant}})
			if err != nil {
				t.Fatal(err)
			}
			seen := &floor{versions: map[string]int{}}
			var all sync.WaitGroup
			for caller := range callers {
				all.Go(func() {
					choice := random(seed + uint64(caller) + 1)
					for range steps {
						if problem := step(t.Context(), client, seen, choice, size); problem != "" {
							mu.Lock()
							problems = append(problems, problem)
							mu.Unlock()
						}
						time.Sleep(time.Duration(choice.IntN(15)) * time.Millisecond)
					}
				})
			}
			all.Wait()
			time.Sleep(time.Minute) // a page that nobody waits for any more may still be under way
		})
		if len(problems) > 0 {
			rt.Fatal(strings.Join(problems, "\n"))
		}
	})
}

// step makes one call and returns what was wrong with its answer.
func step(ctx context.Context, client *auth0.Client, seen *floor, choice *rand.Rand, size int) string {
	n := choice.IntN(size)
	app, grant := fmt.Sprintf("clients/tpc_%d", n), fmt.Sprintf("client-grants/cgr_%d", n)
	id := func(path string) string { return path[strings.Index(path, "/")+1:] }
	leastApp, leastGrant := seen.at(app), seen.at(grant)
	check := func(path string, least int, text string, err error) string {
		version := deleted
		if err == nil {
			_, _ = fmt.Sscan(text, &version)
		} else if !auth0.IsNotFound(err) {
			return "" // a write whose answer was lost
		}
		seen.raise(path, version)
		if version < least {
			return fmt.Sprintf("%s: saw version %d after %d", path, version, least)
		}
		return ""
	}
	switch kind := choice.IntN(40); {
	case kind == 0:
		if err := client.DeleteApplication(ctx, id(app)); err == nil {
			seen.raise(app, deleted)
			seen.raise(grant, deleted)
		}
		return ""
	case kind == 1:
		if err := client.DeleteClientGrant(ctx, id(grant)); err == nil {
			seen.raise(grant, deleted)
		}
		return ""
	case kind < 8:
		answer, err := client.UpdateApplication(ctx, id(app), auth0.ApplicationFields{Name: auth0.Set("x")})
		if err != nil {
			return check(app, leastApp, "", err)
		}
		return check(app, leastApp, answer.Name, nil)
	case kind < 14:
		answer, err := client.UpdateClientGrant(ctx, id(grant), auth0.ClientGrantFields{Scope: auth0.Set([]string{"x"})})
		if err != nil {
			return check(grant, leastGrant, "", err)
		}
		return check(grant, leastGrant, answer.Audience, nil)
	case kind < 28:
		answer, err := client.ReadApplication(ctx, id(app), auth0.Remembered)
		if err != nil {
			return check(app, leastApp, "", err)
		}
		return check(app, leastApp, answer.Name, nil)
	default:
		answer, err := client.ReadClientGrant(ctx, id(grant), auth0.Remembered)
		if err != nil {
			return check(grant, leastGrant, "", err)
		}
		return check(grant, leastGrant, answer.Audience, nil)
	}
}
