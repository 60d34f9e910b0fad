package tf

import (
	"slices"
	"sync"
)

// Declarations finds contradictions between the resources of one configuration. A resource that declares one member of a
// set and an exclusive one that declares the whole set without it would undo each other's work on every apply.
// Terraform tells no resource of another and plans them in any order, so each says here what it declares, and the one
// that comes second learns of the contradiction.
//
// There is one for each walk of Terraform's. What is unknown in a plan is declared in the apply, where Terraform plans once more
// right before each write. Resources of other configurations, and of other provider blocks, declare nothing here.
type Declarations struct {
	mu   sync.Mutex
	sets map[string]*declaredSet
}

type declaredSet struct {
	members []string // declared one by one
	whole   []string // sorted and without duplicates; nil while no resource declares the whole
}

// DeclareMember declares a member of a set. It reports whether the set is declared as a whole without it.
func (d *Declarations) DeclareMember(set, member string) (omitted bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	declared := d.set(set)
	declared.members = append(declared.members, member)
	return declared.whole != nil && !slices.Contains(declared.whole, member)
}

// DeclareWhole declares that a set has no members but the given ones. It returns those that are declared all the same, and
// reports whether another whole is declared already. The same whole may be declared any number of times: Terraform plans
// a resource that is to be replaced twice, and two resources that say the same do not contradict each other.
func (d *Declarations) DeclareWhole(set string, members []string) (omitted []string, contradicted bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	declared := d.set(set)
	whole := sortedSet(members)
	contradicted = declared.whole != nil && !slices.Equal(declared.whole, whole)
	if declared.whole == nil {
		declared.whole = whole
	}
	for _, member := range sortedSet(declared.members) {
		if !slices.Contains(whole, member) {
			omitted = append(omitted, member)
		}
	}
	return omitted, contradicted
}

func (d *Declarations) set(name string) *declaredSet {
	if d.sets == nil {
		d.sets = map[string]*declaredSet{}
	}
	if d.sets[name] == nil {
		d.sets[name] = &declaredSet{}
	}
	return d.sets[name]
}

// sortedSet returns the values sorted and without duplicates, and never nil.
func sortedSet(values []string) []string {
	sorted := append([]string{}, values...)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
