package tenant

import (
	"strconv"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// A listing is kept until the next change, and only a few listings are kept.
func TestListingsAreRemembered(t *testing.T) {
	t.Parallel()
	c := newCollection()
	found := 0
	list := func(filters string) int {
		return len(c.Listed(filters, func() []*Record {
			found++
			return c.Matching(func(object.Object) bool { return true })
		}))
	}
	for _, step := range []struct {
		name         string
		change       func()
		found, wants int
	}{
		{"nothing", func() {}, 1, 0},
		{"nothing new", func() {}, 1, 0},
		{"added", func() { c.Add("a", object.Object{}, time.Time{}) }, 2, 1},
		{"changed", func() { c.Set("a", object.Object{"b": 1}) }, 3, 1},
		{"unknown removed", func() { c.Remove("b") }, 3, 1},
		{"removed", func() { c.Remove("a") }, 4, 0},
	} {
		step.change()
		if got := list("all"); got != step.wants || found != step.found {
			t.Errorf("%s: %d rows, found %d times", step.name, got, found)
		}
	}
	for i := range 10 * keptListings {
		list(strconv.Itoa(i))
	}
	if len(c.listings) > keptListings {
		t.Errorf("%d listings remembered", len(c.listings))
	}
}
