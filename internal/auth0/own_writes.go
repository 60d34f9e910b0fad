package auth0

import (
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// ownWrite is a write of this client's that Auth0 has answered. For up to LagLimit after it, reads may answer as before it.
//
// A read that does so shows a member that was sent with a value it had before. Any other value is newer: somebody else
// has written the member since. Where it is not known what was there before, any value but the written one is taken for
// the old one, which delays a read and falsifies none.
type ownWrite[T any] struct {
	at     time.Time
	sent   any // the body, nil for a deletion
	before *T  // nil if it is not known, and for a creation
	after  *T  // nil for a deletion
	made   bool
}

// noteWrite notes a write that is over. The mutex must be held, as for all that follows but shownUntil and isFromBefore.
func (b *bulk[T]) noteWrite(key string, write ownWrite[T]) {
	write.at = time.Now()
	b.written[key] = append(b.recentWrites(key), write)
}

// recentWrites returns the writes to an object that a read may not show yet.
func (b *bulk[T]) recentWrites(key string) []ownWrite[T] {
	writes := b.written[key]
	for len(writes) > 0 && time.Since(writes[0].at) >= LagLimit {
		writes = writes[1:]
	}
	return writes
}

// shownUntil returns when reads must show all that this client wrote to an object, the zero time if it wrote nothing.
func (b *bulk[T]) shownUntil(key string) time.Time {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	writes := b.recentWrites(key)
	if len(writes) == 0 {
		return time.Time{}
	}
	return writes[len(writes)-1].at.Add(LagLimit)
}

// isFromBefore reports whether an answer shows what was there before a recent write: the value, or that there is none.
func (b *bulk[T]) isFromBefore(key string, value *T, err error) bool {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	switch writes := b.recentWrites(key); {
	case err == nil:
		return b.contradicts(key, value)
	case IsNotFound(err):
		return len(writes) > 0 && writes[0].made && writes[len(writes)-1].after != nil
	default:
		return false
	}
}

// contradicts reports whether a value that was read shows what was there before a recent write.
func (b *bulk[T]) contradicts(key string, value *T) bool {
	writes := b.recentWrites(key)
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
	// Where the answer to a write leaves out what was sent, it says nothing about it.
	if answered := wire.Members(last.after)[name]; wire.Holds(shown, sent) || !wire.IsEmpty(answered) && wire.IsSame(shown, answered) {
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
