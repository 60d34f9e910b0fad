package cache_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
)

type thing struct {
	ID, Owner string
	Text      string `json:"text"`
}

var errNone = errors.New("there is none")

// shelf holds things, and counts the calls that ask for them.
type shelf struct {
	mu        sync.Mutex
	things    map[string]thing
	singles   int
	pages     int
	fail      error
	failPages bool
	perPage   int           // 0 if there is no listing
	pause     time.Duration // of each page
}

func (*shelf) Collection() string     { return "things" }
func (*shelf) Path(key string) string { return "/things/" + key }
func (*shelf) Key(t thing) string     { return t.ID }
func (*shelf) Parts(t thing) []cache.Object {
	return []cache.Object{ownedBy(t.Owner)}
}

func ownedBy(owner string) cache.Object { return cache.Object{Collection: "owners", ID: owner} }

func (s *shelf) Read(_ context.Context, key string) (*thing, error) {
	time.Sleep(10 * time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.singles++
	one, ok := s.things[key]
	switch {
	case s.fail != nil:
		return nil, s.fail
	case !ok:
		return nil, errNone
	}
	return &one, nil
}

func (s *shelf) sorted() []thing {
	var all []thing
	for _, one := range s.things {
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b thing) int { return strings.Compare(a.ID, b.ID) })
	return all
}

func (s *shelf) Pages() cache.Pager[thing] {
	if s.perPage == 0 {
		return nil
	}
	number := 0
	return func(context.Context) ([]thing, int, error) {
		time.Sleep(max(s.pause, 10*time.Millisecond))
		s.mu.Lock()
		defer s.mu.Unlock()
		s.pages++
		if s.failPages {
			return nil, 0, errors.New("no page")
		}
		all := s.sorted()
		from := number * s.perPage
		number++
		to := min(from+s.perPage, len(all))
		return all[from:to], (len(all) - to + s.perPage - 1) / s.perPage, nil
	}
}

// calls returns how many calls were made.
func (s *shelf) calls() (singles, pages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.singles, s.pages
}

func (s *shelf) put(one thing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.things[one.ID] = one
}

func shelfOf(number, perPage int) *shelf {
	s := &shelf{things: map[string]thing{}, perPage: perPage}
	for i := range number {
		id := fmt.Sprintf("t%03d", i)
		s.things[id] = thing{ID: id, Owner: "o", Text: "old"}
	}
	return s
}

func collectionOf(s *shelf) *cache.Collection[thing] {
	return cache.New[thing](newStore(), s)
}

func newStore() *cache.Store {
	return cache.NewStore(cache.Errors{
		IsNotFound:  func(err error) bool { return errors.Is(err, errNone) },
		Interrupted: func(path string, cause error) error { return fmt.Errorf("%s: %w", path, cause) },
	})
}

func wantRead(t *testing.T, c *cache.Collection[thing], key string, how cache.Freshness, want string) {
	t.Helper()
	if got, err := c.Read(t.Context(), key, how); err != nil || got.Text != want {
		t.Errorf("%s: %v, %v; want %q", key, got, err, want)
	}
}

func TestManyReadsTakeTheListing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		things, perPage, reads, expect int
		fails                          bool
		singles, pages                 int
	}{
		"one read":               {things: 1000, perPage: 100, reads: 1, singles: 1},
		"ten reads of a few":     {things: 50, perPage: 100, reads: 10, singles: 1, pages: 1},
		"as many as announced":   {things: 1000, perPage: 100, reads: 1000, expect: 1000, singles: 0, pages: 10},
		"as many as pay at most": {things: 2_000, perPage: 100, reads: 5, singles: 4, pages: 6},
		"one page more":          {things: 2_001, perPage: 100, reads: 5, singles: 5, pages: 1},
		"a listing that fails":   {things: 50, perPage: 100, reads: 10, fails: true, singles: 10, pages: 1},
		"few among very many":    {things: 20_000, perPage: 100, reads: 5, singles: 5, pages: 1},
		"a collection unlisted":  {things: 10, reads: 10, singles: 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := shelfOf(test.things, test.perPage)
				s.failPages = test.fails
				c := collectionOf(s)
				c.Expect(test.expect)
				var all sync.WaitGroup
				for i := range test.reads {
					number := test.things - 1 - i*(test.things/test.reads)
					all.Go(func() { wantRead(t, c, fmt.Sprintf("t%03d", number), cache.Remembered, "old") })
				}
				all.Wait()
				if singles, pages := s.calls(); singles != test.singles || pages != test.pages || c.Count() != test.reads {
					t.Errorf("%d single calls, %d pages, %d counted; want %d, %d, %d", singles, pages, c.Count(), test.singles, test.pages, test.reads)
				}
			})
		})
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(1, 0)
		c := collectionOf(s)
		wantRead(t, c, "t000", cache.Remembered, "old")
		s.put(thing{ID: "t000", Text: "changed by somebody else"})
		wantRead(t, c, "t000", cache.Remembered, "old")
		wantRead(t, c, "t000", cache.FreshInApply, "old") // nothing was written, so this is a plan
		wantRead(t, c, "t000", cache.Fresh, "changed by somebody else")
		for range 2 {
			if _, err := c.Read(t.Context(), "gone", cache.Remembered); !errors.Is(err, errNone) {
				t.Errorf("error is %v", err)
			}
		}
		if s.singles != 4 {
			t.Errorf("%d single calls, want 4: that there is none is never remembered", s.singles)
		}
	})
}

func TestWritesReplaceMemory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(2, 0)
		c := collectionOf(s)
		wantRead(t, c, "t000", cache.Remembered, "old")
		wantRead(t, c, "t001", cache.Remembered, "old")
		written := thing{ID: "t000", Owner: "o", Text: "new"}
		_, err := c.Update(t.Context(), "t000", map[string]any{"text": "new"}, func() (*thing, error) { s.put(written); return &written, nil })
		if err != nil {
			t.Fatal(err)
		}
		singles := s.singles
		wantRead(t, c, "t000", cache.Remembered, "new")
		if s.singles != singles {
			t.Error("what was written is not remembered")
		}
		// After a write with an unknown outcome, nothing is remembered.
		_, err = c.Update(t.Context(), "t001", map[string]any{"text": "new"}, func() (*thing, error) {
			s.put(thing{ID: "t001", Owner: "o", Text: "half"})
			return nil, errors.New("lost")
		})
		if err == nil {
			t.Error("no error")
		}
		wantRead(t, c, "t001", cache.Remembered, "half")
		// A deletion also forgets the objects of the given owner.
		if err := c.Delete("other", func() error { return nil }, ownedBy("o")); err != nil {
			t.Fatal(err)
		}
		singles = s.singles
		wantRead(t, c, "t000", cache.Remembered, "new")
		if s.singles != singles+1 {
			t.Error("memory answers for an object whose owner was deleted")
		}
	})
}

// While the service answers as before a write, it is asked again.
func TestLagIsWaitedOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(1, 0)
		c := collectionOf(s)
		wantRead(t, c, "t000", cache.Remembered, "old")
		written := thing{ID: "t000", Owner: "o", Text: "new"}
		if _, err := c.Update(t.Context(), "t000", map[string]any{"text": "new"}, func() (*thing, error) { return &written, nil }); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(2*time.Second, func() { s.put(written) })
		began := time.Now()
		wantRead(t, c, "t000", cache.Fresh, "new")
		if took := time.Since(began); took < 2*time.Second || took > 4*time.Second {
			t.Errorf("it took %s", took)
		}
		s.put(thing{ID: "t000", Owner: "o", Text: "newer"})
		wantRead(t, c, "t000", cache.Fresh, "newer")
		s.put(thing{ID: "t000", Owner: "o", Text: "old"})
		began = time.Now()
		wantRead(t, c, "t000", cache.Fresh, "old")
		if took := time.Since(began); took > cache.LagLimit {
			t.Errorf("it took %s to accept an answer that stays the same", took)
		}
		singles := s.singles
		wantRead(t, c, "t000", cache.Remembered, "old")
		if s.singles != singles {
			t.Error("the answer after the wait is not remembered")
		}
	})
}

func TestReadsEndWithTheirContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := collectionOf(shelfOf(1, 0))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		defer cancel()
		if _, err := c.Read(ctx, "t000", cache.Fresh); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "/things/t000") {
			t.Errorf("error is %v", err)
		}
		synctest.Wait()
		time.Sleep(time.Second)
	})
}

// While Terraform works on one page, the next is on its way.
func TestPagesAreReadAhead(t *testing.T) {
	t.Parallel()
	const pages, work = 10, 2 * time.Millisecond // of Terraform, for each of the 100 objects of a page
	for name, test := range map[string]struct {
		reads, expect int
		pages         int
		within        time.Duration
	}{
		"all that is expected":             {reads: 1000, expect: 1000, pages: pages, within: 2600 * time.Millisecond},
		"all, and nothing is expected":     {reads: 1000, pages: pages, within: 2600 * time.Millisecond},
		"a few of what is expected":        {reads: 10, expect: 1000, pages: 1, within: time.Second},
		"as many as fit on a page":         {reads: 100, expect: 100, pages: 1, within: time.Second},
		"a fraction of what is expected":   {reads: 250, expect: 1000, pages: 4, within: time.Second},
		"most of what is expected":         {reads: 500, expect: 520, pages: 6, within: 1700 * time.Millisecond},
		"all, and only a few are expected": {reads: 1000, expect: 100, pages: pages, within: 4 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := shelfOf(1000, 100)
				s.pause = 200 * time.Millisecond
				c := collectionOf(s)
				c.Expect(test.expect)
				processor := make(chan struct{}, 1)
				began := time.Now()
				keys := make(chan string)
				var all sync.WaitGroup
				for range 10 {
					all.Go(func() {
						for key := range keys {
							wantRead(t, c, key, cache.Remembered, "old")
							processor <- struct{}{}
							time.Sleep(work)
							<-processor
						}
					})
				}
				for i := range test.reads {
					keys <- fmt.Sprintf("t%03d", i)
				}
				close(keys)
				all.Wait()
				if took := time.Since(began); took > test.within {
					t.Errorf("it took %s, want at most %s", took, test.within)
				}
				time.Sleep(time.Second)
				if _, pages := s.calls(); pages > test.pages {
					t.Errorf("%d pages, want at most %d", pages, test.pages)
				}
			})
		})
	}
}
