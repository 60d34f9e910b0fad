package tf

import (
	"slices"
	"sync"
)

// declaredSets are the sets that resources of one walk declare. The zero value has none.
type declaredSets struct {
	mu   sync.Mutex
	sets map[string]*declaredSet
}

// declaredSet is a set of objects, of which some are declared one by one and all by an exclusive resource.
type declaredSet struct {
	members []string
	managed map[string]bool     // members that a resource has, be it to destroy them
	wholes  map[string][]string // by instance; sorted and without duplicates, nil while not known
}

// DeclareMember declares a member of a set. It reports whether the set is declared as a whole without it.
func (d *declaredSets) DeclareMember(set, member string) (omitted bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	declared := d.set(set)
	declared.members = append(declared.members, member)
	if len(declared.wholes) != 1 { // of two, the second was refused
		return false
	}
	for _, whole := range declared.wholes {
		omitted = whole != nil && !slices.Contains(whole, member)
	}
	return omitted
}

// NoteManaged is for the Read and the Create of a resource that is about one member of a set: it has the member,
// whatever the plan makes of it.
func (d *declaredSets) NoteManaged(set, member string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	declared := d.set(set)
	if declared.managed == nil {
		declared.managed = map[string]bool{}
	}
	declared.managed[member] = true
}

// IsManaged reports whether a resource of this walk is known to have or to declare the member.
func (d *declaredSets) IsManaged(set, member string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	declared := d.set(set)
	return declared.managed[member] || slices.Contains(declared.members, member)
}

// DeclareWhole is for the ModifyPlan of an exclusive resource, with its [InstanceOf], as soon as the name of the set is
// known. It declares that the set has no members but the given ones; nil stands for members of which some are not known
// yet. It returns those that are declared all the same, and reports whether another resource declares the set as a
// whole too, be it with the same members.
func (d *declaredSets) DeclareWhole(instance, set string, members []string) (omitted []string, twice bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	declared := d.set(set)
	if members != nil {
		members = sortedSet(members)
	}
	declared.wholes[instance] = members
	if len(declared.wholes) > 1 {
		return nil, true
	}
	for _, member := range sortedSet(declared.members) {
		if members != nil && !slices.Contains(members, member) {
			omitted = append(omitted, member)
		}
	}
	return omitted, false
}

// set returns what is known of a set. The caller holds the lock.
func (d *declaredSets) set(name string) *declaredSet {
	if d.sets == nil {
		d.sets = map[string]*declaredSet{}
	}
	if d.sets[name] == nil {
		d.sets[name] = &declaredSet{wholes: map[string][]string{}}
	}
	return d.sets[name]
}

// sortedSet returns the values sorted and without duplicates, and never nil.
func sortedSet(values []string) []string {
	sorted := append([]string{}, values...)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
