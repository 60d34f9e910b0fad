package cache

import (
	"slices"
	"sync"
)

// Store is what the collections of a client share.
type Store struct {
	journal *journal
	errors  Errors
}

// Errors say what the errors of a source mean.
type Errors struct {
	// IsNotFound reports whether an error says that the object does not exist.
	IsNotFound func(error) bool
	// Interrupted returns the error of a read of what is at a path that ended with its context.
	Interrupted func(path string, cause error) error
}

// NewStore returns a store.
func NewStore(errors Errors) *Store {
	return &Store{
		journal: &journal{changed: map[Object]uint64{}, writing: map[Object]int{}, deleted: map[Object]bool{}},
		errors:  errors,
	}
}

// journal notes when objects were written to, so that an answer from before a write does not count as one from after
// it. Points in time are numbers that only go up: every call has one at which it began.
type journal struct {
	mu      sync.Mutex
	now     uint64
	changed map[Object]uint64 // when a write to it last began or ended
	writing map[Object]int    // writes under way
	deleted map[Object]bool

	refreshes bool // whether a state was refreshed
	wrote     bool // whether there was a write
}

// Object is something in the tenant that a write changes.
type Object struct{ Collection, ID string }

// tick returns a new point in time. As for all methods but write's own, the mutex must be held.
func (j *journal) tick() uint64 {
	j.now++
	return j.now
}

// hasChangedAfter reports whether a write to any of the objects began or ended after a point in time.
func (j *journal) hasChangedAfter(moment uint64, objects []Object) bool {
	for _, o := range objects {
		if j.changed[o] > moment {
			return true
		}
	}
	return false
}

// isChanging reports whether an answer about the objects that came just now should not be kept: one of them is being
// written to, or was deleted and shows only because the service lags behind.
func (j *journal) isChanging(objects []Object) bool {
	for _, o := range objects {
		if j.writing[o] > 0 || j.deleted[o] {
			return true
		}
	}
	return false
}

// begin notes that a write to the objects begins. It returns when that was.
func (j *journal) begin(objects []Object) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	began := j.tick()
	j.wrote = true
	for _, o := range objects {
		j.writing[o]++
		j.changed[o] = began
	}
	return began
}

// end notes that the write is over, whatever its outcome.
func (j *journal) end(objects []Object) {
	ended := j.tick()
	for _, o := range objects {
		j.changed[o] = ended
		if j.writing[o]--; j.writing[o] == 0 {
			delete(j.writing, o)
		}
	}
}

// isPlan reports whether the walk is known to be a plan. The mutex must be held.
func (j *journal) isPlan() bool { return j.refreshes && !j.wrote }

// admits reports whether the answer to a call that began at a point in time is fresh enough for who asked at another
// one.
func (j *journal) admits(how Freshness, asked, began uint64) bool {
	return began > asked || how == Remembered || how == FreshInApply && j.isPlan()
}

// moment is tick for those who do not hold the mutex.
func (j *journal) moment() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.tick()
}

// hasDeleted reports whether any of the objects was deleted by this client.
func (j *journal) hasDeleted(objects []Object) bool {
	return slices.ContainsFunc(objects, func(o Object) bool { return j.deleted[o] })
}
