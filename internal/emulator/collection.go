package emulator

import (
	"iter"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// record is one entity of a collection.
type record struct {
	id      string
	created time.Time
	data    object.Object
}

// collection holds entities in the order in which they were made. An object in it is never changed: a write puts another
// in its place with set, so that a replica and answers in the making may share it.
type collection struct {
	records []*record
	byID    map[string]*record
	tell    func(apply func(*collection)) // reports changes to a replica; nil without one
	// listings are the rows of list calls, by their filters, until the next change: whoever pages through thousands of
	// objects asks for the same rows a hundred times.
	listings map[string][]*record
}

// keptListings bounds how many listings a collection remembers.
const keptListings = 16

// listed returns the rows that find finds, and remembers them under the filters. Callers must not change them.
func (c *collection) listed(filters string, find func() []*record) []*record {
	if rows, known := c.listings[filters]; known {
		return rows
	}
	if c.listings == nil || len(c.listings) >= keptListings {
		c.listings = map[string][]*record{}
	}
	rows := find()
	c.listings[filters] = rows
	return rows
}

func newCollection() *collection {
	return &collection{byID: map[string]*record{}}
}

// add appends an entity. Creation times are kept strictly ascending, so that they order the collection for paging.
func (c *collection) add(id string, data object.Object, now time.Time) {
	if n := len(c.records); n > 0 && !now.After(c.records[n-1].created) {
		now = c.records[n-1].created.Add(time.Microsecond)
	}
	c.insert(record{id: id, created: now, data: data})
}

func (c *collection) insert(r record) {
	own := r
	c.records = append(c.records, &own)
	c.byID[r.id] = &own
	c.changed(func(follower *collection) { follower.insert(r) })
}

// set puts an object in the place of another, if that is there.
func (c *collection) set(id string, data object.Object) {
	if r := c.byID[id]; r != nil {
		r.data = data
		c.changed(func(follower *collection) { follower.set(id, data) })
	}
}

// changed forgets what no longer holds, and tells the replica.
func (c *collection) changed(apply func(*collection)) {
	c.listings = nil
	if c.tell != nil {
		c.tell(apply)
	}
}

// copy returns a collection of its own that shares its objects.
func (c *collection) copy() *collection {
	out := newCollection()
	for _, r := range c.records {
		out.insert(*r)
	}
	return out
}

// get returns an entity, or nil.
func (c *collection) get(id string) object.Object {
	if r := c.byID[id]; r != nil {
		return r.data
	}
	return nil
}

// remove deletes an entity if it is there.
func (c *collection) remove(id string) {
	if c.byID[id] == nil {
		return
	}
	delete(c.byID, id)
	c.records = slices.DeleteFunc(c.records, func(r *record) bool { return r.id == id })
	c.changed(func(follower *collection) { follower.remove(id) })
}

// removeWhere deletes every entity that matches.
func (c *collection) removeWhere(match func(object.Object) bool) {
	for _, r := range c.where(match) {
		c.remove(r.id)
	}
}

// all yields the entities in creation order.
func (c *collection) all() iter.Seq2[string, object.Object] {
	return func(yield func(string, object.Object) bool) {
		for _, r := range c.records {
			if !yield(r.id, r.data) {
				return
			}
		}
	}
}

// find returns the first entity that matches, or nil.
func (c *collection) find(match func(object.Object) bool) object.Object {
	for _, data := range c.all() {
		if match(data) {
			return data
		}
	}
	return nil
}

// where returns the records that match, in creation order.
func (c *collection) where(match func(object.Object) bool) []*record {
	var out []*record
	for _, r := range c.records {
		if match(r.data) {
			out = append(out, r)
		}
	}
	return out
}
