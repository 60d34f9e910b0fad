package emulator

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// replica is a tenant as reads see it while replication lags: every write arrives the same time after it was made, in the
// order of the writes. It shares its objects with the primary, which never changes one but puts another in its place.
type replica struct {
	tenant *tenant
	lag    time.Duration
	chance *rand.Rand // draws which tenant a read sees; nil is always the replica
	now    time.Time  // of the request in progress
	unseen []change   // oldest first
}

// change is a part of a write that has not arrived.
type change struct {
	at    time.Time
	apply func(*tenant)
}

// newReplica makes a replica that has seen everything there is, and lets it follow the primary.
func newReplica(primary *tenant, lag time.Duration, chance *rand.Rand) *replica {
	r := &replica{tenant: primary.copy(), lag: lag, chance: chance}
	primary.followedBy(func(apply func(*tenant)) {
		r.unseen = append(r.unseen, change{r.now, apply})
	})
	return r
}

// seen returns the tenant as a read sees it at this time, which is also that of the changes made until the next call.
func (r *replica) seen(primary *tenant, now time.Time) *tenant {
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

// copy returns a tenant of its own that shares its objects.
func (t *tenant) copy() *tenant {
	out := *t
	for _, c := range out.collections() {
		*c = (*c).copy()
	}
	return &out
}

// followedBy reports every change of the tenant from now on.
func (t *tenant) followedBy(tell func(apply func(*tenant))) {
	t.tell = tell
	for i, c := range t.collections() {
		(*c).tell = func(apply func(*collection)) {
			tell(func(follower *tenant) { apply(*follower.collections()[i]) })
		}
	}
}

// setSettings replaces the tenant's settings.
func (t *tenant) setSettings(settings object.Object) {
	t.settings = settings
	if t.tell != nil {
		t.tell(func(follower *tenant) { follower.settings = settings })
	}
}

// setOrganizationGrants replaces the ties between client grants and organizations.
func (t *tenant) setOrganizationGrants(links []OrganizationClientGrant) {
	t.organizationGrants = links
	if t.tell != nil {
		t.tell(func(follower *tenant) { follower.organizationGrants = links })
	}
}
