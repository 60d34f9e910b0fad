package emulator

import (
	"iter"
	"slices"
	"time"
)

// record is one entity of a collection.
type record struct {
	id      string
	created time.Time
	data    object
}

// collection holds entities in the order in which they were made.
type collection struct {
	records []*record
	byID    map[string]*record
}

func newCollection() *collection {
	return &collection{byID: map[string]*record{}}
}

// add appends an entity. Creation times are kept strictly ascending, so that they order the collection for paging.
func (c *collection) add(id string, data object, now time.Time) {
	if n := len(c.records); n > 0 && !now.After(c.records[n-1].created) {
		now = c.records[n-1].created.Add(time.Microsecond)
	}
	r := &record{id: id, created: now, data: data}
	c.records = append(c.records, r)
	c.byID[id] = r
}

// get returns an entity, or nil.
func (c *collection) get(id string) object {
	if r := c.byID[id]; r != nil {
		return r.data
	}
	return nil
}

// remove deletes an entity if it is there.
func (c *collection) remove(id string) {
	delete(c.byID, id)
	c.records = slices.DeleteFunc(c.records, func(r *record) bool { return r.id == id })
}

// removeWhere deletes every entity that matches.
func (c *collection) removeWhere(match func(object) bool) {
	c.records = slices.DeleteFunc(c.records, func(r *record) bool {
		if !match(r.data) {
			return false
		}
		delete(c.byID, r.id)
		return true
	})
}

// all yields the entities in creation order.
func (c *collection) all() iter.Seq2[string, object] {
	return func(yield func(string, object) bool) {
		for _, r := range c.records {
			if !yield(r.id, r.data) {
				return
			}
		}
	}
}

// find returns the first entity that matches, or nil.
func (c *collection) find(match func(object) bool) object {
	for _, data := range c.all() {
		if match(data) {
			return data
		}
	}
	return nil
}

// where returns the records that match, in creation order.
func (c *collection) where(match func(object) bool) []*record {
	var out []*record
	for _, r := range c.records {
		if match(r.data) {
			out = append(out, r)
		}
	}
	return out
}
