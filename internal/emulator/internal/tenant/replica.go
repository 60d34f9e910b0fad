package tenant

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// replica is a tenant as reads see it while replication lags: writes arrive in order, each after the same delay. It
// shares objects with the primary, which replaces objects and never changes them.
type replica struct {
	tenant *Tenant
	lag    time.Duration
	chance *rand.Rand // chooses at random which tenant a read sees; nil is always the replica
	now    time.Time  // of the request in progress
	unseen []change   // oldest first
}

// change is a part of a write that has not arrived.
type change struct {
	at    time.Time
	apply func(*Tenant)
}

// newReplica makes a replica with all writes so far, and lets it follow the primary.
func newReplica(primary *Tenant, lag time.Duration, chance *rand.Rand) *replica {
	r := &replica{tenant: primary.Copy(), lag: lag, chance: chance}
	primary.followedBy(func(apply func(*Tenant)) {
		r.unseen = append(r.unseen, change{r.now, apply})
	})
	return r
}

// seen returns the tenant as a read sees it at this time. Changes until the next call get the same time.
func (r *replica) seen(primary *Tenant, now time.Time) *Tenant {
	r.now = now
	if r.chance != nil && r.chance.IntN(2) == 0 {
		return primary
	}
	arrived := 0
	for arrived < len(r.unseen) && !now.Before(r.unseen[arrived].at.Add(r.lag)) {
		r.unseen[arrived].apply(r.tenant)
		arrived++
	}
	r.unseen = slices.Delete(r.unseen, 0, arrived)
	return r.tenant
}

// Copy returns a copy that shares the objects.
func (t *Tenant) Copy() *Tenant {
	out := *t
	out.tell = nil
	for _, place := range out.places() {
		*place.at = (*place.at).copy()
	}
	return &out
}

// followedBy reports every change of the tenant from now on.
func (t *Tenant) followedBy(tell func(apply func(*Tenant))) {
	t.tell = tell
	for i, place := range t.places() {
		(*place.at).tell = func(apply func(*Collection)) {
			tell(func(follower *Tenant) { apply(*follower.places()[i].at) })
		}
	}
}

// SetSettings replaces the tenant's settings.
func (t *Tenant) SetSettings(settings object.Object) {
	t.Settings, t.touched = settings, true
	if t.tell != nil {
		t.tell(func(follower *Tenant) { follower.Settings = settings })
	}
}

// SetOrganizationGrants replaces the ties between client grants and organizations.
func (t *Tenant) SetOrganizationGrants(links []OrganizationClientGrant) {
	t.OrganizationGrants, t.touched = links, true
	if t.tell != nil {
		t.tell(func(follower *Tenant) { follower.OrganizationGrants = links })
	}
}
