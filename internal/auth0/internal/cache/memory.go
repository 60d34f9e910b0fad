package cache

import (
	"context"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// Source reads the objects of a collection.
type Source[T any] interface {
	// Collection is its name, by which objects are told apart.
	Collection() string
	// Path is what errors name.
	Path(key string) string
	// Key is what an object is asked for by.
	Key(T) string
	// Parts are the objects that make up a value beside its own; a write to one of them makes the value outdated.
	Parts(T) []Object
	// Read makes a single call.
	Read(ctx context.Context, key string) (*T, error)
	// Pages returns what fetches a listing from its first page on; nil if there is none. It makes no call.
	Pages() Pager[T]
}

// Pager fetches the next page of a listing. It returns the items and how many pages are left, and none the first time
// there is none. After an error the same page is fetched again.
type Pager[T any] = func(ctx context.Context) (items []T, left int, err error)

// memory is what is known of the objects of a collection. The journal's mutex guards it.
type memory[T any] struct {
	source  Source[T]
	journal *journal
	known   map[string]entry[T]
	written ownWrites[T]
}

// entry is a value in memory. It is outdated when one of its parts was written to after asOf.
type entry[T any] struct {
	value  T
	asOf   uint64
	unread bool // whether it came with a page and no read has asked for it
}

// keep remembers an answer, unless a write has overtaken it or is about to.
func (m *memory[T]) keep(key string, answer entry[T]) {
	parts := m.partsOf(key, answer.value)
	if m.journal.hasChangedAfter(answer.asOf, parts) || m.journal.isChanging(parts) ||
		m.written.contradicts(key, &answer.value) {
		return
	}
	if before, ok := m.known[key]; ok && !before.unread {
		answer.unread = false
	}
	m.known[key] = answer
}

// recall returns a copy of the value in memory, nil if there is none, or it is outdated or not fresh enough.
func (m *memory[T]) recall(key string, how Freshness, asked uint64) *T {
	remembered, ok := m.known[key]
	if !ok || !m.journal.admits(how, asked, remembered.asOf) ||
		m.journal.hasChangedAfter(remembered.asOf, m.partsOf(key, remembered.value)) {
		return nil
	}
	return &remembered.value
}

// remember keeps the answer to a write that is over, unless the other parts of the value were written to meanwhile.
// Calls that began before the end are overtaken.
func (m *memory[T]) remember(value T, began uint64) {
	key := m.source.Key(value)
	others := m.source.Parts(value)
	overlapped := m.journal.hasChangedAfter(began, others) || m.journal.isChanging(others)
	ended := m.journal.tick()
	m.journal.changed[m.object(key)] = ended
	if !overlapped {
		m.known[key] = entry[T]{value: value, asOf: ended}
	}
}

// partsOf returns the objects whose value a write makes outdated, its own first.
func (m *memory[T]) partsOf(key string, value T) []Object {
	return append([]Object{m.object(key)}, m.source.Parts(value)...)
}

func (m *memory[T]) object(key string) Object { return Object{m.source.Collection(), key} }

// ownWrite is a write of this client's that Auth0 has answered. For up to LagLimit after it, reads may answer as before
// it.
//
// A read that does so shows a member that was sent with a value it had before. Any other value is newer: somebody else
// has written the member since. If the previous value is not known, any value but the written one counts as old. That
// delays a read and falsifies none.
type ownWrite[T any] struct {
	at     time.Time
	sent   any // the body, nil for a deletion
	before *T  // nil if it is not known, and for a creation
	after  *T  // nil for a deletion
	made   bool
}

// ownWrites are the writes to the objects of a collection, by key.
type ownWrites[T any] map[string][]ownWrite[T]

// note notes a write that is over.
func (w ownWrites[T]) note(key string, write ownWrite[T]) {
	write.at = time.Now()
	w[key] = append(w.recent(key), write)
}

// recent returns the writes to an object that a read may not show yet.
func (w ownWrites[T]) recent(key string) []ownWrite[T] {
	writes := w[key]
	for len(writes) > 0 && time.Since(writes[0].at) >= LagLimit {
		writes = writes[1:]
	}
	return writes
}

// shownUntil returns when reads must show all writes to an object, the zero time if there is none that they may not.
func (w ownWrites[T]) shownUntil(key string) time.Time {
	writes := w.recent(key)
	if len(writes) == 0 {
		return time.Time{}
	}
	return writes[len(writes)-1].at.Add(LagLimit)
}

// isMissed reports whether there is a recent write that made an object, and none that deleted it, so that it must be
// there.
func (w ownWrites[T]) isMissed(key string) bool {
	writes := w.recent(key)
	return len(writes) > 0 && writes[0].made && writes[len(writes)-1].after != nil
}

// contradicts reports whether a value that was read shows what was there before a recent write.
func (w ownWrites[T]) contradicts(key string, value *T) bool {
	writes := w.recent(key)
	if len(writes) == 0 {
		return false
	}
	shown := wire.Members(value)
	decided := map[string]bool{}
	for i := len(writes) - 1; i >= 0; i-- {
		if writes[i].after == nil {
			return true
		}
		for name, sent := range wire.Members(writes[i].sent) {
			if !decided[name] && isOld(name, shown[name], sent, writes[:i+1]) {
				return true
			}
			decided[name] = true
		}
	}
	return false
}

// isOld reports whether the shown value of a member is from before the last of the writes, which sent another one.
func isOld[T any](name string, shown, sent any, writes []ownWrite[T]) bool {
	last := writes[len(writes)-1]
	// If the answer to a write leaves out a member that was sent, the member's value is unknown.
	if answered := wire.Members(last.after)[name]; wire.Holds(shown, sent) ||
		!wire.IsEmpty(answered) && wire.IsSame(shown, answered) {
		return false
	}
	for i, write := range writes {
		switch {
		case write.before == nil && !write.made:
			return true
		case write.before != nil && wire.IsSame(shown, wire.Members(write.before)[name]):
			return true
		case i < len(writes)-1 && wire.IsSame(shown, wire.Members(write.after)[name]):
			return true
		}
	}
	return false
}
