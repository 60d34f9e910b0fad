package cache_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"testing/synctest"
)

// eachOf lists the same things again and again, whatever was written.
func eachOf(listed ...thing) func(context.Context) iter.Seq2[thing, error] {
	return func(context.Context) iter.Seq2[thing, error] {
		return func(yield func(thing, error) bool) {
			for _, one := range listed {
				if !yield(one, nil) {
					return
				}
			}
		}
	}
}

// A listing shows this client's writes, even if the service does not show them yet.
func TestListingIsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(3, 100)
		c := collectionOf(s)
		listed := s.sorted() // as before all writes
		listing := c.Listing("/things", eachOf(listed...), nil)
		changed, made := thing{ID: "t001", Text: "new"}, thing{ID: "t100", Text: "made"}
		_, updateErr := c.Update(t.Context(), "t001", map[string]any{"text": "new"}, func() (*thing, error) { s.put(changed); return &changed, nil })
		_, createErr := c.Create(map[string]any{"text": "made"}, func(func(string) bool) (*thing, error) { s.put(made); return &made, nil })
		deleteErr := c.Delete("t002", func() error { return nil })
		if err := errors.Join(updateErr, createErr, deleteErr); err != nil {
			t.Fatal(err)
		}
		all, err := listing.All(t.Context())
		var texts []string
		for _, one := range all {
			texts = append(texts, one.ID+" "+one.Text)
		}
		if got := strings.Join(texts, ", "); err != nil || got != "t000 old, t001 new, t100 made" {
			t.Errorf("listed %s, %v", got, err)
		}
	})
}

// A listing that filters shows what it would show after the writes of this client, each object once.
func TestListingWithFilter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := shelfOf(4, 100)
		w := writer{t, s, collectionOf(s)}
		before := s.sorted()
		before[3].Text = "other"
		s.put(before[3])
		isOld := func(one thing) bool { return one.Text == "old" }
		listing := w.c.Listing("/things", eachOf(before[0], before[1], before[1], before[2]), isOld)
		change := func(id, text string) {
			s.put(thing{ID: id, Owner: "o", Text: text})
			w.update(id, text, text)
		}
		change("t000", "other") // which leaves the listing, as t003 enters it
		change("t003", "old")
		change("t002", "new") // and somebody else deletes it
		delete(s.things, "t002")
		all, err := listing.All(t.Context())
		var ids []string
		for _, one := range all {
			ids = append(ids, one.ID)
		}
		if got := strings.Join(ids, " "); err != nil || got != "t001 t003" {
			t.Errorf("listed %s, %v", got, err)
		}
		s.fail = errors.New("no answer")
		if all, err := listing.All(t.Context()); !errors.Is(err, s.fail) {
			t.Errorf("listed %v, %v, although what was written cannot be read", all, err)
		}
	})
}
