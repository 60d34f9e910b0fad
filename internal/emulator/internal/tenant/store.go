package tenant

import (
	"math/rand/v2"
	"sync"
	"time"
)

// Store holds the tenant of a server. Every reader and writer of the tenant holds the lock.
type Store struct {
	sync.Mutex
	// Current is the tenant with everything that was written.
	Current *Tenant
	// Save writes changes to the state file, so that they survive a restart.
	Save func() error
	// Chance decides at random whether a read sees writes that have not arrived; nil is never.
	Chance *rand.Rand

	replica *replica // what reads see while replication lags; nil without lag
}

// Start makes a tenant the current one. Reads see all of it at once.
func (s *Store) Start(t *Tenant, lag time.Duration) {
	s.Current, s.replica = t, nil
	if lag > 0 {
		s.replica = newReplica(t, lag, s.Chance)
	}
}

// Seen returns the tenant as a read sees it at this time. Changes until the next call get the same time.
func (s *Store) Seen(now time.Time) *Tenant {
	if s.replica == nil {
		return s.Current
	}
	return s.replica.seen(s.Current, now)
}
