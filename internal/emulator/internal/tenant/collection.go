package tenant

import (
	"iter"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Record is one entity of a collection.
type Record struct {
	ID      string
	Created time.Time
	Data    object.Object
}

// Collection holds entities in the order in which they were made. An object in it is never changed: a write replaces it
// with Set, so that a replica, and answers that are being encoded, may share it.
type Collection struct {
	Records []*Record
	ByID    map[string]*Record
	tell    func(apply func(*Collection)) // reports changes to a replica; nil without one
	touched map[string]bool               // ids of what changed since TakeChanges; nil if not recorded
	// listings are the rows of list calls, by their filters, until the next change. A client that pages through thousands
	// of objects requests the same rows a hundred times.
	listings map[string][]*Record
}

// keptListings limits how many listings a collection keeps.
const keptListings = 16

// Listed returns the rows that find finds, and keeps them under the filters. Callers must not change them.
func (c *Collection) Listed(filters string, find func() []*Record) []*Record {
	if rows, known := c.listings[filters]; known {
		return rows
	}
	if c.listings == nil || len(c.listings) >= keptListings {
		c.listings = map[string][]*Record{}
	}
	rows := find()
	c.listings[filters] = rows
	return rows
}

func newCollection() *Collection {
	return &Collection{ByID: map[string]*Record{}}
}

// Add appends an entity. Creation times are kept strictly ascending, so that they order the collection for paging.
func (c *Collection) Add(id string, data object.Object, now time.Time) {
	if n := len(c.Records); n > 0 && !now.After(c.Records[n-1].Created) {
		now = c.Records[n-1].Created.Add(time.Microsecond)
	}
	c.insert(Record{ID: id, Created: now, Data: data})
}

func (c *Collection) insert(r Record) {
	own := r
	c.Records = append(c.Records, &own)
	c.ByID[r.ID] = &own
	c.changed(r.ID, func(follower *Collection) { follower.insert(r) })
}

// Set replaces an object, if it exists.
func (c *Collection) Set(id string, data object.Object) {
	if r := c.ByID[id]; r != nil {
		r.Data = data
		c.changed(id, func(follower *Collection) { follower.Set(id, data) })
	}
}

// changed drops kept listings, and reports the change to the replica and to the state file.
func (c *Collection) changed(id string, apply func(*Collection)) {
	c.listings = nil
	if c.touched != nil {
		c.touched[id] = true
	}
	if c.tell != nil {
		c.tell(apply)
	}
}

// copy returns a copy that shares the objects.
func (c *Collection) copy() *Collection {
	out := newCollection()
	for _, r := range c.Records {
		out.insert(*r)
	}
	return out
}

// Get returns an entity, or nil.
func (c *Collection) Get(id string) object.Object {
	if r := c.ByID[id]; r != nil {
		return r.Data
	}
	return nil
}

// Remove deletes an entity if it is there.
func (c *Collection) Remove(id string) {
	removed := c.ByID[id]
	if removed == nil {
		return
	}
	delete(c.ByID, id)
	at, _ := slices.BinarySearchFunc(c.Records, removed.Created, func(r *Record, created time.Time) int {
		return r.Created.Compare(created)
	})
	if at == len(c.Records) || c.Records[at] != removed { // if the machine's clock was set back
		at = slices.Index(c.Records, removed)
	}
	c.Records = slices.Delete(c.Records, at, at+1)
	c.changed(id, func(follower *Collection) { follower.Remove(id) })
}

// RemoveWhere deletes every entity that matches.
func (c *Collection) RemoveWhere(match func(object.Object) bool) {
	for _, r := range c.Matching(match) {
		c.Remove(r.ID)
	}
}

// All yields the entities in creation order.
func (c *Collection) All() iter.Seq2[string, object.Object] {
	return func(yield func(string, object.Object) bool) {
		for _, r := range c.Records {
			if !yield(r.ID, r.Data) {
				return
			}
		}
	}
}

// Find returns the first entity that matches, or nil.
func (c *Collection) Find(match func(object.Object) bool) object.Object {
	for _, data := range c.All() {
		if match(data) {
			return data
		}
	}
	return nil
}

// Matching returns the records that match, in creation order.
func (c *Collection) Matching(match func(object.Object) bool) []*Record {
	var out []*Record
	for _, r := range c.Records {
		if match(r.Data) {
			out = append(out, r)
		}
	}
	return out
}
