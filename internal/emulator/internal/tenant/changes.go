package tenant

import (
	"maps"
	"slices"
)

// Changes are the changes of a write.
type Changes struct {
	Head    bool // whether data outside the collections changed
	Records []Change
}

// Change is the change of an entity.
type Change struct {
	Collection, ID string
	Record         *Record // nil if it was removed
}

// Track makes the tenant record changes from now on.
func (t *Tenant) Track() {
	t.touched = false
	for _, c := range t.Collections() {
		c.touched = map[string]bool{}
	}
}

// TakeChanges returns the changes since Track or the last call, in a fixed order.
func (t *Tenant) TakeChanges() Changes {
	changes := Changes{Head: t.touched}
	t.touched = false
	for name, c := range t.Collections() {
		for _, id := range slices.Sorted(maps.Keys(c.touched)) {
			changes.Records = append(changes.Records, Change{name, id, c.ByID[id]})
		}
		clear(c.touched)
	}
	return changes
}
