package cache_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
)

// A service that does not show a creation or a deletion yet is asked again. An answer that stays the same for longer
// counts.
func TestLagOfCreationsAndDeletions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(2, 0)
		c := collectionOf(s)
		made := thing{ID: "t100", Owner: "o", Text: "made"}
		if _, err := c.Create(map[string]any{"text": "made"}, func(func(string) bool) (*thing, error) { return &made, nil }); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(2*time.Second, func() { s.put(made) })
		wantRead(t, c, "t100", cache.Fresh, "made")

		for _, key := range []string{"t000", "t001"} {
			if err := c.Delete(key, func() error { return nil }); err != nil {
				t.Fatal(err)
			}
		}
		time.AfterFunc(2*time.Second, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.things, "t000")
		})
		if got, err := c.Read(t.Context(), "t000", cache.Fresh); !errors.Is(err, errNone) {
			t.Errorf("a deleted thing is read: %v, %v", got, err)
		}
		time.Sleep(cache.LagLimit)
		wantRead(t, c, "t001", cache.Fresh, "old")
	})
}

// The answer to a write is not remembered if it lacks what was sent, or if another write of the object was under way.
func TestAnswersThatAreNotRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(1, 0)
		c := collectionOf(s)
		update := func(text string, call func() (*thing, error)) *thing {
			got, err := c.Update(t.Context(), "t000", map[string]any{"text": text}, call)
			if err != nil {
				t.Error(err)
			}
			return got
		}
		got := update("new", func() (*thing, error) {
			s.put(thing{ID: "t000", Owner: "o", Text: "new"})
			return &thing{ID: "t000", Owner: "o"}, nil
		})
		if got.Text != "new" {
			t.Errorf("the update returns %v", got)
		}

		second := make(chan bool)
		go update("first", func() (*thing, error) {
			<-second
			return &thing{ID: "t000", Owner: "o", Text: "first"}, nil
		})
		synctest.Wait()
		update("second", func() (*thing, error) {
			one := thing{ID: "t000", Owner: "o", Text: "second"}
			s.put(one)
			return &one, nil
		})
		close(second)
		synctest.Wait()
		wantRead(t, c, "t000", cache.Remembered, "second")
	})
}
