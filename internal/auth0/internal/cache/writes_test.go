package cache_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
)

// writer writes to a collection on a shelf.
type writer struct {
	t *testing.T
	*shelf
	c *cache.Collection[thing]
}

// update changes the text of a thing. The service answers with what it has then.
func (w writer) update(id, text, answered string) {
	w.t.Helper()
	one := thing{ID: id, Owner: "o", Text: answered}
	if _, err := w.c.Update(w.t.Context(), id, map[string]any{"text": text}, func() (*thing, error) { return &one, nil }); err != nil {
		w.t.Error(err)
	}
}

func (w writer) create(id string) {
	w.t.Helper()
	one := thing{ID: id, Owner: "o", Text: "made"}
	if _, err := w.c.Create(map[string]any{"text": "made"}, func(func(string) bool) (*thing, error) { return &one, nil }); err != nil {
		w.t.Error(err)
	}
}

// Only an answer from before a write of this client's is waited out. Everything else is believed at once.
func TestWhatIsWaitedFor(t *testing.T) {
	t.Parallel()
	const id = "t000"
	lost := errors.New("lost")
	for name, test := range map[string]struct {
		act   func(writer)
		want  string // empty for nothing
		waits bool
	}{
		"somebody else's write after an update": {func(w writer) {
			wantRead(w.t, w.c, id, cache.Remembered, "old")
			w.update(id, "new", "new")
			w.put(thing{ID: id, Text: "newer"})
		}, "newer", false},
		"somebody else's write after a creation": {func(w writer) {
			delete(w.things, id)
			w.create(id)
			w.put(thing{ID: id, Text: "newer"})
		}, "newer", false},
		"another value, and nobody knows the one before": {func(w writer) {
			w.update(id, "new", "new")
		}, "old", true},
		"a value that the service wrote in its own way": {func(w writer) {
			w.put(thing{ID: id, Text: "new"})
			w.update(id, "NEW", "new")
		}, "new", false},
		"the value between two updates": {func(w writer) {
			wantRead(w.t, w.c, id, cache.Remembered, "old")
			w.update(id, "first", "first")
			w.update(id, "second", "second")
			w.put(thing{ID: id, Text: "first"})
		}, "first", true},
		"a value that was written before somebody else's": {func(w writer) {
			wantRead(w.t, w.c, id, cache.Remembered, "old")
			w.update(id, "first", "first")
			w.put(thing{ID: id, Text: "newer"})
			wantRead(w.t, w.c, id, cache.Fresh, "newer")
			w.update(id, "second", "second")
			w.put(thing{ID: id, Text: "first"})
		}, "first", true},
		"the deletion of what was only changed": {func(w writer) {
			w.update(id, "new", "new")
			delete(w.things, id)
		}, "", false},
		"the deletion of what was made": {func(w writer) {
			w.create("other")
			delete(w.things, id)
		}, "", false},
		"what was made and deleted": {func(w writer) {
			delete(w.things, id)
			w.create(id)
			if err := w.c.Delete(id, func() error { return nil }); err != nil {
				w.t.Error(err)
			}
		}, "", false},
		"an update that failed": {func(w writer) {
			if _, err := w.c.Update(w.t.Context(), id, map[string]any{"text": "new"}, func() (*thing, error) { return nil, lost }); !errors.Is(err, lost) {
				w.t.Error(err)
			}
		}, "old", false},
		"a deletion that failed": {func(w writer) {
			if err := w.c.Delete(id, func() error { return lost }); !errors.Is(err, lost) {
				w.t.Error(err)
			}
		}, "old", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := shelfOf(1, 0)
				w := writer{t, s, collectionOf(s)}
				began := time.Now()
				test.act(w)
				got, err := w.c.Read(t.Context(), id, cache.Fresh)
				switch {
				case test.want == "" && !errors.Is(err, errNone):
					t.Errorf("%v, %v is read", got, err)
				case test.want != "" && (err != nil || got.Text != test.want):
					t.Errorf("%v, %v is read, want %q", got, err, test.want)
				}
				if took := time.Since(began); took < cache.LagLimit == test.waits {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// A read that ends with its context while it waits gives no answer from before the write.
func TestInterruptedWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(1, 0)
		w := writer{t, s, collectionOf(s)}
		w.update("t000", "new", "new")
		w.create("t100")
		for _, id := range []string{"t000", "t100"} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if got, err := w.c.Read(ctx, id, cache.Fresh); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v, %v is read", id, got, err)
			}
			cancel()
		}
	})
}

// A creation can tell what was there before it from what somebody makes meanwhile.
func TestCreationKnowsWhatWasThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(5, 0)
		w := writer{t, s, collectionOf(s)}
		wantRead(t, w.c, "t000", cache.Remembered, "old")
		w.update("t001", "new", "new")
		if err := w.c.Delete("t002", func() error { return nil }); err != nil {
			t.Fatal(err)
		}
		one := thing{ID: "t100", Owner: "o"}
		_, err := w.c.Create(nil, func(wasThere func(string) bool) (*thing, error) {
			wantRead(t, w.c, "t003", cache.Remembered, "old")
			for id, want := range map[string]bool{"t000": true, "t001": true, "t002": true, "t003": false, "t004": false} {
				if wasThere(id) != want {
					t.Errorf("%s was there: %t", id, !want)
				}
			}
			return &one, nil
		})
		singles := s.singles
		wantRead(t, w.c, "t100", cache.Remembered, "")
		if err != nil || s.singles != singles || w.c.Count() != 3 {
			t.Errorf("%v; %d calls for what was made, %d counted", err, s.singles-singles, w.c.Count())
		}
		made := thing{ID: "t101", Owner: "o"}
		if _, err := w.c.Create(nil, func(func(string) bool) (*thing, error) { return &made, nil }, ownedBy("o")); err != nil {
			t.Error(err)
		}
		wantRead(t, w.c, "t000", cache.Remembered, "old")
		if s.singles != singles+1 {
			t.Error("memory answers for an object whose owner was changed")
		}
	})
}

// Recall makes no call. It answers for what was read, as fresh as it is asked for.
func TestRecall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(3, 100)
		c := collectionOf(s)
		recalled := func(key string, how cache.Freshness) string {
			if value := c.Recall(key, how); value != nil {
				return value.Text
			}
			return "nothing"
		}
		if _, err := c.Listing("/things", eachOf(s.sorted()...), nil).All(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, one := range []struct {
			key  string
			how  cache.Freshness
			want string
		}{
			{"t000", cache.FreshInApply, "nothing"}, {"t000", cache.Remembered, "old"}, {"t000", cache.FreshInApply, "old"},
			{"t001", cache.Remembered, "old"}, {"t000", cache.Fresh, "nothing"}, {"gone", cache.Remembered, "nothing"},
		} {
			if got := recalled(one.key, one.how); got != one.want {
				t.Errorf("%s: %s is recalled, want %s", one.key, got, one.want)
			}
		}
		if singles, pages := s.calls(); singles+pages > 0 || c.Count() != 2 {
			t.Errorf("%d calls were made, %d objects counted", singles+pages, c.Count())
		}
	})
}
