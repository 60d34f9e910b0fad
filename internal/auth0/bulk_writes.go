package auth0

import (
	"context"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// journal notes when objects were written to, so that no answer from before a write is taken for one from after it.
// Points in time are numbers that only go up: every call has one at which it began.
type journal struct {
	mu      sync.Mutex
	now     uint64
	changed map[object]uint64 // when a write to it last began or ended
	writing map[object]int    // writes under way
	deleted map[object]bool

	refreshes bool // whether a state was refreshed
	wrote     bool // whether there was a write
}

// object is something in the tenant that a write changes.
type object struct{ collection, id string }

func newJournal() *journal {
	return &journal{changed: map[object]uint64{}, writing: map[object]int{}, deleted: map[object]bool{}}
}

// tick returns a new point in time. As for all methods but write's own, the mutex must be held.
func (j *journal) tick() uint64 {
	j.now++
	return j.now
}

// changedAfter reports whether a write to any of the objects began or ended after a point in time.
func (j *journal) changedAfter(moment uint64, objects []object) bool {
	for _, o := range objects {
		if j.changed[o] > moment {
			return true
		}
	}
	return false
}

// inFlux reports whether an answer about the objects that came just now should not be kept: one of them is being
// written to, or was deleted and shows only because the service lags behind.
func (j *journal) inFlux(objects []object) bool {
	for _, o := range objects {
		if j.writing[o] > 0 || j.deleted[o] {
			return true
		}
	}
	return false
}

// begin notes that a write to the objects begins. It returns when that was.
func (j *journal) begin(objects []object) uint64 {
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

// end notes that the write is over, whatever came of it.
func (j *journal) end(objects []object) {
	ended := j.tick()
	for _, o := range objects {
		j.changed[o] = ended
		if j.writing[o]--; j.writing[o] == 0 {
			delete(j.writing, o)
		}
	}
}

// create makes the call, which creates an object of the collection and changes the others given, and remembers the
// answer.
func (b *bulk[T]) create(sent any, call func() (*T, error), others ...object) (*T, error) {
	began := b.journal.begin(others)
	value, err := call()
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	b.journal.end(others)
	if err == nil {
		b.created++
		b.noteWrite(b.key(*value), ownWrite[T]{sent: sent, after: value, made: true})
		b.remember(*value, began)
	}
	return value, err
}

// remembered returns what was read or written last of the object with the key, nil where nothing is known.
func (b *bulk[T]) remembered(key string) *T {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	known, ok := b.known[key]
	if !ok {
		return nil
	}
	return &known.value
}

// update makes the call, which changes the object with the key, and returns the object as it is then. Where the answer
// does not show all that was sent, the object is read.
func (b *bulk[T]) update(ctx context.Context, key string, sent any, call func() (*T, error)) (*T, error) {
	value, err := b.callUpdate(key, sent, call)
	if err != nil || showsAll(value, sent) {
		return value, err
	}
	return b.read(ctx, key, Fresh)
}

// showsAll reports whether an object shows all members that were sent.
func showsAll[T any](value *T, sent any) bool {
	return wire.Holds(wire.Members(value), wire.Members(sent))
}

// callUpdate makes the call and remembers the answer. After a failure nothing is remembered, for the object may have
// changed all the same; nor where two writes overlapped, because the later answer need not be that to the later write.
func (b *bulk[T]) callUpdate(key string, sent any, call func() (*T, error)) (*T, error) {
	own := []object{b.object(key)}
	before := b.untouched(key)
	began := b.journal.begin(own)
	value, err := call()
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	alone := b.journal.writing[own[0]] == 1 && b.journal.changed[own[0]] == began
	b.journal.end(own)
	if err == nil {
		b.noteWrite(key, ownWrite[T]{sent: sent, before: before, after: value})
	}
	if err == nil && alone && showsAll(value, sent) {
		b.remember(*value, began)
	}
	return value, err
}

// untouched returns what is in memory of an object, nil if it may have changed since.
func (b *bulk[T]) untouched(key string) *T {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	return b.recall(key, Remembered, 0)
}

// delete makes the call, which deletes the object with the key and others with it.
func (b *bulk[T]) delete(key string, call func() error, others ...object) error {
	objects := append([]object{b.object(key)}, others...)
	b.journal.begin(objects)
	err := call()
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	b.journal.end(objects)
	delete(b.known, key)
	if err == nil {
		b.noteWrite(key, ownWrite[T]{})
		for _, o := range objects {
			b.journal.deleted[o] = true
		}
	}
	return err
}

// remember keeps the answer to a write that is over, unless the other parts of the value were written to meanwhile.
// Calls that began before the end are overtaken.
func (b *bulk[T]) remember(value T, began uint64) {
	key := b.key(value)
	others := b.partsOf(key, value)[1:]
	overlapped := b.journal.changedAfter(began, others) || b.journal.inFlux(others)
	ended := b.journal.tick()
	b.journal.changed[b.object(key)] = ended
	if !overlapped {
		b.known[key] = entry[T]{value: value, asOf: ended}
	}
}
